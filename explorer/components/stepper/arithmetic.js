/** The arithmetic of one window: a table of terms in the shape of the kernel, then sum, bias and total. */
class Arithmetic extends Workings {
  constructor() {
    const terms = new Terms()
    super("Arithmetic of one window", terms.node, () => this.manner.copied(this.sent, this.cell))
    this.terms = terms
  }

  layOut(sent) {
    const { header, arrays } = sent
    const [rows, columns] = header.kernel
    this.manner = mannerOf(sent)
    this.heads = this.manner.heads(sent)
    const sumChars = longestText(arrays.running, header.digits[2])
    this.terms.layOut({ rows, columns, chars: this.manner.chars(sent), sumChars }, this.heads)
  }

  show(sent, cell, { words, resting }) {
    const { header } = sent
    const terms = this.manner.terms(sent, cell)
    const columns = header.kernel[1]
    const hidden = Boolean(header.hidden)
    this.sent = sent
    this.cell = cell
    // First of all: to set the font of a canvas makes the browser lay out whatever was touched before.
    this.terms.paint(
      terms.map((term) => ({ ...term, wins: term.wins && !hidden })),
      this.heads.sums ? terms.filter((_, term) => (term + 1) % columns === 0).map(({ sum }) => sum) : [],
    )
    this.head(words, resting)
    this.copyButton.hidden = hidden
    this.steps.show(this.manner.steps(sent, cell, terms))
  }
}
