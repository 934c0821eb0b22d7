/** Room around a sheet for the outlines of its cells, in CSS pixels. */
const SHEET_MARGIN = 3
/** The smallest and largest side of a cell that is drawn, and the height that a number needs. */
const CELL_LEAST = 6
const CELL_MOST = 24
/** A sheet of more rows has lower ones. */
const MANY_ROWS = 36
const CELL_MOST_OF_MANY = 16
/** The sizes of letters in CSS pixels, and how many times as high as wide they are. */
const LETTERS_LEAST = 8
const LETTERS_MOST = 12
const LETTER_SHAPE = 1.72
const NUMBER_HEIGHT = 14

/**
 * A matrix painted on a canvas: numbers where they fit, otherwise a sign; a second canvas above it for marks.
 *
 * @typedef {{text: string, sign: number, share: number, kind?: string}} Entry `kind` is "none" where nothing connects
 * @typedef {{row?: number, column?: number, cells?: [number, number][], current?: [number, number]}} SheetMarks
 */
class Sheet {
  /**
   * @param {string} name
   * @param {{look: function(number, number): void, leave: function(): void, act: function(number, number): void}} listeners
   */
  constructor(name, listeners) {
    this.listeners = listeners
    this.at = { row: 0, column: 0 }
    this.pixels = element("canvas", { class: "ink", "aria-hidden": "true" })
    this.marks = element("canvas", {
      class: "marks",
      tabindex: "0",
      role: "application",
      "aria-roledescription": "matrix",
      pointermove: (event) => this.meet(event, listeners.look),
      pointerdown: (event) => this.meet(event, listeners.look),
      pointerleave: () => listeners.leave(),
      click: (event) => this.meet(event, listeners.act),
      // A click has said already where it was.
      focus: () => this.marks.matches(":focus-visible") && listeners.look(this.at.row, this.at.column),
      blur: () => listeners.leave(),
      keydown: (event) => this.pressed(event),
    })
    this.paper = element("div", { class: "paper" }, this.pixels, this.marks)
    this.title = element("span", { class: "title" })
    this.shape = element("span", { class: "shape" })
    this.node = element(
      "figure",
      { class: "sheet" },
      element("figcaption", {}, this.title, this.shape),
      element("div", { class: "slide" }, this.paper),
    )
    this.name = name
    this.drawn = ""
  }

  /**
   * Take over what is to be painted.
   *
   * @param {{title: string, shape: string, spoken: string, rows: number, columns: number, entries: Entry[],
   *   groups?: [number, number]}} plan `groups`: after how many rows and columns a line is drawn
   */
  take(plan) {
    this.plan = plan
    this.at = { row: bounded(this.at.row, plan.rows), column: bounded(this.at.column, plan.columns) }
    this.chars = plan.entries.reduce((most, { text }) => Math.max(most, text.length), 1)
    setContent(this.title, plan.title)
    setContent(this.shape, plan.shape)
    this.marks.setAttribute("aria-label", `${plan.spoken} Arrow keys move, Enter pins the output.`)
    this.drawn = ""
  }

  /** How wide a cell would like to be. */
  get ease() {
    return Math.max(18, Math.min(60, Math.ceil(this.chars * 6.4 + 8)))
  }

  /** Choose the size of a cell for this much room; without a height, cells are square and may get too small for numbers. */
  fit(room, height) {
    const width = Math.max(CELL_LEAST, Math.min(this.ease, Math.floor((room - 2 * SHEET_MARGIN) / this.plan.columns)))
    height ??= Math.min(width, this.plan.rows > MANY_ROWS ? CELL_MOST_OF_MANY : CELL_MOST)
    this.cell = { width, height }
    this.paper.style.width = `${width * this.plan.columns + 2 * SHEET_MARGIN}px`
    this.paper.style.height = `${height * this.plan.rows + 2 * SHEET_MARGIN}px`
  }

  get size() {
    const { rows, columns } = this.plan
    return [this.cell.width * columns + 2 * SHEET_MARGIN, this.cell.height * rows + 2 * SHEET_MARGIN]
  }

  box(row, column, down = 1, across = 1) {
    const { width, height } = this.cell
    return [SHEET_MARGIN + column * width, SHEET_MARGIN + row * height, across * width, down * height]
  }

