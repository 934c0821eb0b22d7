/**
 * A convolution as a matrix: input, kernel and output as tables of numbers; W x = y and patches k = y as sheets.
 *
 * @typedef {{kind: "output"|"input"|"kernel"|"entry"|"patch", place: number, output?: number}} Look
 *   `place`: an output, a place of the padded input, a weight, a column of W, a column of the patches; the last two
 *   with the `output` whose row it is
 */

const HINT =
  "Point at a cell of anything, drag a finger over it, or use the arrow keys; all that belongs to it lights up. A click " +
  "pins an output and opens a cell of the input or the kernel for typing. Rows and columns count from 0; those of W go " +
  "row by row through the grids."
const SPEAK_MS = 250
/** The room that the signs between two sheets take, in CSS pixels. */
const SIGN_ROOM = 30
/** Below this width in CSS pixels the patches stand below x, as in the style. */
const NARROW = 640

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new MatrixView(component))
}

class MatrixView {
  constructor({ parentElement, data }) {
    this.editor = new MatrixEditor(unpack(data).header.key, this)
    // Nothing plays here, so typing has nothing to pause.
    this.player = { pause() {} }
    this.mayEdit = true
    this.drawing = oncePerFrame(() => this.draw())
    this.fitting = oncePerFrame(() => this.fit())
    this.pins = new PinNews()
    this.current = 0
    this.look = { kind: "output", place: 0 }
    this.build()
    parentElement.append(this.root)
    this.sizes = new ResizeObserver(() => this.root.clientWidth !== this.width && this.fitting.ask())
    this.sizes.observe(this.root)
  }

  build() {
    const { editor } = this
    const leave = () => this.rest()
    const turn = (kind) => (place) => this.turn(kind, place)
    const grid = (kind, name, listeners) => new NumberGrid(name, { look: turn(kind), leave, ...listeners })
    this.input = grid("input", "Input", editor.listeners("input"))
    this.kernel = grid("kernel", "Kernel", editor.listeners("kernel"))
    this.output = grid("output", "Output", { act: (place) => this.togglePin(place) })
    const pinRow = (row) => this.togglePin(row)
    const sheet = (name, look, act = () => {}) => new Sheet(name, { look, leave, act })
    this.sheets = {
      entries: sheet("entries", (row, column) => this.turn("entry", column, row), pinRow),
      inputs: sheet("inputs", (row) => this.turn("input", this.placeOf[row])),
      outputs: sheet("outputs", turn("output"), pinRow),
      patches: sheet("patches", (row, column) => this.turn("patch", column, row), pinRow),
      weights: sheet("weights", turn("kernel")),
      sums: sheet("sums", turn("output"), pinRow),
    }
    const { entries, inputs, outputs, patches, weights, sums } = this.sheets
    const sign = (text) => element("span", { class: "sign", "aria-hidden": "true" }, text)
    this.panels = {
      input: this.panel("Input", this.input.node),
      kernel: this.panel("Kernel", this.kernel.node),
      output: this.panel("Output", this.output.node),
    }
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.line = element("p", { class: "line", tabindex: "0", role: "group", "aria-label": "Row or column of W, written out" })
    this.pinButton = element("button", { type: "button", class: "pin", click: () => this.togglePin(this.current) })
    this.heard = element("p", { class: "heard-only", "aria-live": "polite" })
    this.root = element(
      "div",
      { class: "matrix", keydown: (event) => editor.pressed(event) },
      element("div", { class: "panels" }, ...Object.values(this.panels).map(({ node }) => node)),
      element("div", { class: "tools" }, editor.undo, editor.redo, editor.problem),
      element(
        "section",
        { class: "arithmetic", "aria-label": "One row of W times x" },
        element("header", {}, this.title, this.pinButton),
        this.where,
        this.line,
      ),
      element(
        "div",
        { class: "equation" },
        // x is taller than W nearly always: the patches stand in the room that it leaves.
        element("div", { class: "stack" }, entries.node, element("div", { class: "equation patches" }, patches.node, sign("×"), weights.node, sign("="), sums.node)),
        sign("×"),
        inputs.node,
        sign("="),
        outputs.node,
      ),
      element("p", { class: "hint" }, HINT),
      this.heard,
    )
  }

