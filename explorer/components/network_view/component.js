/**
 * A whole traced network: the overview, and one tile opened. What a visitor pinned, folded and chose goes to Python as
 * one text; the numbers of a picture come in parcels, so that the weights are sent once.
 */

const LINES = "Lines show what it is made of and what is made of it: the thicker, the larger the norm of the kernel."
const FRAMES = "Yellow frames: what the cell sees of every layer before."
const HINT = [`Point at a map. ${LINES}`, `${FRAMES} Click a map to open it, a layer's name to fold it.`]
const FINGER_HINT = [`Tap a map. ${LINES}`, `${FRAMES} Tap a map again to open it, a layer's name to fold it.`]
/** What the steps of an opened tile and the gap before them need. */
const STEPS_ROOM = 300
const SCALES = { layer: "Layer", map: "Map", all: "All" }

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new NetworkView(component))
}

class NetworkView {
  constructor({ parentElement, data }) {
    this.key = unpack(data).header.key
    this.drawing = oncePerFrame(() => this.draw())
    this.folded = new Set()
    this.scale = "layer"
    this.pin = null
    this.hover = null
    this.build()
    parentElement.append(this.root)
    this.listen = ({ detail }) => this.arrived(detail)
    window.addEventListener("cnn-explorer-parcel", this.listen)
    this.sizes = new ResizeObserver(() => this.fit())
    this.sizes.observe(this.root)
  }

  build() {
    const hasMoved = (event) => this.hasMoved(event)
    this.overview = new Overview({
      hasMoved,
      look: (place) => this.look(place),
      open: (place) => this.open(place),
      fold: (stage) => this.fold(stage),
      press: (event) => this.press(event),
    })
    this.detail = new Detail({
      hasMoved,
      look: (place) => this.look(place),
      pin: (place) => this.open(place ?? this.hover ?? this.pin),
      go: (layer, map) => this.go(layer, map),
      close: () => this.close(),
      press: (event) => this.press(event),
      warm: () => this.tell(this.hover ?? this.pin),
      warmed: () => this.report(),
    })
    this.buttons = Object.entries(SCALES).map(([name, words]) => element("button", { type: "button", "data-scale": name, click: () => this.rescale(name) }, words))
    this.bar = element("span", { class: "bar" })
    this.ends = [element("span"), element("span")]
    this.place = element("p", { class: "where-now" })
    this.value = element("p", { class: "value" })
    this.speaker = new Speaker()
    this.root = element(
      "div",
      { class: "network" },
      element(
        "div",
        { class: "tools" },
        element("span", { class: "choice", role: "group", "aria-label": "One colour scale for each" }, "One colour scale for each", ...this.buttons),
        element("span", { class: "legend" }, this.ends[0], this.bar, this.ends[1]),
      ),
      element("div", { class: "readout" }, this.value, this.place),
      this.overview.node,
      this.detail.node,
      this.speaker.node,
    )
    this.detail.node.hidden = true
  }

  update({ data, setStateValue }) {
    this.setState = setStateValue
    if (data !== this.data) {
      this.data = data
      const structure = unpack(data)
      if (this.model?.header.network !== structure.header.network) this.model = null
      const isOther = !this.model
      if (isOther) {
        this.model = new NetworkModel(structure)
        this.sheets = new Sheets(this.model)
        this.bar.style.background = cssGradient(this.model.colours, 0, 254)
      }
      const isAnew = this.begin(structure.header.start)
      if (isAnew && this.isReady && !isOther) this.repaint()
    }
    this.arrived(`${this.key}_picture`)
  }

  /** Look as a link says, unless the visitor has looked around since; say whether it does. */
  begin({ origin, place, scale, folded, temperature }) {
    if (this.origin === origin) return false
    this.detail.player.pause()
    this.origin = origin
    this.detail.temperature = Number(temperature || 1)
    this.hover = null
    this.opened = ""
    this.scale = scale || "layer"
    this.pin = place ? this.model.placeOf(place) : null
    const names = folded ? folded.split(",") : []
    this.folded = new Set(this.model.stages.filter(({ name, index }) => index && names.includes(name)).map(({ index }) => index))
    return true
  }

  arrived(address) {
    if (!this.model) return
    const parcel = window.cnnExplorerParcels?.get(address)
    if (address === `${this.key}_gradient`) {
      this.trail()
      if (this.isReady) this.drawing.ask()
      return
    }
    if (address !== `${this.key}_picture` || !parcel || (parcel === this.taken && this.model === this.takenBy)) return
    if (!this.model.take(parcel)) return
    Object.assign(this, { taken: parcel, takenBy: this.model, isReady: true })
    this.trail()
    this.repaint()
  }

