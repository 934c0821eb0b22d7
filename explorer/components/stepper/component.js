/**
 * The stepper: input, kernel and output as tables of numbers, and the arithmetic of the window that is looked at.
 *
 * @typedef {{kind: "output"|"input"|"kernel", place: number}} Look
 */

const HINT =
  "Point at a cell of any grid, drag a finger over it, or use the arrow keys. A click pins a cell of the output and " +
  "opens any other for typing. Rows and columns count from 0."

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new StepperView(component))
}

class StepperView {
  constructor({ parentElement, data }) {
    const { key } = unpack(data).header
    this.editor = new Editor(key, this)
    this.drawing = oncePerFrame(() => this.draw())
    this.pins = new PinNews()
    this.look = { kind: "output", place: 0 }
    this.current = 0
    this.build()
    parentElement.append(this.root)
  }

  build() {
    const { editor } = this
    const leave = () => this.rest()
    const grid = (kind, name, listeners) =>
      new NumberGrid(name, { look: (place) => this.turn(kind, place), leave, ...listeners })
    this.input = grid("input", "Input", editor.listeners("input"))
    this.kernel = grid("kernel", "Kernel", editor.listeners("kernel"))
    this.output = grid("output", "Output", { act: (place) => this.togglePin(place) })
    this.player = new Player((cell) => this.step(cell))
    this.arithmetic = new Arithmetic()
    this.arithmetic.pin.addEventListener("click", () => this.togglePin(this.current))
    this.heat = element("input", { type: "checkbox", change: () => this.dress() })
    this.speaker = new Speaker()
    this.legend = element("p", { class: "legend" })
    this.panels = {
      input: this.panel("Input", this.input.node, editor.sizes("input")),
      kernel: this.panel("Kernel", this.kernel.node, editor.sizes("kernel")),
      output: this.panel("Output", this.output.node),
    }
    const use = element("label", { class: "use" }, this.heat, "Show how often each cell is used")
    this.root = element(
      "div",
      { class: "stepper", keydown: (event) => editor.pressed(event) },
      element(
        "div",
        { class: "panels" },
        this.panels.input.node,
        element("div", { class: "panels side" }, this.panels.kernel.node, this.panels.output.node),
      ),
      element("div", { class: "notes" }, this.legend, editor.problem),
      element("div", { class: "tools" }, use, editor.undo, editor.redo),
      this.player.node,
      this.arithmetic.node,
      element("p", { class: "hint" }, HINT),
      this.speaker.node,
    )
  }

  panel(name, ...content) {
    const title = element("span", { class: "title" }, name)
    const shape = element("span", { class: "shape" })
    const node = element("figure", { class: `panel ${name.toLowerCase()}` }, element("figcaption", {}, title, shape), ...content)
    return { node, title, shape }
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.setState = setStateValue
    this.editor.tell = (text) => setStateValue("text", text)
    const sent = unpack(data)
    const { header } = sent
    this.sent = sent
    this.manner = mannerOf(sent)
    this.totals = this.manner.numbers(sent)
    this.editor.takeOver(header)
    this.readers = readersOf(sent)
    if (this.pins.hear(header)) {
      this.pin = header.pinned ? header.pinned[0] * header.size[1] + header.pinned[1] : null
      if (this.pin !== null) this.current = this.pin
    }
    const cells = header.size[0] * header.size[1]
    if (this.pin >= cells) this.pin = null
    this.current = bounded(this.current, cells)
    const places = { input: sent.arrays.values.length, kernel: sent.arrays.weights?.length ?? 0, output: cells }
    if (this.look.kind === "output" || this.look.place >= places[this.look.kind])
      this.look = { kind: "output", place: this.current }
    // The canvas first: what it asks of the style is answered at once as long as the grids are untouched.
    this.arithmetic.layOut(sent)
    this.read()
    this.layOut()
    this.dress()
    this.mark()
    this.drawing.cancel()
  }

