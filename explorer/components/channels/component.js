/**
 * A convolution over channels: planes with the kernels of one filter beneath them, the maps of all filters, and the
 * arithmetic of the output cell that is looked at.
 *
 * @typedef {{kind: "map"|"plane"|"kernel"|"bias", number: number, place: number}} Look
 */

const HINT =
  "Point at a cell of any grid, drag a finger over it, or use the arrow keys; Page up and Page down go from map to map. " +
  "A click pins a cell of a map and opens one of a plane, a kernel or the biases for typing. Everything counts from 0."

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new ChannelsView(component))
}

class ChannelsView {
  constructor({ parentElement, data }) {
    this.editor = new NumbersEditor(unpack(data).header.key, this)
    this.drawing = oncePerFrame(() => this.draw())
    this.planes = []
    this.maps = []
    this.map = 0
    this.cell = 0
    this.mayEdit = true
    this.build()
    this.look = { kind: "map", number: 0, place: 0 }
    parentElement.append(this.root)
  }

  build() {
    const { editor } = this
    this.bias = this.grid("bias 0", "Biases", editor.listeners("bias 0"))
    this.player = new Player((at) => this.step(Math.floor(at / this.cells), at % this.cells))
    this.arithmetic = new ChannelArithmetic()
    this.arithmetic.pin.addEventListener("click", () => this.togglePin(this.map, this.cell))
    this.speaker = new Speaker()
    this.legend = element("p", { class: "legend" })
    const region = (name) => {
      const [title, shape, holder] = [element("h3"), element("span", { class: "shape" }), element("div", { class: "panels" })]
      const node = element("section", { class: `region ${name}` }, element("div", { class: "head" }, title, shape), holder)
      return { node, title, shape, holder }
    }
    this.regions = { input: region("input"), output: region("output") }
    const caption = element("figcaption", {}, element("span", { class: "title" }, "Biases"), element("span", { class: "shape" }, "one for each filter"))
    this.biasPanel = element("figure", { class: "panel biases" }, caption, this.bias.node)
    this.regions.output.node.append(this.biasPanel)
    this.root = element(
      "div",
      { class: "channels", keydown: (event) => editor.pressed(event) },
      element("div", { class: "volume" }, this.regions.input.node, this.regions.output.node),
      element("div", { class: "notes" }, this.legend, editor.problem),
      element("div", { class: "strip" }, this.player.node, editor.undo, editor.redo),
      this.arithmetic.node,
      element("p", { class: "hint" }, HINT),
      this.speaker.node,
    )
  }

  grid(name, spoken, listeners) {
    return new NumberGrid(spoken, { look: (place) => this.turn(name, place), leave: () => this.rest(), ...listeners })
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.setState = setStateValue
    this.editor.tell = (text) => setStateValue("text", text)
    const sent = unpack(data)
    const { header } = sent
    this.sent = sent
    this.cells = header.size[0] * header.size[1]
    this.editor.takeOver(header)
    this.readers = readersOf(sent)
    this.layOut()
    const said = String(header.pinned)
    if (said !== this.pinnedByPython) {
      this.pin = header.pinned ? header.pinned[0] * this.cells + header.pinned[1] * header.size[1] + header.pinned[2] : null
      if (this.pin !== null) this.stand(this.pin)
    }
    this.pinnedByPython = said
    if (this.pin >= header.filters * this.cells) this.pin = null
    this.map = bounded(this.map, header.filters)
    this.cell = bounded(this.cell, this.cells)
    this.look = { kind: "map", number: this.map, place: this.cell }
    this.dress()
  }