  panel(name, ...content) {
    const shape = element("span", { class: "shape" })
    const caption = element("figcaption", {}, element("span", { class: "title" }, name), shape)
    return { node: element("figure", { class: "panel" }, caption, ...content), shape }
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.setState = setStateValue
    this.editor.tell = (text) => setStateValue("text", text)
    this.sent = unpack(data)
    this.editor.takeOver(this.sent.header)
    this.editor.showTools()
    const { header, arrays } = this.sent
    const outputs = arrays.totals.length
    this.placeOf = []
    arrays.sources.forEach((source, place) => source >= 0 && (this.placeOf[source] = place))
    if (this.pins.hear(header)) {
      this.pin = header.pinned ? header.pinned[0] * header.size[1] + header.pinned[1] : null
      this.current = this.pin ?? this.current
    }
    if (this.pin >= outputs) this.pin = null
    this.current = bounded(this.current, outputs)
    // Another cell that is looked at stays, where there are the same cells.
    const shape = JSON.stringify([header.input, header.padded, header.kernel, header.size])
    if (this.look.kind === "output" || shape !== this.shape) this.look = { kind: "output", place: this.current }
    this.shape = shape
    this.layOut()
    this.dress()
    this.fit()
  }

  layOut() {
    const { header, arrays } = this.sent
    const count = (length) => Array.from({ length }, (_, place) => place)
    this.input.layOut(header.rows, header.columns, longestText(arrays.values, header.digits[0]))
    this.kernel.layOut(count(header.kernel[0]), count(header.kernel[1]), longestText(arrays.weights, header.digits[1]))
    this.output.layOut(count(header.size[0]), count(header.size[1]), longestText(arrays.totals, header.digits[3]))
    const isPadded = header.padded.join() !== header.input.join()
    setContent(this.panels.input.shape, `${header.input.join("×")}${isPadded ? `, padded ${header.padded.join("×")}` : ""}`)
    setContent(this.panels.kernel.shape, header.kernel.join("×"))
    setContent(this.panels.output.shape, header.size.join("×"))
  }

  /** Write and colour what stays as it is while one looks around. */
  dress() {
    const { header, arrays } = this.sent
    const [values, weights, , totals] = header.digits
    const shown = (numbers, digits) => Array.from(numbers, (number) => decimalText(number, digits))
    const shares = (numbers) => {
      const limit = largest(numbers)
      return Array.from(numbers, (number) => number / limit)
    }
    this.input.write(shown(arrays.values, values))
    this.input.dress(
      shares(arrays.values).map((share, place) => {
        const word = arrays.kinds[place] ? "padding" : ""
        return { share: 0.6 * share, kind: word, words: word }
      }),
    )
    this.kernel.write(shown(arrays.weights, weights))
    this.kernel.dress(shares(arrays.weights).map((share) => ({ share })))
    this.output.write(shown(arrays.totals, totals))
    this.dressPin()
    this.planSheets(shown, shares)
  }

  planSheets(shown, shares) {
    const { header, arrays } = this.sent
    const [values, weights, , totals] = header.digits
    const outputs = arrays.totals.length
    const inputs = this.placeOf.length
    const terms = arrays.weights.length
    const column = (texts, parts, kinds = []) =>
      texts.map((text, place) => ({ text, sign: Math.sign(parts[place]), share: Math.abs(parts[place]), kind: kinds[place] }))
    const kernel = column(shown(arrays.weights, weights), shares(arrays.weights))
    const apart = { text: "0", sign: 0, share: 0, kind: "none" }
    const read = Array.from(this.placeOf, (place) => arrays.values[place])
    const x = column(shown(read, values), shares(read))
    const y = column(shown(arrays.totals, totals), shares(arrays.totals))
    const kinds = Array.from(arrays.windows, (place) => (arrays.kinds[place] ? "padding" : ""))
    const many = (count, name) => `${count} ${name}`
    const { sheets } = this
    sheets.entries.take({
      title: "W",
      shape: `${outputs}×${inputs}: a row for each output, a column for each input`,
      spoken: `The matrix W: ${many(outputs, "rows")}, one for each output, ${many(inputs, "columns")}, one for each input.`,
      rows: outputs,
      columns: inputs,
      entries: Array.from(arrays.places, (term) => (term ? kernel[term - 1] : apart)),
      groups: [header.size[1], header.input[1]],
    })
    sheets.inputs.take({ title: "x", shape: "", spoken: "x: the input as a column.", rows: inputs, columns: 1, entries: x, groups: [header.input[1], 1] })
    const result = { title: "y", shape: "", spoken: "y: the output as a column.", rows: outputs, columns: 1, entries: y, groups: [header.size[1], 1] }
    sheets.outputs.take(result)
    sheets.patches.take({
      title: "Patches",
      shape: `${outputs}×${terms} (im2col)`,
      spoken: `The patches: ${many(outputs, "rows")}, each a window laid flat, ${many(terms, "columns")}, one for each weight.`,
      rows: outputs,
      columns: terms,
      entries: column(shown(arrays.patches, values), shares(arrays.patches), kinds),
      groups: [header.size[1], header.kernel[1]],
    })
    sheets.weights.take({ title: "k", shape: "", spoken: "k: the kernel as a column.", rows: terms, columns: 1, entries: kernel, groups: [header.kernel[1], 1] })
    sheets.sums.take(result)
  }

