/** How large a layer's picture is, and the room that it has over the layer's name. */
const LINK_SIDE = 32
const LINK_ROOM = 36

/**
 * All layers in a row, over an opened map: a picture and a name each, and a way to open it. The layers before show what
 * the cell sees of them, the layers after their strongest map, faint.
 */
class Chain {
  /** @param {function(number): void} go called with the index of a stage */
  constructor(go) {
    this.go = go
    this.canvas = element("canvas", { "aria-hidden": "true" })
    this.node = element("nav", { class: "chain", "aria-label": "Layers" })
  }

  show(model, index) {
    if (this.model !== model) this.lay(model)
    this.measure()
    if (this.index === index) return
    this.index = index
    this.links.forEach((link, at) => link.setAttribute("aria-current", String(at + 1 === index)))
    const link = this.links[index - 1]
    // Only sideways: the page itself stays where it is.
    this.node.scrollLeft = link.offsetLeft - (this.node.clientWidth - link.offsetWidth) / 2
  }

  lay(model) {
    Object.assign(this, { model, index: 0 })
    this.first = element("span", {}, model.stages[0].name)
    // The keys [ and ] lead from layer to layer: a stop of the Tab key at each would only be in the way.
    this.links = model.stages.slice(1).map(({ name, index }) => element("button", { type: "button", tabindex: "-1", click: () => this.go(index) }, name))
    this.node.replaceChildren(this.canvas, this.first, ...this.links)
  }

  /** Ask where the names stand; the pictures are one canvas, because each canvas costs every frame. */
  measure() {
    this.canvas.style.width = "0"
    this.middles = [this.first, ...this.links].map((link) => link.offsetLeft + link.offsetWidth / 2)
    this.width = this.node.scrollWidth
    Object.assign(this.canvas.style, { width: `${this.width}px`, height: `${LINK_ROOM}px` })
  }

  /**
   * @param {Place} place
   * @param {Object[]} fields what the place sees of every stage before its own
   * @param {number[]} maps which map of each of these stages is shown
   */
  paint(sheets, place, fields, maps) {
    const { model } = this
    const context = crispContext(this.canvas, this.width, LINK_ROOM)
    const seen = new Path2D()
    model.stages.forEach((stage, index) => {
      if (stage.cells === 1) return
      const isLater = index > place.stage
      const box = this.boxOf(index)
      context.globalAlpha = isLater ? 0.4 : 1
      if (index === 0) sheets.drawPicture(context, box)
      else sheets.draw(context, index, isLater ? model.strongestMap(stage) : index === place.stage ? place.map : maps[index], box)
      if (!isLater) addFrame(seen, box, stage, fields[index] ?? cellField(place))
    })
    context.globalAlpha = 1
    strokeFrames(context, seen)
  }

  boxOf(index) {
    const height = this.model.stages[index].rows === 1 ? LINK_SIDE / 3 : LINK_SIDE
    return { x: this.middles[index] - LINK_SIDE / 2, y: 3 + (LINK_SIDE - height) / 2, width: LINK_SIDE, height }
  }
}
