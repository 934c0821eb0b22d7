const MOST_SPACIOUS = 4
const TERM_GAP = 2
/** So many rows are painted at once; of more, those out of sight wait until the pointer rests. */
const ROWS_AT_ONCE = 20
const TERMS_REST_MS = 120
/** How wide a figure is, as a share of the size of its font. */
const FIGURE = 0.56
/** What stands behind a number: input, padding, an inserted zero, nothing at all. */
const KINDS = ["", "padding", "inserted", "outside"]
const DASHES = [[], [], [3, 2], [1, 2]]

/**
 * The terms of one window in the shape of the kernel, two lines each, and the sum after each row. They are painted: a
 * hundred texts laid out anew at every move of the pointer take longer than a frame. A table says the same to those who
 * listen, as soon as the pointer rests.
 */
class Terms {
  constructor() {
    this.canvas = element("canvas", { "aria-hidden": "true" })
    this.table = element("table", { class: "heard-only" })
    this.signs = [-1, 0, 1].map((sign) => element("i", { class: "term", "data-sign": sign }))
    this.kinds = KINDS.map((kind) => element("i", { class: `term ${kind}` }))
    this.winner = element("i", { class: "term winner", "data-sign": 0 })
    const samples = element("div", { hidden: true }, ...this.signs, ...this.kinds, this.winner)
    this.heads = element("p", { class: "heads", "aria-hidden": "true" })
    this.node = element("div", { class: "scroll" }, this.heads, this.canvas, this.table, samples)
  }

  /**
   * @param {{rows: number, columns: number, chars: number, sumChars: number, labelChars?: number}} shape how many terms
   *   there are, and the characters of the longest of them, of the longest sum, and of the longest name of a row
   * @param {{label: string, terms: string, sums: string}} heads without sums where `sums` is empty
   */
  layOut(shape, heads) {
    Object.assign(this, { shape, words: heads, isMeasured: false })
    this.heads.replaceChildren(...[heads.terms, heads.sums].map((head) => element("span", {}, head)))
    this.table.setAttribute("aria-label", heads.label)
  }

  /** Ask the style for sizes and colours: late, because the browser lays out all that was touched to answer. */
  measure() {
    const { rows, columns, chars, sumChars, labelChars } = this.shape
    const isDense = columns > MOST_SPACIOUS
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
    const { color, fontFamily } = getComputedStyle(this.node)
    const winner = getComputedStyle(this.winner)
    this.ink = color
    this.family = fontFamily
    this.fills = this.signs.map((sample) => getComputedStyle(sample).backgroundColor)
    this.borders = this.kinds.map((sample) => getComputedStyle(sample).borderTopColor)
    this.won = { fill: winner.backgroundColor, ink: winner.color }
    this.size = (isDense ? 0.7 : 1) * rem
    this.width = Math.ceil(chars * this.size * FIGURE + (isDense ? 0.5 : 0.9) * rem)
    this.height = Math.ceil((isDense ? 1.6 : 2.7) * rem)
    const sumWidth = this.words.sums ? Math.ceil(Math.max((sumChars * FIGURE + 1.25) * rem, 5.5 * rem)) : 0
    this.left = labelChars ? Math.ceil((labelChars * FIGURE + 0.6) * this.size) : 0
    this.wide = this.left + columns * (this.width + TERM_GAP) + sumWidth
    this.tall = rows * (this.height + TERM_GAP)
    this.canvas.style.width = this.heads.style.width = `${this.wide}px`
    this.canvas.style.height = `${this.tall}px`
    this.isMeasured = true
  }

  /**
   * @param {{top: string, bottom: string, sign: number, kind: number, wins?: boolean}[]} terms in reading order
   * @param {string[]} sums after each row; none for heads without
   * @param {string[]} labels the name of each row, where rows have names
   */
  paint(terms, sums, labels = []) {
    const isNew = !this.isMeasured
    if (isNew) this.measure()
    this.said = { terms, sums, labels }
    clearTimeout(this.resting)
    const { rows } = this.shape
    if (isNew || rows <= ROWS_AT_ONCE || !this.sight) return this.paintRows(0, rows)
    const pitch = this.height + TERM_GAP
    const [first, end] = [Math.floor(this.sight.top / pitch), Math.ceil(this.sight.bottom / pitch)].map((row) => Math.min(Math.max(row, 0), rows))
    this.paintRows(first, end)
    this.resting = setTimeout(() => this.canvas.isConnected && this.paintRows(0, rows), TERMS_REST_MS)
  }

  /** Ask which part is in sight: early in a frame, while the browser need not lay out anything to answer. */
  locate() {
    const { top } = this.canvas.getBoundingClientRect()
    this.sight = { top: -top, bottom: window.innerHeight - top }
  }

  paintRows(first, end) {
    const { width, height, wide, tall, shape } = this
    const { terms, sums, labels } = this.said
    const pitch = height + TERM_GAP
    const context = crispContext(this.canvas, wide, tall, { top: first * pitch, height: (end - first) * pitch })
    const boxes = terms.slice(first * shape.columns, end * shape.columns).map((term, at) => ({
      ...term,
      x: this.left + (at % shape.columns) * (width + TERM_GAP),
      y: (first + Math.floor(at / shape.columns)) * pitch,
    }))
    for (const box of boxes) this.paintBox(context, box)
    context.textBaseline = "middle"
    context.textAlign = "center"
    this.font = ""
    for (const box of boxes) this.write(context, box.top, { ...box, x: box.x + width / 2, y: box.y + 0.3 * height, weight: 400 })
    for (const box of boxes) this.write(context, box.bottom, { ...box, x: box.x + width / 2, y: box.y + 0.72 * height, weight: 600 })
    const besides = (texts, x) => texts.slice(first, end).forEach((text, at) => this.write(context, text, { x, y: (first + at + 0.5) * pitch, weight: 400 }))
    context.textAlign = "left"
    besides(labels, 0)
    context.textAlign = "right"
    besides(sums, wide - 4)
  }

  paintBox(context, { sign, kind, wins, x, y }) {
    context.fillStyle = wins ? this.won.fill : this.fills[sign + 1]
    context.strokeStyle = this.borders[kind]
    context.setLineDash(DASHES[kind])
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, this.width - 1, this.height - 1, 3)
    context.fill()
    context.stroke()
  }

  write(context, text, { x, y, weight, kind, wins }) {
    const font = `${kind ? "italic" : "normal"} ${wins ? 700 : weight} ${this.size}px ${this.family}`
    // To set a font is slow, even the one that is there.
    if (font !== this.font) context.font = this.font = font
    context.fillStyle = wins ? this.won.ink : this.ink
    context.fillText(text, x, y)
  }

  /** Write the table for those who listen. */
  spell() {
    const { columns } = this.shape
    const { terms, sums, labels } = this.said
    const cell = ({ top, bottom, wins }) => element("td", {}, `${top} ${bottom}${wins ? ", the winner" : ""}`)
    const lines = Array.from({ length: terms.length / columns }, (_, row) => {
      const cells = terms.slice(row * columns, (row + 1) * columns).map(cell)
      const named = labels.length ? [element("th", { scope: "row" }, labels[row])] : []
      return element("tr", {}, ...named, ...cells, ...(sums.length ? [element("td", {}, sums[row])] : []))
    })
    const head = element("tr", {}, element("th", { colspan: columns + Math.sign(labels.length), scope: "colgroup" }, this.words.terms))
    if (sums.length) head.append(element("th", { scope: "col" }, this.words.sums))
    this.table.replaceChildren(element("thead", {}, head), element("tbody", {}, ...lines))
  }
}
