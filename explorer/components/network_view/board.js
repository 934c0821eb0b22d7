const LABEL_ROW = 18
const UNIT_GAP = [14, 10]
const BIG = 192
const BIG_GAP = 16
const BOARD_GAP = 32
const SMALL_ROOM = 560

/**
 * The maps of one tile, enlarged: what it reads, the kernels, what each input gives, and what comes of it. A region is
 * a picture on the board: where it lies, and whose cells it shows.
 *
 * @typedef {{x: number, y: number, width: number, height: number, rows: number, columns: number, role: string}} Region
 */
class Board {
  /** @param {{point: function(Object): void, leave: function(): void, act: function(Object): void, hasMoved: function(PointerEvent): boolean}} visitor */
  constructor(visitor) {
    this.pictures = element("canvas", { "aria-hidden": "true" })
    this.marks = element("canvas", {
      class: "marks",
      tabindex: "0",
      role: "application",
      "aria-roledescription": "map",
      pointerdown: (event) => this.pointed(event, visitor.point),
      pointermove: (event) => visitor.hasMoved(event) && this.pointed(event, visitor.point),
      pointerleave: (event) => visitor.hasMoved(event) && visitor.leave(),
      click: (event) => this.pointed(event, visitor.act),
    })
    this.node = element("div", { class: "canvases" }, this.pictures, this.marks)
    this.scratch = document.createElement("canvas")
    this.regions = []
  }

