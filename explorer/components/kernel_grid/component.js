const ICONS = {
  Turn: "M15 5v4h-4M15 9a6 6 0 1 0 .5 4",
  Mirror: "M10 3v14M7 6 3 14h4zM13 6l4 8h-4z",
  Transpose: "M4 4h5M4 4v5M16 16h-5M16 16v-5M5 15 15 5",
  Negate: "M4 6h6M7 3v6M10 14h6M15 3 5 17",
  Undo: "M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8h-2",
  Redo: "M12 5l4 4-4 4M16 9H8a4 4 0 0 0 0 8h2",
  Fewer: "M5 10h10",
  More: "M5 10h10M10 5v10",
}
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

/** The grid with its tools. The cells here are the truth; Python is told of every valid kernel. */
class KernelView {
  /** @param {{data: {key: string}}} component */
  constructor({ data }) {
    this.desk = deskOf(data.key, () => ({ version: -1, history: new History([["0"]]), told: "" }))
    this.build()
  }

  build() {
    this.table = element("table", { focusin: (event) => event.target.select?.() })
    this.problem = element("p", { class: "problem", id: "problem", role: "status" })
    this.sizes = ["Rows", "Columns"].map((name, axis) => this.stepper(name, axis))
    this.sizing = element("div", { class: "sizes" }, ...this.sizes.map((size) => size.root))
    this.undo = this.tool("Undo", "Take the last change back (Ctrl+Z)", () => this.step("undo"))
    this.redo = this.tool("Redo", "Make it again (Ctrl+Y)", () => this.step("redo"))
    this.root = element(
      "div",
      { class: "kernel", keydown: (event) => this.pressed(event) },
      element("div", { class: "scroll" }, this.table),
      this.problem,
      this.sizing,
      element(
        "div",
        { class: "tools" },
        this.tool("Turn", "Turn a quarter, clockwise", () => this.change(turned(this.cells))),
        this.tool("Mirror", "Swap left and right", () => this.change(mirrored(this.cells))),
        this.tool("Transpose", "Swap rows and columns", () => this.change(transposed(this.cells))),
        this.tool("Negate", "Change every sign", () => this.change(negated(this.cells))),
        this.undo,
        this.redo,
      ),
    )
  }

  tool(name, title, act) {
    const button = this.button({ title }, icon(ICONS[name]), act)
    button.append(name)
    return button
  }

  button(attributes, picture, act) {
    const click = ({ currentTarget }) => currentTarget.getAttribute("aria-disabled") !== "true" && act()
    return element("button", { type: "button", ...attributes, click }, picture)
  }

  stepper(name, axis) {
    const count = element("output")
    const one = name.slice(0, -1).toLowerCase()
    const fewer = this.button({ "aria-label": `Remove a ${one}` }, icon(ICONS.Fewer), () => this.resize(axis, -1))
    const more = this.button({ "aria-label": `Add a ${one}` }, icon(ICONS.More), () => this.resize(axis, 1))
    const root = element("div", { class: "size", role: "group", "aria-label": name }, name, fewer, count, more)
    return { root, count, fewer, more }
  }

  /** @returns {Cells} */
  get cells() {
    return this.desk.history.present
  }

  update({ parentElement, data, setStateValue }) {
    const isNew = this.root.parentNode !== parentElement
    if (isNew) parentElement.append(this.root)
    this.tell = (text) => setStateValue("text", text)
    this.table.setAttribute("aria-label", data.label)
    this.sizing.hidden = !data.resizable
    if (data.version > this.desk.version) this.replace(data)
    else if (isNew) this.show()
  }

  /** Put what Python gave in the grid; what was there can be had back. */
  replace({ version, text }) {
    const { history } = this.desk
    if (this.desk.version === -1) history.present = decodeCells(text)
    else history.change(decodeCells(text))
    Object.assign(this.desk, { version, told: text })
    this.show()
  }

  change(cells) {
    if (encodeCells(cells) === encodeCells(this.cells)) return
    this.desk.history.change(cells)
    this.commit()
  }

  step(direction) {
    if (this.desk.history[direction]()) this.commit()
  }

  /** Show the cells, and tell Python of them when they are a kernel. */
  commit() {
    this.show()
    const text = encodeCells(this.cells)
    if (firstProblem(this.cells) || text === this.desk.told) return
    this.desk.told = text
    this.tell(`${this.desk.version}|${text}`)
  }

  resize(axis, by) {
    const size = [this.cells.length, this.cells[0].length]
    size[axis] += by
    this.change(resized(this.cells, ...size))
  }

  show() {
    const { cells } = this
    if (this.shape !== `${cells.length}x${cells[0].length}`) this.layOut()
    const numbers = cells.flat().filter((text) => problemOf(text) === "")
    const largest = Math.max(0, ...numbers.map((text) => Math.abs(Number(text))))
    const longest = Math.max(3, ...numbers.map((text) => text.length))
    this.table.style.setProperty("--longest", Math.min(longest, 9))
    cells.forEach((texts, row) => texts.forEach((text, column) => this.showCell(row, column, text, largest)))
    this.showProblem()
    this.showTools()
  }

