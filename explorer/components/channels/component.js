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
    this.panels = new VolumePanels(this)
    this.pins = new PinNews()
    this.map = 0
    this.cell = 0
    this.mayEdit = true
    this.build()
    this.look = { kind: "map", number: 0, place: 0 }
    parentElement.append(this.root)
  }

  build() {
    const { editor, panels } = this
    this.player = new Player((at) => this.step(Math.floor(at / this.cells), at % this.cells))
    this.arithmetic = new ChannelArithmetic()
    this.arithmetic.pin.addEventListener("click", () => this.togglePin(this.map, this.cell))
    this.speaker = new Speaker()
    this.root = element(
      "div",
      { class: "channels", keydown: (event) => editor.pressed(event) },
      panels.node,
      element("div", { class: "notes" }, panels.legend, editor.problem),
      element("div", { class: "strip" }, this.player.node, editor.undo, editor.redo),
      this.arithmetic.node,
      element("p", { class: "hint" }, HINT),
      this.speaker.node,
    )
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
    this.panels.layOut(sent)
    this.arithmetic.layOut(sent)
    this.editor.showTools()
    const isNews = this.pins.hear(header)
    if (isNews) {
      this.pin = header.pinned ? header.pinned[0] * this.cells + header.pinned[1] * header.size[1] + header.pinned[2] : null
      if (this.pin !== null) this.stand(this.pin)
    }
    if (this.pin >= header.filters * this.cells) this.pin = null
    this.map = bounded(this.map, header.filters)
    this.cell = bounded(this.cell, this.cells)
    // Another cell that is looked at stays, where there are the same cells.
    const shape = JSON.stringify([header.input, header.padded, header.kernel, header.size, header.reads, header.hasBias])
    if (isNews || this.look.kind === "map" || shape !== this.shape) this.look = { kind: "map", number: this.map, place: this.cell }
    this.shape = shape
    this.dress()
    this.drawing.now()
  }

  gridOf(name) {
    return this.panels.gridOf(name)
  }

  dress() {
    this.panels.dress(this.pin)
    this.drawing.ask()
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
    this.panels.writeKernels(map)
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
    this.panels.planes.forEach(({ grid, kernel }, channel) => {
      const isRead = header.reads[this.map].includes(channel)
      grid.moveWindow(isRead ? corner : null)
      const [marks, taps] = [chosen("plane", channel), chosen("kernel", channel)]
      if (taps.size) for (let at = look.place; at < arrays.windows.length; at += terms) marks.set(arrays.windows[at], "window")
      if (marks.size && isRead) for (const { term } of readers) taps.set(term, "window")
      grid.mark(marks)
      kernel.mark(taps)
    })
    this.panels.bias.mark(chosen("bias", 0))
    this.panels.maps.forEach(({ grid, products }, map) => {
      const isCurrent = map === this.map
      grid.moveWindow(corner && isCurrent ? cellCorner(header, this.cell) : null)
      const reads = look.kind === "plane" && header.reads[map].includes(look.number)
      const all = look.kind === "bias" && look.place === map ? Array.from({ length: this.cells }, (_, cell) => ({ cell })) : []
      grid.mark(new Map([...(reads ? readers : []), ...all].map(({ cell }) => [cell, "window"])))
      if (isCurrent && look.kind === "kernel") this.panels.writeMap(map, this.productsOf(look.number, look.place))
      else if (products) this.panels.writeMap(map, null)
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
    const { size } = this.sent.header
    const [row, column] = [Math.floor(cell / size[1]), cell % size[1]]
    this.pins.tell({ pinned: this.pin === null ? null : [map, row, column], size })
    this.setState("pinned", this.pin === null ? "" : `${row},${column},${map}`)
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