  trail() {
    this.detail.trail.take(this.model, window.cnnExplorerParcels?.get(`${this.key}_gradient`))
  }

  fit() {
    const room = this.root.clientWidth
    if (!this.isReady || !room || room === this.room) return
    this.repaint()
  }

  repaint() {
    this.room = this.root.clientWidth
    if (!this.room) return
    this.overview.readColours()
    this.sheets.paint(this.scale)
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.scale === this.scale))
    this.overview.node.hidden = this.pin !== null
    this.detail.node.hidden = this.pin === null
    if (this.pin) this.openDetail(this.hover ?? this.pin)
    else this.paintOverview()
    this.draw()
  }

  paintOverview() {
    const now = `${this.model.header.network} ${this.room} ${[...this.folded]} ${this.overview.ink}`
    if (now !== this.laid) this.overview.layOut(this.model, this.folded, this.room)
    this.laid = now
    this.overview.paint(this.sheets, this.scale)
  }

  openDetail(place) {
    const { ink, paper, family } = this.overview
    const { activeElement } = this.root.getRootNode()
    this.detail.open(this.model, this.sheets, place, { room: this.boardRoom(), ink, paper, family })
    this.detail.keepFocus(activeElement)
    this.opened = `${place.stage} ${place.map}`
  }

  /** How wide the maps of an opened tile may be: steps and sums stand beside them where there is room. */
  boardRoom() {
    const inside = this.room - 36
    return inside > 900 ? inside - STEPS_ROOM : inside
  }

  /**
   * Whether the pointer itself moved: a browser also tells of a pointer at rest when what lies under it changes, and
   * that must not undo what the keyboard did.
   */
  hasMoved({ clientX, clientY }) {
    const [x, y] = this.pointer ?? []
    this.pointer = [clientX, clientY]
    return clientX !== x || clientY !== y
  }

  look(place) {
    this.hover = place
    this.drawing.ask()
  }

  /** Look somewhere else by hand: the clock stops. */
  turn(place) {
    this.detail.player.pause()
    this.look(place)
    if (!this.pin) this.overview.reveal(place)
  }

  draw() {
    if (!this.isReady) return
    const place = this.hover ?? this.pin
    if (this.pin) {
      if (`${place.stage} ${place.map}` !== this.opened) this.openDetail(place)
      this.detail.look(place)
    } else this.overview.mark(place)
    this.tell(place)
  }

  tell(place) {
    const words = place ? this.words(place) : matchMedia("(hover: none)").matches ? FINGER_HINT : HINT
    setContent(this.value, words[0])
    setContent(this.place, words[1])
    this.showEnds(place)
    if (!place) return this.speaker.stop()
    this.speaker.say(() => {
      if (this.pin) this.detail.spell()
      return words.join(". ")
    }, this.detail.player.playing)
  }

  words(place) {
    const { model } = this
    const stage = model.stages[place.stage]
    const isRow = stage.kind === "linear" || stage.kind === "softmax"
    const label = model.header.labels[place.map] ?? place.map
    const number = stage.kind === "softmax" ? this.shareText(stage, place.map) : model.text(stage, place.map, place.row, place.column)
    const where = isRow ? `${stage.name}, output ${label}` : `${stage.name}, map ${place.map}, row ${place.row}, column ${place.column}`
    return [`${where}: ${number}`, this.made(stage, place)]
  }

  /** The network's own probability, and at which temperature where another one is set beside it. */
  shareText(stage, map) {
    const isOther = this.pin && this.detail.temperature !== 1
    return `${this.model.shareText(stage, map)}${isOther ? " at temperature 1" : ""}`
  }

  made(stage, place) {
    if (!stage.index) return `The picture that the network gets: ${this.model.alt}.`
    const count = this.model.inputsOf(stage, place.map).length
    const next = this.model.stages[stage.index + 1]
    const readers = next ? Array.from({ length: next.count }, (_, map) => map).filter((map) => this.model.inputsOf(next, map).includes(place.map)).length : 0
    const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`
    const goesOn = next ? `; goes into ${plural(readers, next.rows * next.columns > 1 ? "map" : "output")} of ${next.name}` : ""
    return `${stage.title}: made of ${plural(count, stage.kind === "softmax" ? "output" : "map")}${goesOn}. Sees ${this.model.seenOf(place)} of the picture.`
  }

  showEnds(place) {
    const stage = place && this.model.stages[place.stage]
    const isPlain = !stage || stage.kind === "input" || stage.kind === "softmax"
    const limit = isPlain ? "" : nearText(this.model.limitOf(stage, place.map, this.scale) / 10 ** stage.digits, 3)
    setContent(this.ends[0], isPlain ? "negative" : `${MINUS}${limit}`)
    setContent(this.ends[1], isPlain ? "positive" : limit)
  }

  open(place) {
    if (!place || place.stage === 0) return
    const isFirst = this.pin === null
    this.detail.player.pause()
    const from = isFirst && this.tileOf(place)
    this.pin = place
    this.hover = null
    this.report()
    this.repaint()
    if (isFirst) this.pass(place, from, this.placeOnBoard(place))
    if (isFirst) this.detail.focus()
  }

  /** Where the tile of a place is in the window. */
  tileOf({ stage, map }) {
    return onScreen(this.overview.marks, this.overview.boxOf(stage, map))
  }

  /** Where the map of a place stands enlarged, null where it does not. */
  placeOnBoard({ stage }) {
    const { marks, regions } = this.detail.board
    const region = regions.find((each) => each.stage === stage)
    return region ? onScreen(marks, region) : null
  }

  pass({ stage, map }, from, to) {
    if (from && to) fly(this.root, this.sheets.cut(stage, map), from, to)
  }

  close() {
    this.detail.player.pause()
    const place = this.hover ?? this.pin
    const from = this.placeOnBoard(place)
    this.hover = this.pin = null
    this.opened = ""
    // Of a cell that is pinned again, the gradient may be another one by then.
    window.cnnExplorerParcels?.delete(`${this.key}_gradient`)
    this.trail()
    this.report()
    this.repaint()
    this.pass(place, from, this.tileOf(place))
    this.overview.marks.focus({ preventScroll: true })
  }

  rescale(scale) {
    this.scale = scale
    this.report()
    this.opened = ""
    this.repaint()
  }

  fold(stage) {
    if (!this.folded.delete(stage)) this.folded.add(stage)
    this.report()
    this.repaint()
    this.overview.heads.children[stage].focus({ preventScroll: true })
  }

  go(layer, map) {
    const from = this.hover ?? this.pin
    const target = this.tile(from, layer, map)
    if (this.pin) this.open(target)
    else this.look(target)
  }

  /** The tile so many layers and maps further, at its strongest cell where it is another layer. */
  tile(from, layer, map) {
    const { stages } = this.model
    const index = Math.min(Math.max(from.stage + layer, 1), stages.length - 1)
    const to = bounded(from.map + map, stages[index].count)
    if (stages[index].rows === stages[from.stage].rows && stages[index].columns === stages[from.stage].columns) return { ...from, stage: index, map: to }
    return this.model.strongestCell(stages[index], to)
  }

  press(event) {
    if (event.target.matches("input, select")) return
    const from = this.hover ?? this.pin ?? this.model.strongestCell(this.model.stages[1], 0)
    const isButton = event.target.matches("button")
    const layers = { "[": -1, "]": 1, ...(this.pin ? {} : { ArrowLeft: -1, ArrowRight: 1 }) }[event.key]
    const maps = { PageUp: -1, PageDown: 1, ...(this.pin ? {} : { ArrowUp: -1, ArrowDown: 1 }) }[event.key]
    const stage = this.model.stages[from.stage]
    if (event.key === "Escape" && this.pin) this.close()
    else if (layers) this.turn(this.hover || this.pin ? this.tile(from, layers, 0) : from)
    else if (maps) this.turn(this.hover || this.pin ? this.tile(from, 0, maps) : from)
    else if ((event.key === "Enter" || event.key === " ") && !isButton) this.open(from)
    else if (event.key.toLowerCase() === "f" && !this.pin && from.stage) this.foldFrom(from)
    else if (!this.pin || isButton || !this.move(event, from, stage)) return
    event.preventDefault()
  }

  foldFrom(from) {
    this.fold(from.stage)
    this.overview.marks.focus({ preventScroll: true })
    this.look(from)
  }

  /** Go to another cell, product or output; say whether the key leads anywhere. */
  move(event, from, stage) {
    if (stage.kind === "linear") return this.detail.goToProduct(event)
    const isOutput = stage.cells === 1
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (isOutput && step) this.turn(this.tile(from, 0, step))
    const target = isOutput ? null : cellAfterKey(event, from, [stage.rows, stage.columns])
    if (target) this.turn({ ...from, ...target })
    return Boolean(target) || (isOutput && Boolean(step))
  }

  report() {
    const folded = [...this.folded].sort((one, other) => one - other).map((index) => this.model.stages[index].name)
    this.setState("look", `${this.origin};${this.pin ? this.model.placeText(this.pin) : ""};${this.scale};${folded.join(",")};${this.detail.temperature.toFixed(2)}`)
  }

  remove() {
    this.detail.player.pause()
    window.removeEventListener("cnn-explorer-parcel", this.listen)
    this.sizes.disconnect()
    this.drawing.cancel()
    this.speaker.stop()
    this.root.remove()
  }
}