  dressPin() {
    const { arrays } = this.sent
    const limit = largest(arrays.totals)
    this.output.dress(
      Array.from(arrays.totals, (total, place) => {
        const word = place === this.pin ? "pinned" : ""
        return { share: total / limit, kind: word, words: word }
      }),
    )
  }

  /** Give every sheet the size that the room allows, and paint it. */
  fit() {
    this.width = this.root.clientWidth
    if (!this.sent || !this.width) return
    const { entries, inputs, outputs, patches, weights, sums } = this.sheets
    const left = fitProduct(this.width, entries, inputs, outputs)
    fitProduct(this.width < NARROW ? this.width : left, patches, weights, sums)
    const style = getComputedStyle(this.root)
    const colour = (name) => style.getPropertyValue(name).trim()
    const ink = {
      above: colour("--above"),
      below: colour("--below"),
      padding: colour("--padding"),
      text: colour("--st-text-color"),
      primary: colour("--st-primary-color"),
      font: style.fontFamily,
    }
    for (const sheet of Object.values(this.sheets)) sheet.paint(ink)
    this.fitted = true
    this.draw()
  }

  turn(kind, place, output) {
    this.look = { kind, place, output }
    if (kind === "output") this.current = place
    if (output !== undefined) this.current = output
    this.drawing.ask()
  }

  rest() {
    if (this.pin !== null) this.current = this.pin
    this.look = { kind: "output", place: this.current }
    this.drawing.ask()
  }

  draw() {
    if (!this.fitted) return
    const { look, sent } = this
    const { kind, place, output } = look
    const { grids, sheets } = marksOf(sent, look)
    for (const name of ["input", "kernel", "output"]) this[name].mark(grids[name] ?? new Map())
    for (const [name, sheet] of Object.entries(this.sheets)) sheet.mark(sheets[name] ?? {})
    const words = {
      output: () => wordsOfOutput(sent, place),
      input: () => wordsOfInput(sent, place),
      kernel: () => wordsOfWeight(sent, place),
      entry: () => wordsOfEntry(sent, output, place),
      patch: () => wordsOfPatch(sent, output, place),
    }[kind]()
    setContent(this.title, words[0])
    setContent(this.where, words[1])
    const line = { input: () => columnText(sent, place), kernel: () => "" }[kind] ?? (() => productText(sent, this.current))
    setContent(this.line, line())
    setContent(this.pinButton, this.pin === this.current ? "Unpin" : "Pin")
    this.speak(kind === "output" ? `${words[0]}. ${spokenProduct(sent, place)}` : words.join(". "))
  }
  /** Tell a screen reader, not more often than it can follow. */
  speak(sentence) {
    clearTimeout(this.speaking)
    this.speaking = setTimeout(() => setContent(this.heard, sentence), SPEAK_MS)
  }

  togglePin(output) {
    this.pin = this.pin === output ? null : output
    this.turn("output", output)
    this.dressPin()
    const { size } = this.sent.header
    const pinned = this.pin === null ? null : [Math.floor(output / size[1]), output % size[1]]
    this.pins.tell({ pinned, size })
    this.setState("pinned", pinned?.join() ?? "")
  }

  remove() {
    this.sizes.disconnect()
    this.drawing.cancel()
    this.fitting.cancel()
    clearTimeout(this.speaking)
    this.root.remove()
  }
}

/** Give a matrix and its two vectors their sizes in this much room; return the room of the matrix. */
function fitProduct(room, wide, factor, result) {
  factor.fit(room, NUMBER_HEIGHT)
  result.fit(room, NUMBER_HEIGHT)
  const beside = room - factor.size[0] - result.size[0] - 2 * SIGN_ROOM
  // Where the vectors would leave it too little, the matrix has a line of its own.
  const own = beside >= wide.plan.columns * CELL_LEAST + 2 * SHEET_MARGIN ? beside : room
  wide.fit(own)
  result.fit(room, Math.max(NUMBER_HEIGHT, wide.cell.height))
  return own
}

function largest(numbers) {
  let most = 0
  for (const number of numbers) most = Math.max(most, Math.abs(number))
  return most || 1
}