  pointed(event, tell) {
    const frame = this.marks.getBoundingClientRect()
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top]
    const region = this.regions.find((each) => x >= each.x && y >= each.y && x < each.x + each.width && y < each.y + each.height)
    if (!region || region.role === "kernel") return
    tell({
      region,
      row: bounded(Math.floor(((y - region.y) / region.height) * region.rows), region.rows),
      column: bounded(Math.floor(((x - region.x) / region.width) * region.columns), region.columns),
    })
  }

  /** Lay out and paint everything about a map that does not change with the cell. */
  show(model, sheets, { stage: index, map }, { room, ink, paper, family }) {
    Object.assign(this, { model, sheets, ink, paper, family, regions: [] })
    const [stage, before] = [model.stages[index], model.stages[index - 1]]
    this.node.hidden = stage.kind === "softmax"
    if (this.node.hidden) return
    const isSummed = stage.kind === "conv" || stage.kind === "linear"
    const after = model.stages[index + 1]
    const results = stage.kind === "linear" ? [] : [stage, ...(stage.kind === "conv" && after?.kind === "relu" ? [after] : [])]
    const units = isSummed ? this.layUnits(stage, before, map, room, results.length) : this.layInput(before, map, room)
    const isBeside = units.width + BIG + BOARD_GAP <= room
    let [x, y] = isBeside ? [units.width + BOARD_GAP, 0] : [0, units.height + 10]
    const isStacked = isBeside && units.width + this.resultsRoom(results.length) > room
    for (const each of results) {
      const region = this.bigRegion(each, map, x, y, room)
      this.regions.push(region)
      if (isStacked) y += region.height + LABEL_ROW + 8
      else x += region.width + BIG_GAP
    }
    this.width = Math.max(...this.regions.map((region) => region.x + region.width)) + 4
    this.height = Math.max(...this.regions.map((region) => region.y + region.height)) + 4
    for (const canvas of [this.pictures, this.marks]) {
      canvas.style.width = `${this.width}px`
      canvas.style.height = `${this.height}px`
    }
    this.node.style.width = `${this.width}px`
    this.node.style.height = `${this.height}px`
    this.paint(stage, before, map)
    const name = `${stage.name}, map ${map}: ${stage.rows} by ${stage.columns}`
    const keys = stage.kind === "linear" ? "Arrow keys go over the products, Page Up and Page Down change the output" : "Arrow keys move the cell, Page Up and Page Down change the map"
    this.marks.setAttribute("aria-label", `${name}. ${keys}, Enter pins.`)
  }

  /** The largest multiple of a map's cells that fits into a side, as width and height. */
  fitted({ rows, columns }, side) {
    const cell = Math.max(1, Math.floor(side / Math.max(rows, columns)))
    return { width: columns * cell, height: rows * cell }
  }

  bigRegion(stage, map, x, y, room) {
    const side = Math.min(BIG, Math.floor(room / 2) - 12)
    const size = stage.kind === "flatten" ? { width: Math.min(432, room - 8), height: 40 } : this.fitted(stage, side)
    const words = stage.kind === "conv" ? `sum + bias: ${stage.name}` : stage.name
    return { x: x + 2, y: y + LABEL_ROW, ...size, rows: stage.rows, columns: stage.columns, role: "cell", stage: stage.index, map, words }
  }

  layInput(before, map, room) {
    const region = { ...this.bigRegion(before, map, 0, 0, room), role: "window", words: before.name }
    this.regions.push(region)
    return { width: region.width, height: region.y + region.height }
  }

  /** How wide results in a row are, with the gap before them. */
  resultsRoom(count) {
    return count ? BOARD_GAP + count * (BIG + BIG_GAP) : 0
  }

  /** A unit for each input: its map, the kernel, and what the kernel makes of it. */
  layUnits(stage, before, map, room, resultCount) {
    const inputs = this.model.inputsOf(stage, map)
    const isSmall = room < SMALL_ROOM
    const isFew = inputs.length <= 3
    const source = stage.kind === "linear" ? this.mapsBefore(stage) : before
    const [rows, columns] = stage.kind === "linear" ? [source.rows, source.columns] : stage.kernel
    const side = isFew ? (isSmall ? 112 : 196) : isSmall ? 36 : stage.kind === "linear" ? 60 : 40
    const size = this.fitted(source, side)
    const kernel = this.fitted({ rows, columns }, stage.kind === "linear" ? side : isFew ? 90 : isSmall ? 18 : 24)
    const made = stage.kind === "linear" ? size : this.fitted(stage, side)
    const space = isSmall ? 4 : 11
    const showsMade = !(isFew && inputs.length === 1 && stage.kind === "conv")
    const wide = size.width + space + kernel.width + (showsMade ? space + made.width : 0)
    const tall = Math.max(size.height, made.height) + LABEL_ROW
    const gap = UNIT_GAP[Number(isSmall)]
    const perRow = this.unitsPerRow(inputs.length, wide + gap, tall + 4, room - 6 + gap, resultCount)
    inputs.forEach((input, at) => {
      const [x, y] = [2 + (at % perRow) * (wide + gap), Math.floor(at / perRow) * (tall + 4) + LABEL_ROW]
      const middle = y + (tall - LABEL_ROW - kernel.height) / 2
      this.regions.push({ x, y, ...size, rows: source.rows, columns: source.columns, role: "window", stage: source.index, map: input, at, words: mapName(source, input) })
      this.regions.push({ x: x + size.width + space, y: middle, ...kernel, rows, columns, role: "kernel", at })
      if (!showsMade) return
      this.regions.push({ x: x + size.width + kernel.width + 2 * space, y, ...made, rows: stage.kind === "linear" ? rows : stage.rows, columns: stage.kind === "linear" ? columns : stage.columns, role: stage.kind === "linear" ? "product" : "cell", at, input })
    })
    const down = Math.ceil(inputs.length / perRow)
    return { width: perRow * (wide + gap) - gap + 2, height: down * (tall + 4) }
  }

  /**
   * Even columns: as few rows as the room allows, then as few columns as those rows need. The results stand in a row
   * beside few rows; beside many there is more room for units where the results stand one above the other.
   */
  unitsPerRow(count, wide, tall, room, resultCount) {
    const rowsBeside = (results) => {
      const most = Math.floor((room - this.resultsRoom(results)) / wide)
      return most > 0 ? Math.ceil(count / most) : Infinity
    }
    const stacked = resultCount * (BIG + LABEL_ROW + 8)
    const beside = rowsBeside(resultCount)
    const rows = beside * tall <= stacked ? beside : Math.min(rowsBeside(Math.min(1, resultCount)), beside)
    return Math.ceil(count / (rows === Infinity ? Math.ceil(count / Math.max(1, Math.floor(room / wide))) : rows))
  }

  /** The last maps before a layer that reads a row of numbers. */
  mapsBefore({ index }) {
    let at = index - 1
    while (this.model.stages[at].kind === "flatten") at -= 1
    return this.model.stages[at]
  }

  paint(stage, before, map) {
    const { model } = this
    const context = crispContext(this.pictures, this.width, this.height)
    const inputs = model.inputsOf(stage, map)
    const made = stage.kind === "conv" ? inputs.map((_, at) => contributionOf(model, stage, map, at)) : []
    const products = stage.kind === "linear" ? linearSums(model, { stage: stage.index, map, row: 0, column: 0 }).rows.map(({ terms }) => terms.map(({ product }) => product)) : []
    const limit = (lists) => Math.max(1, ...lists.map((numbers) => numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0)))
    const [mostMade, mostProduct] = [limit(made), limit(products)]
    const weights = stage.weightUnits && stage.weightUnits.subarray((map * stage.weightUnits.length) / stage.count, ((map + 1) * stage.weightUnits.length) / stage.count)
    const mostWeight = weights ? limit([Array.from(weights)]) : 1
    context.font = `11px ${this.family}`
    context.textBaseline = "alphabetic"
    for (const region of this.regions) {
      const { x, y, width, height, role, at, rows, columns, words } = region
      context.imageSmoothingEnabled = false
      if (role === "kernel") paintMap(this.scratch, weights.subarray(at * rows * columns, (at + 1) * rows * columns), columns, mostWeight, model.colours)
      else if (role === "product") paintMap(this.scratch, products[at], columns, mostProduct, model.colours)
      else if (role === "cell" && region.stage === undefined) paintMap(this.scratch, made[at], columns, mostMade, model.colours)
      if (region.stage === undefined) context.drawImage(this.scratch, 0, 0, columns, rows, x, y, width, height)
      else this.sheets.draw(context, region.stage, region.map, region)
      context.strokeStyle = "rgb(128 128 128 / 0.6)"
      context.lineWidth = 1
      context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1)
      context.fillStyle = this.ink
      context.textAlign = "left"
      if (words) context.fillText(words, x, y - 5)
      if (role === "kernel") this.sign(context, "×", x, y + height / 2)
      if (at !== undefined && (role === "product" || role === "cell")) this.sign(context, "=", x, y + height / 2)
    }
  }

  sign(context, text, x, y) {
    context.textAlign = "center"
    context.fillText(text, x - 6, y + 4)
  }

  /**
   * Mark a cell, its window in every input, and write what each input gives.
   *
   * @param {Place} place
   * @param {{sums?: Object, winner?: ?Object, best?: Object[], inner?: ?Object}} found
   * @param {boolean} isBeingMade whether the maps are shown as far as this cell only
   */
  mark(place, { sums, winner, best = [], inner }, isBeingMade) {
    if (this.node.hidden) return
    const context = crispContext(this.marks, this.width, this.height)
    if (isBeingMade) for (const region of this.regions) if (region.role === "cell") this.cover(context, region, place)
    const stage = this.model.stages[place.stage]
    const window = stage.kind === "flatten" || stage.kind === "linear" ? null : this.windowBox(stage, place)
    context.font = `11px ${this.family}`
    context.fillStyle = this.ink
    context.textAlign = "right"
    const [seen, white] = [new Path2D(), new Path2D()]
    for (const region of this.regions) {
      const { role, at } = region
      if (role === "window" && window) addFrame(seen, region, region, window)
      if (role === "window" && stage.kind === "flatten") addFrame(seen, region, region, this.unflat(region, place))
      if (role === "cell") addFrame(seen, region, region, cellField(place))
      if (role === "window" && winner) addFrame(white, region, region, cellField(winner))
      if (sums && at !== undefined && (role === "product" || (role === "cell" && region.stage === undefined)))
        context.fillText(sumText(sums.rows[at].sum), region.x + region.width, region.y - 5)
    }
    const isInner = ({ input, cell }) => inner?.input === input && inner.cell === cell
    for (const term of [...best.filter((each) => !isInner(each)), ...(inner ? [inner] : [])]) {
      for (const region of this.regions.filter(({ role, at }) => role !== "kernel" && at === term.input))
        addFrame(isInner(term) ? seen : white, region, region, cellField({ row: Math.floor(term.cell / region.columns), column: term.cell % region.columns }))
    }
    strokeFrames(context, seen)
    strokeFrames(context, white, "#fff")
  }

  /** Hide the cells of a map that come after a place, row by row. */
  cover(context, { x, y, width, height, rows, columns }, { row, column }) {
    const [across, down] = [width / columns, height / rows]
    const [right, below] = [x + (column + 1) * across, y + (row + 1) * down]
    context.fillStyle = this.paper
    context.fillRect(right, below - down, x + width - right, down)
    context.fillRect(x, below, width, y + height - below)
  }

  unflat({ columns }, place) {
    return cellField({ row: Math.floor(place.column / columns), column: place.column % columns })
  }

  windowBox(stage, { row, column }) {
    const { size, stride, offset } = stage.window
    const [top, left] = [row * stride[0] + offset[0], column * stride[1] + offset[1]]
    return { top, bottom: top + size[0], left, right: left + size[1] }
  }
}

/** What a map that a layer reads is called; those of a photo are its three colours. */
function mapName({ index, count }, map) {
  if (index) return `map ${map}`
  return count === 3 ? ["red", "green", "blue"][map] : "picture"
}