  layOut() {
    const { header, arrays } = this.sent
    const [rows, columns] = header.kernel
    const count = (length) => Array.from({ length }, (_, place) => place)
    this.input.layOut(header.rows, header.columns, longestText(arrays.values, header.digits[0]))
    if (arrays.weights) this.kernel.layOut(count(rows), count(columns), longestText(arrays.weights, header.digits[1]))
    this.output.layOut(count(header.size[0]), count(header.size[1]), this.manner.widest(this.sent))
    this.input.shapeWindow(windowShape(this.sent))
    this.output.shapeWindow({ height: 1, width: 1, cells: [] })
    const hidden = header.hidden === "all"
    for (const part of [this.panels.output.node, this.player.node, this.arithmetic.node]) part.hidden = hidden
    const { input, kernel, output } = this.panels
    kernel.node.hidden = !arrays.weights
    const turned = header.operation !== "correlation"
    input.title.textContent = { transposed: "Input, stretched and padded" }[header.operation] ?? "Input"
    kernel.title.textContent = turned ? "Kernel, turned by 180°" : "Kernel"
    const isPadded = header.padded.join() !== header.input.join()
    const around = arrays.kinds.includes(OUTSIDE_KIND) ? "with its edges" : "padded"
    input.shape.textContent = `${header.input.join("×")}${isPadded ? `, ${around} ${header.padded.join("×")}` : ""}`
    if (header.operation === "transposed") input.shape.textContent = `${header.input.join("×")} made ${header.padded.join("×")}`
    kernel.shape.textContent = header.kernel.join("×")
    output.shape.textContent = header.size.join("×")
  }

  /** Write and colour the numbers that stay as they are while one looks around. */
  dress() {
    const { header, arrays } = this.sent
    const uses = arrays.uses
    const heat = this.heat.checked
    const limits = { value: largest(arrays.values), use: largest(uses) }
    const kinds = Array.from(arrays.kinds, (kind, place) => {
      const word = ["", "padding", "inserted", "outside"][kind]
      if (kind !== 0) return word
      if (uses[place] === 0) return "unread"
      return arrays.wins?.[place] && !heat && !header.hidden ? "wins" : ""
    })
    const words = {
      padding: "padding",
      inserted: "inserted zero",
      outside: "outside, not counted",
      unread: "no window reads it",
      wins: "wins a window",
    }
    this.input.write(
      Array.from(arrays.values, (_, place) => (heat ? `${uses[place]}` : this.manner.inputText(this.sent, place))),
    )
    this.input.dress(
      Array.from(arrays.values, (value, place) => ({
        share: heat ? uses[place] / limits.use : (0.6 * value) / limits.value,
        kind: `${kinds[place]}${heat ? " heat" : ""}`,
        words: words[kinds[place]],
      })),
    )
    this.dressKernel()
    this.writeOutput(this.totals, (cell) => this.manner.outputText(this.sent, cell))
    this.showLegend(kinds)
    this.editor.showTools()
    this.drawing.ask()
  }

  dressKernel() {
    const { header, arrays } = this.sent
    if (!arrays.weights) return
    const limit = largest(arrays.weights)
    this.kernel.write(Array.from(arrays.weights, (weight) => decimalText(weight, header.digits[1])))
    this.kernel.dress(Array.from(arrays.weights, (weight) => ({ share: weight / limit })))
  }