  /** @param {Object<string, string>} ink the colours of the theme */
  paint(ink) {
    const { rows, columns, entries, groups } = this.plan
    const { width, height } = this.cell
    const context = crispContext(this.pixels, ...this.size)
    const letters = (chars) => Math.min(LETTERS_MOST, height - 2, ((width - 3) / chars) * LETTER_SHAPE)
    const written = letters(this.chars) >= LETTERS_LEAST
    const fonts = Array.from({ length: this.chars + 1 }, (_, chars) => `${letters(chars || 1)}px ${ink.font}`)
    this.font = ""
    context.textAlign = "center"
    context.textBaseline = "middle"
    entries.forEach((entry, place) => {
      if (!written && entry.kind === "none") return
      const [x, y] = this.box(Math.floor(place / columns), place % columns)
      this.paintEntry(context, ink, entry, { x, y, width, height, font: written && fonts[entry.text.length] })
    })
    context.fillStyle = ink.text
    context.globalAlpha = 0.35
    for (let row = 0; row <= rows; row += groups?.[0] ?? rows)
      context.fillRect(SHEET_MARGIN, Math.round(SHEET_MARGIN + row * height) - 0.5, columns * width, 1)
    for (let column = 0; column <= columns; column += groups?.[1] ?? columns)
      context.fillRect(Math.round(SHEET_MARGIN + column * width) - 0.5, SHEET_MARGIN, 1, rows * height)
    context.globalAlpha = 1
    this.drawn = ""
    this.ink = ink
  }

  paintEntry(context, ink, { text, sign, share, kind }, { x, y, width, height, font }) {
    const gap = width > 9 ? 1 : 0.5
    const inner = [x + gap / 2, y + gap / 2, width - gap, height - gap]
    if (kind !== "none") {
      context.globalAlpha = sign ? 0.25 + 0.4 * share : 0.09
      context.fillStyle = sign > 0 ? ink.above : sign < 0 ? ink.below : ink.text
      context.fillRect(...inner)
    }
    if (kind === "padding") {
      context.globalAlpha = 1
      context.strokeStyle = ink.padding
      context.lineWidth = 1
      context.strokeRect(inner[0] + 0.5, inner[1] + 0.5, inner[2] - 1, inner[3] - 1)
    }
    context.fillStyle = ink.text
    context.globalAlpha = kind === "none" ? 0.3 : 1
    if (font) {
      // Setting a font is slow even where it stays the same.
      if (this.font !== font) context.font = this.font = font
      context.fillText(text, x + width / 2, y + height / 2 + 0.5)
    } else if (sign && kind !== "none") {
      // Too small for a number: a bar for minus, a cross for plus.
      const arm = Math.min(width, height) * 0.28
      context.fillRect(x + width / 2 - arm, y + height / 2 - 0.5, 2 * arm, 1)
      if (sign > 0) context.fillRect(x + width / 2 - 0.5, y + height / 2 - arm, 1, 2 * arm)
    }
    context.globalAlpha = 1
  }

  /** @param {SheetMarks} marks */
  mark(marks) {
    const drawn = JSON.stringify(marks)
    if (drawn === this.drawn) return
    this.drawn = drawn
    const { rows, columns } = this.plan
    const context = crispContext(this.marks, ...this.size)
    context.strokeStyle = this.ink.primary
    context.fillStyle = this.ink.primary
    const band = (box) => {
      context.globalAlpha = 0.12
      context.fillRect(...box)
      context.globalAlpha = 1
      context.lineWidth = 1.5
      context.strokeRect(...box)
    }
    if (marks.row !== undefined) band(this.box(marks.row, 0, 1, columns))
    if (marks.column !== undefined) band(this.box(0, marks.column, rows, 1))
    context.lineWidth = 2
    for (const [row, column] of marks.cells ?? []) context.strokeRect(...this.box(row, column))
    if (marks.current) {
      context.lineWidth = 3
      context.strokeRect(...this.box(...marks.current))
    }
  }

  meet(event, act) {
    const { left, top } = this.marks.getBoundingClientRect()
    const { rows, columns } = this.plan
    const row = Math.floor((event.clientY - top - SHEET_MARGIN) / this.cell.height)
    const column = Math.floor((event.clientX - left - SHEET_MARGIN) / this.cell.width)
    this.at = { row: bounded(row, rows), column: bounded(column, columns) }
    act(this.at.row, this.at.column)
  }

  pressed(event) {
    if (event.altKey || event.metaKey) return
    const { rows, columns } = this.plan
    const target = cellAfterKey(event, this.at, [rows, columns])
    if (target) {
      this.at = target
      this.listeners.look(target.row, target.column)
    } else if (event.key === "Enter" || event.key === " ") this.listeners.act(this.at.row, this.at.column)
    else return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
  }
}