  /** Have as many planes and maps as Python sent, each of its size. */
  layOut() {
    const { sent, editor } = this
    const { header, arrays } = sent
    const count = (length) => Array.from({ length }, (_, place) => place)
    const [height, width] = header.size
    const channels = header.groups * header.perFilter
    while (this.planes.length < channels) this.planes.push(this.planePanel(this.planes.length))
    while (this.maps.length < header.filters) this.maps.push(this.mapPanel(this.maps.length))
    const { input, output } = this.regions
    have(input.holder, this.planes.slice(0, channels))
    have(output.holder, this.maps.slice(0, header.filters))
    const chars = [arrays.values, arrays.weights].map((numbers, index) => longestText(numbers, header.digits[index]))
    for (const { grid, kernel, node } of this.planes.slice(0, channels)) {
      grid.layOut(header.rows, header.columns, chars[0])
      kernel.layOut(count(header.kernel[0]), count(header.kernel[1]), chars[1])
      grid.shapeWindow({ height: header.kernel[0], width: header.kernel[1], cells: [] })
      node.classList.toggle("wide", header.columns.length > 6)
    }
    const shown = Array.from({ length: header.filters * this.cells }, (_, at) => outputText(sent, at).length)
    const widest = Math.max(...shown, longestText(arrays.products, header.digits[2]))
    for (const { grid, node } of this.maps.slice(0, header.filters)) {
      grid.layOut(count(height), count(width), widest)
      grid.shapeWindow({ height: 1, width: 1, cells: [] })
      node.classList.toggle("wide", width > 6)
    }
    this.bias.layOut([0], count(header.filters), longestText(arrays.bias, header.digits[3]))
    this.biasPanel.hidden = !header.hasBias
    this.arithmetic.layOut(sent)
    editor.showTools()
    const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`
    const isPadded = header.padded.join() !== header.input.slice(1).join()
    setContent(input.title, `Input, ${header.input.slice(1).join("×")}×${channels}`)
    setContent(input.shape, isPadded ? `each plane padded to ${header.padded.join("×")}` : plural(channels, "channel"))
    setContent(output.title, `Output, ${height}×${width}×${header.filters}`)
    setContent(output.shape, plural(header.filters, "filter") + (header.groups > 1 ? ` in ${header.groups} groups` : ""))
  }

  planePanel(channel) {
    const { editor } = this
    const name = `plane ${channel}`
    const grid = this.grid(name, `Channel ${channel}`, editor.listeners(name))
    const kernel = this.grid(`kernel ${channel}`, `Kernel on channel ${channel}`, editor.listeners(`kernel ${channel}`))
    const [title, read] = [element("span", { class: "title" }), element("span", { class: "shape" })]
    const node = element(
      "figure",
      { class: "panel plane" },
      element("figcaption", {}, title),
      grid.node,
      element("div", { class: "kernel" }, read, kernel.node),
    )
    return { node, grid, kernel, title, read }
  }

  mapPanel(map) {
    const grid = this.grid(`map ${map}`, `Map ${map}`, {
      act: (place) => this.togglePin(map, place),
      key: (event, place) => this.changeMap(event, map, place),
    })
    const [title, kind] = [element("span", { class: "title" }, `Map ${map}`), element("span", { class: "shape" })]
    return { node: element("figure", { class: "panel map" }, element("figcaption", {}, title, kind), grid.node), grid, kind }
  }

  changeMap({ key }, map, place) {
    const by = { PageUp: -1, PageDown: 1 }[key]
    if (!by) return false
    this.maps[bounded(map + by, this.sent.header.filters)].grid.cells[place].node.focus()
    return true
  }

  gridOf(name) {
    const [kind, number] = name.split(" ")
    if (kind === "bias") return this.bias
    return kind === "map" ? this.maps[number].grid : this.planes[number][kind === "plane" ? "grid" : "kernel"]
  }

  /** Write and colour the numbers that stay as they are while one looks around. */
  dress() {
    const { header, arrays } = this.sent
    const area = arrays.kinds.length
    const most = largest(arrays.values)
    const kinds = Array.from(arrays.kinds, (kind, place) => (kind ? "padding" : arrays.uses[place] ? "" : "unread"))
    const words = { padding: "padding", unread: "no window reads it" }
    this.planes.slice(0, header.groups * header.perFilter).forEach(({ grid, title }, channel) => {
      const values = Array.from(arrays.values.subarray(channel * area, (channel + 1) * area))
      setContent(title, channelName(this.sent, channel))
      grid.write(values.map((value) => decimalText(value, header.digits[0])))
      grid.dress(values.map((value, place) => ({ share: (0.6 * value) / most, kind: kinds[place], words: words[kinds[place]] })))
    })
    this.bias.write(Array.from(arrays.bias, (bias) => decimalText(bias, header.digits[3])))
    for (let map = 0; map < header.filters; map += 1) this.writeMap(map, null)
    this.kernelsOf = null
    this.showLegend(kinds)
    this.drawing.ask()
  }

  /** Write a map's outputs, or the products of the weight that is looked at. */
  writeMap(map, products) {
    const { sent, cells } = this
    const { header, arrays } = sent
    const held = this.maps[map]
    const outputs = arrays.outputs.subarray(map * cells, (map + 1) * cells)
    const numbers = products ?? outputs
    const limit = largest(products ?? arrays.outputs)
    const rounded = header.digits[5] === null && !products
    held.products = products !== null
    setContent(held.kind, products ? "products" : rounded ? "rounded" : "")
    held.grid.write(
      Array.from(numbers, (number, cell) =>
        products ? decimalText(number, header.digits[2]) : outputText(sent, map * cells + cell),
      ),
    )
    held.grid.dress(
      Array.from(numbers, (number, cell) => {
        const pinned = map * cells + cell === this.pin ? "pinned" : ""
        return { share: number / limit, kind: pinned, words: pinned }
      }),
    )
  }

  /** Write the kernels of the filter that makes the current map, and dim the planes that it does not read. */
  writeKernels() {
    if (this.kernelsOf === this.map) return
    this.kernelsOf = this.map
    const { header, arrays } = this.sent
    const terms = header.kernel[0] * header.kernel[1]
    const most = largest(arrays.weights)
    this.planes.slice(0, header.groups * header.perFilter).forEach(({ node, kernel, read }, channel) => {
      const index = header.reads[this.map].indexOf(channel)
      node.classList.toggle("passed", index < 0)
      setContent(read, index < 0 ? `Not read by filter ${this.map}` : `Filter ${this.map}`)
      if (index < 0) return
      const from = (this.map * header.perFilter + index) * terms
      const weights = Array.from(arrays.weights.subarray(from, from + terms))
      kernel.write(weights.map((weight) => decimalText(weight, header.digits[1])))
      kernel.dress(weights.map((weight) => ({ share: weight / most })))
    })
  }

  showLegend(kinds) {
    const said = { padding: "padding", unread: "read by no window" }
    const shown = Object.keys(said).filter((kind) => kinds.includes(kind))
    this.legend.replaceChildren(
      ...shown.flatMap((kind) => [element("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), element("span", {}, said[kind])]),
    )
  }

  turn(name, place) {
    if (this.player.playing) return
    const [kind, number] = name.split(" ")
    this.look = { kind, number: Number(number), place }
    if (kind === "map") [this.map, this.cell] = [this.look.number, place]
    this.drawing.ask()
  }

  rest() {
    if (this.player.playing) return
    if (this.pin !== null && this.pin !== undefined) this.stand(this.pin)
    this.look = { kind: "map", number: this.map, place: this.cell }
    this.drawing.ask()
  }

  /** Make the cell of this number, counted through all maps, the current one. */
  stand(at) {
    this.map = Math.floor(at / this.cells)
    this.cell = at % this.cells
  }

  step(map, cell) {
    this.stand(map * this.cells + cell)
    this.look = { kind: "map", number: map, place: cell }
    this.player.at = map * this.cells + cell
    this.drawing.ask()
  }

  draw() {
    const { sent, look, map, cell } = this
    this.writeKernels()
    this.mark()
    const here = { map, cell }
    const at = map * this.cells + cell
    const words = {
      map: () => [capital(cellName(sent, here)), windowName(sent, here)],
      plane: () => spokenInput(sent, look.number, look.place),
      kernel: () => spokenWeight(sent, map, look.number, look.place),
      bias: () => spokenBias(sent, look.place),
    }[look.kind]()
    this.arithmetic.show(sent, here, { words, resting: look.kind !== "map" })
    this.player.show(at, sent.header.filters * this.cells, cellName(sent, here))
    setContent(this.arithmetic.pin, this.pin === at ? "Unpin" : "Pin")
    this.speaker.say(() => (look.kind === "map" ? spokenCell(sent, here) : words.join(". ")), this.player.playing)
  }

  /** Show which cells belong together. */
  mark() {
    const { sent, look } = this
    const { header, arrays } = sent
    const corner = look.kind === "map" ? windowCorner(sent, this.cell) : null
    const readers = look.kind === "plane" ? this.readers(look.place) : []
    const terms = header.kernel[0] * header.kernel[1]
    const chosen = (kind, number) => (look.kind === kind && look.number === number ? new Map([[look.place, "current"]]) : new Map())
    this.planes.slice(0, header.groups * header.perFilter).forEach(({ grid, kernel }, channel) => {
      const isRead = header.reads[this.map].includes(channel)
      grid.moveWindow(isRead ? corner : null)
      const [marks, taps] = [chosen("plane", channel), chosen("kernel", channel)]
      if (taps.size) for (let at = look.place; at < arrays.windows.length; at += terms) marks.set(arrays.windows[at], "window")
      if (marks.size && isRead) for (const { term } of readers) taps.set(term, "window")
      grid.mark(marks)
      kernel.mark(taps)
    })
    this.bias.mark(chosen("bias", 0))
    this.maps.slice(0, header.filters).forEach(({ grid, products }, map) => {
      const isCurrent = map === this.map
      grid.moveWindow(corner && isCurrent ? cellCorner(header, this.cell) : null)
      const reads = look.kind === "plane" && header.reads[map].includes(look.number)
      const all = look.kind === "bias" && look.place === map ? Array.from({ length: this.cells }, (_, cell) => ({ cell })) : []
      grid.mark(new Map([...(reads ? readers : []), ...all].map(({ cell }) => [cell, "window"])))
      if (isCurrent && look.kind === "kernel") this.writeMap(map, this.productsOf(look.number, look.place))
      else if (products) this.writeMap(map, null)
    })
  }

  /** The products of one weight of the current filter, for every cell of its map. */
  productsOf(channel, term) {
    const { header, arrays } = this.sent
    const terms = header.kernel[0] * header.kernel[1]
    const index = header.reads[this.map].indexOf(channel)
    return Array.from(
      { length: this.cells },
      (_, cell) => arrays.products[((this.map * this.cells + cell) * header.perFilter + index) * terms + term],
    )
  }

  togglePin(map, cell) {
    this.player.pause()
    const at = map * this.cells + cell
    this.pin = this.pin === at ? null : at
    this.step(map, cell)
    this.dress()
    const width = this.sent.header.size[1]
    this.setState("pinned", this.pin === null ? "" : `${Math.floor(cell / width)},${cell % width},${map}`)
  }

  remove() {
    this.player.pause()
    this.drawing.cancel()
    this.speaker.stop()
    this.root.remove()
  }
}

function cellCorner({ size }, cell) {
  return { row: Math.floor(cell / size[1]), column: cell % size[1] }
}

/** Have exactly these panels in a holder. */
function have(holder, panels) {
  if (holder.children.length !== panels.length) holder.replaceChildren(...panels.map(({ node }) => node))
}
