const COPIED_MS = 2000

/** The arithmetic of one window: a table of terms in the shape of the kernel, then sum, bias and total. */
class Arithmetic {
  constructor() {
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.copyWords = element("span", {}, "Copy as text")
    this.copyButton = element("button", { type: "button", click: () => this.copy() }, this.copyWords)
    this.pin = element("button", { type: "button", class: "pin" })
    this.terms = new Terms()
    this.steps = element("dl", { class: "steps" })
    this.body = element("div", { class: "terms" }, this.terms.node, this.steps)
    this.node = element(
      "section",
      { class: "arithmetic", "aria-label": "Arithmetic of one window" },
      element(
        "header",
        {},
        element("div", { class: "words" }, this.title, this.where),
        element("div", { class: "tools" }, this.copyButton, this.pin),
      ),
      this.body,
    )
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
    setContent(this.title, words[0])
    setContent(this.where, words[1])
    this.body.classList.toggle("resting", resting)
    this.copyButton.hidden = hidden
    this.showSteps(this.manner.steps(sent, cell, terms))
  }

  showSteps(steps) {
    const kinds = steps.map(([, , kind]) => kind ?? "").join()
    if (this.stepKinds !== kinds) {
      this.stepKinds = kinds
      this.lines = steps.map(([, , kind]) => [element("dt"), element("dd"), kind ?? ""])
      this.steps.replaceChildren(...this.lines.map(([name, value, kind]) => element("div", { class: `step ${kind}` }, name, value)))
    }
    steps.forEach(([name, value], line) => {
      setContent(this.lines[line][0], name)
      setContent(this.lines[line][1], value)
    })
  }

  async copy() {
    const done = await copyText(this.manner.copied(this.sent, this.cell), this.copyButton)
    this.copyWords.textContent = done ? "Copied" : "Not allowed here"
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.copyWords.textContent = "Copy as text"), COPIED_MS)
  }
}