  showLegend(kinds) {
    const said = {
      wins: "wins a window",
      padding: this.manner.paddingWords(this.sent),
      outside: "outside, not counted",
      inserted: "inserted zeros",
      unread: "read by no window",
    }
    const shown = Object.keys(said).filter((kind) => kinds.includes(kind))
    this.legend.replaceChildren(
      ...shown.flatMap((kind) => [element("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), element("span", {}, said[kind])]),
    )
  }

  get mayEdit() {
    return !this.heat.checked
  }

  turn(kind, place) {
    if (this.player.playing) return
    this.look = { kind, place }
    if (kind === "output") this.current = place
    this.drawing.ask()
  }

  rest() {
    if (this.player.playing) return
    if (this.pin !== null && this.pin !== undefined) this.current = this.pin
    this.look = { kind: "output", place: this.current }
    this.drawing.ask()
  }

  step(cell) {
    this.current = cell
    this.look = { kind: "output", place: cell }
    this.player.at = cell
    this.drawing.ask()
  }

  draw() {
    this.read()
    this.mark()
  }

  /** Show the arithmetic of the current cell, or what is to be said of what is looked at. */
  read() {
    const { sent, look } = this
    const cell = this.current
    const words =
      look.kind === "output"
        ? [`Output ${cellName(sent, cell)}`, windowName(sent, cell)]
        : (look.kind === "input" ? this.manner.spokenInput : spokenWeight)(sent, look.place)
    this.arithmetic.show(sent, cell, { words, resting: look.kind !== "output" })
    const { header } = sent
    this.player.show(cell, header.size[0] * header.size[1], cellName(sent, cell))
    setContent(this.arithmetic.pin, this.pin === cell ? "Unpin" : "Pin")
    this.speaker.say(() => {
      this.arithmetic.terms.spell()
      return look.kind === "output" ? this.manner.spokenCell(sent, cell) : words.join(". ")
    }, this.player.playing)
  }

  /** Show which cells belong together. */
  mark() {
    const { sent, look } = this
    const { header, arrays } = sent
    if (header.hidden === "all" && look.kind === "output") return
    const terms = header.kernel[0] * header.kernel[1]
    const marks = { input: new Map(), kernel: new Map(), output: new Map() }
    const isWeight = look.kind === "kernel"
    const winners = header.hidden ? null : arrays.winners
    if (look.kind === "output") {
      if (winners?.[look.place] >= 0) marks.input.set(winners[look.place], "winner")
    } else if (look.kind === "input") {
      marks.input.set(look.place, "current")
      for (const { cell, term } of this.readers(look.place)) {
        marks.output.set(cell, winners?.[cell] === look.place ? "winner" : "window")
        if (arrays.weights) marks.kernel.set(term, "window")
      }
    } else {
      marks.kernel.set(look.place, "current")
      for (let at = look.place; at < arrays.windows.length; at += terms) marks.input.set(arrays.windows[at], "window")
    }
    for (const [name, found] of Object.entries(marks)) this[name].mark(found)
    const isOutput = look.kind === "output"
    this.input.moveWindow(isOutput ? windowBox(sent, look.place) : null)
    this.output.moveWindow(isOutput ? { row: Math.floor(look.place / header.size[1]), column: look.place % header.size[1] } : null)
    setContent(this.panels.output.title, isWeight ? "Products" : "Output")
    if (isWeight) {
      const products = arrays.products.filter((_, at) => at % terms === look.place)
      this.writeOutput(products, (cell) => decimalText(products[cell], header.digits[2]))
    } else if (this.written !== this.totals) this.writeOutput(this.totals, (cell) => this.manner.outputText(sent, cell))
  }

  /** Write and colour the output's cells: its totals, or the products that stand there instead. */
  writeOutput(numbers, textOf) {
    const { hidden } = this.sent.header
    this.written = numbers
    this.output.write(Array.from(numbers, (_, cell) => (hidden ? "?" : textOf(cell))))
    const limit = largest(numbers)
    this.output.dress(
      Array.from(numbers, (number, cell) => ({
        share: hidden ? 0 : number / limit,
        kind: cell === this.pin ? "pinned" : "",
        words: cell === this.pin ? "pinned" : "",
      })),
    )
  }

  togglePin(cell) {
    this.player.pause()
    this.pin = this.pin === cell ? null : cell
    this.step(cell)
    this.dress()
    const { size } = this.sent.header
    const pinned = this.pin === null ? null : [Math.floor(cell / size[1]), cell % size[1]]
    this.pins.tell({ pinned, size })
    this.setState("pinned", pinned?.join() ?? "")
  }

  remove() {
    this.player.pause()
    this.drawing.cancel()
    this.speaker.stop()
    this.root.remove()
  }
}