  /** Make the table anew for another number of rows or columns. */
  layOut() {
    const { cells } = this
    this.shape = `${cells.length}x${cells[0].length}`
    const head = (scope, place, name) => element("th", { scope, "aria-label": `${name} ${place + 1}` }, `${place + 1}`)
    this.inputs = cells.map((texts, row) => texts.map((_, column) => this.input(row, column)))
    const columns = element("tr", {}, element("td"), ...cells[0].map((_, place) => head("col", place, "Column")))
    const rows = this.inputs.map((inputs, row) =>
      element("tr", {}, head("row", row, "Row"), ...inputs.map((input) => element("td", {}, input))),
    )
    this.table.replaceChildren(element("thead", {}, columns), element("tbody", {}, ...rows))
  }

  input(row, column) {
    return element("input", {
      // Not "decimal": the number pads of some phones have no minus sign.
      type: "text",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      maxlength: 24,
      "aria-label": `Row ${row + 1}, column ${column + 1}`,
      change: (event) => this.typed(row, column, event.target.value),
      paste: (event) => this.pasted(event, row, column),
    })
  }

  showCell(row, column, text, largest) {
    const input = this.inputs[row][column]
    const isWrong = problemOf(text) !== ""
    const share = isWrong || largest === 0 ? 0 : Number(text) / largest
    if (input.value !== text) input.value = text
    input.style.setProperty("--share", Math.abs(share))
    input.dataset.sign = Math.sign(share)
    input.setAttribute("aria-invalid", String(isWrong))
    input.setAttribute("aria-describedby", isWrong ? "problem" : "")
  }

  showProblem(refusal = "") {
    const found = firstProblem(this.cells)
    const sentence = found ? `Row ${found.row + 1}, column ${found.column + 1} ${found.problem}.` : ""
    const kept = found ? " The last complete kernel stays in force." : ""
    this.problem.textContent = refusal || sentence + kept
  }

  showTools() {
    const { past, future } = this.desk.history
    const idle = (button, isIdle) => button.setAttribute("aria-disabled", String(isIdle))
    idle(this.undo, past.length === 0)
    idle(this.redo, future.length === 0)
    for (const [axis, length] of [this.cells.length, this.cells[0].length].entries()) {
      this.sizes[axis].count.textContent = length
      idle(this.sizes[axis].fewer, length === 1)
      idle(this.sizes[axis].more, length === LARGEST_SIDE)
    }
  }

  typed(row, column, text) {
    const cells = this.cells.map((texts) => [...texts])
    cells[row][column] = tidy(text)
    this.change(cells)
    this.show()
  }

  pasted(event, row, column) {
    const table = pastedCells(event.clipboardData.getData("text"))
    if (!table) return
    event.preventDefault()
    const cells = overlaid(this.cells, table, row, column)
    if (cells.length > LARGEST_SIDE || cells[0].length > LARGEST_SIDE) {
      const size = `${cells.length} rows and ${cells[0].length} columns`
      this.showProblem(`Not pasted: it would make ${size}; a kernel has at most ${LARGEST_SIDE} of each.`)
      return
    }
    this.change(cells)
    this.inputs[row]?.[column]?.focus()
  }

  pressed(event) {
    const act = this.meaning(event)
    if (act) event.preventDefault()
    // Streamlit has shortcuts of its own on the page, single letters among them, and cannot see that this is a field.
    event.stopPropagation()
    act?.()
  }

  /** What a key asks for: something to do, or nothing. */
  meaning(event) {
    const key = event.key.toLowerCase()
    const field = event.target instanceof HTMLInputElement ? event.target : null
    if (event.ctrlKey || event.metaKey) {
      // A field that is being typed into takes back its own letters first.
      if (field && field.value !== this.textAt(field)) return null
      if (key === "z" && !event.shiftKey) return () => this.step("undo")
      return key === "y" || key === "z" ? () => this.step("redo") : null
    }
    if (!field || event.altKey || event.shiftKey) return null
    if (key === "enter") return () => this.enter(field)
    if (key === "escape") return () => this.giveUp(field)
    if (!(event.key in ARROWS) || !this.mayLeave(field, event.key)) return null
    return () => this.neighbour(field, ARROWS[event.key])?.focus()
  }

  place(field) {
    const row = this.inputs.findIndex((inputs) => inputs.includes(field))
    return [row, this.inputs[row].indexOf(field)]
  }

  textAt(field) {
    const [row, column] = this.place(field)
    return this.cells[row][column]
  }

  neighbour(field, [down, right]) {
    const [row, column] = this.place(field)
    return this.inputs[row + down]?.[column + right]
  }

  /** Whether an arrow key leaves the field: from its edge, or while all of it is selected. */
  mayLeave({ value, selectionStart, selectionEnd }, key) {
    if (key === "ArrowUp" || key === "ArrowDown") return true
    if (selectionEnd - selectionStart === value.length) return true
    return selectionStart === selectionEnd && selectionStart === (key === "ArrowLeft" ? 0 : value.length)
  }

  enter(field) {
    this.typed(...this.place(field), field.value)
    field.select()
  }

  giveUp(field) {
    field.value = this.textAt(field)
    field.select()
  }

  remove() {
    this.root.remove()
  }
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new KernelView(component))
}
