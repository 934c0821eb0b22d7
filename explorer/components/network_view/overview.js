const TILES = [32, 48]
const TILE_GAP = 3
/** What the name of a colour needs between two tiles of a photo. */
const NAMED_GAP = 18
const MOST_ROWS = 16
/** How many tiles wide the picture is, and how much wider than a tile a bar. */
const INPUT_TILES = 1.75
const BAR = 40
// What stands over and under the tiles of a view that fills the window.
const AROUND_TILES = 227
const FOLDED = 6
const NARROW = 9
/** The least and the most that lines of many maps need, and what they have where one scrolls. */
const WIDE = [20, 64]
const WIDE_SCROLLED = 32
const LABEL = 12
/** What the columns leave free on both sides together, for frames to be drawn around them. */
const EDGES = 10
/** The room that the longest shape needs in one line. */
const FOOT = 54
const STRAND = 4

/** The whole network: a column for each layer, its maps as tiles, lines between what is made of what. */
class Overview {
  /**
   * @param {{look: function(?Place): void, open: function(Place): void, fold: function(number): void,
   *   press: function(KeyboardEvent): void, hasMoved: function(PointerEvent): boolean}} visitor
   */
  constructor(visitor) {
    this.visitor = visitor
    // Not on the page: a browser without a graphics card lays every canvas over the others again in every frame.
    this.wires = document.createElement("canvas")
    this.tiles = element("canvas", { "aria-hidden": "true" })
    this.marks = element("canvas", {
      class: "marks",
      tabindex: "0",
      role: "application",
      "aria-roledescription": "network",
      pointermove: (event) => visitor.hasMoved(event) && visitor.look(this.placeAt(event)),
      pointerleave: (event) => visitor.hasMoved(event) && visitor.look(null),
      click: (event) => this.clicked(event),
      keydown: (event) => visitor.press(event),
    })
    this.heads = element("div", { class: "heads-row" })
    this.feet = element("div", { class: "feet-row" })
    this.spot = element("i", { class: "spot" })
    this.stack = element("div", { class: "stack" }, this.tiles, this.marks, this.spot)
    this.sheet = element("div", { class: "sheet" }, this.heads, this.stack, this.feet)
    this.frame = element("div", { class: "overview", scroll: () => this.showBeyond() }, this.sheet)
    const beyond = (side, way) => element("button", { type: "button", class: `beyond ${side}`, hidden: true, tabindex: "-1", click: () => this.scroll(way) })
    this.beyond = [beyond("left", -1), beyond("right", 1)]
    this.node = element("div", { class: "overview-frame" }, this.frame, ...this.beyond)
    this.touched = ""
  }

  /** A finger's first tap on a tile looks at it, its second opens it; a mouse has looked already. */
  clicked(event) {
    const place = this.placeAt(event)
    if (!place || place.stage === 0) return
    const name = `${place.stage} ${place.map}`
    const isSecond = event.pointerType !== "touch" || this.touched === name
    this.touched = name
    if (isSecond) this.visitor.open(place)
    else this.visitor.look(place)
  }

  /** Place the columns in the room there is; what is too wide even with the smallest tiles scrolls. */
  layOut(model, folded, room) {
    this.model = model
    this.folded = folded
    const gaps = model.stages.slice(1).map(({ kind }, at) => (this.isFan(kind) && !folded.has(at + 1) ? "wide" : "narrow"))
    const fans = gaps.filter((gap) => gap === "wide").length
    const rows = Math.max(...model.stages.map((stage) => this.rowsOf(stage)))
    const least = (gaps.length - fans) * NARROW + fans * WIDE[0] + EDGES
    this.tile = this.fittingTile(rows, room - least)
    this.height = rows * (this.tile + TILE_GAP) - TILE_GAP
    const widths = this.widthsOf()
    const spare = Math.floor((room - least - this.sum(widths)) / Math.max(1, fans))
    const wide = spare < 0 ? WIDE_SCROLLED : Math.min(WIDE[1], WIDE[0] + spare)
    let x = 2
    this.columns = model.stages.map((stage, index) => {
      if (index) x += gaps[index - 1] === "wide" ? wide : NARROW
      const column = { x, width: widths[index], stage, folded: folded.has(index) }
      x += widths[index]
      return column
    })
    this.width = x + 2
    for (const canvas of [this.tiles, this.marks]) {
      canvas.style.width = `${this.width}px`
      canvas.style.height = `${this.height}px`
    }
    this.stack.style.height = `${this.height}px`
    this.sheet.style.width = `${this.width}px`
    this.writeHeads()
    this.showBeyond()
    this.paintWires()
  }

  /** Say on both sides how many layers lie out of sight; the keys come by there without these buttons. */
  showBeyond() {
    const { scrollLeft, clientWidth } = this.frame
    const counts = [({ x, width }) => x + width / 2 < scrollLeft, ({ x, width }) => x + width / 2 > scrollLeft + clientWidth].map(
      (isBeyond) => this.columns.filter(isBeyond).length,
    )
    const words = (count) => `${count} more ${count === 1 ? "layer" : "layers"}`
    setContent(this.beyond[0], `\u2190 ${words(counts[0])}`)
    setContent(this.beyond[1], `${words(counts[1])} \u2192`)
    this.beyond.forEach((button, side) => (button.hidden = counts[side] === 0))
  }

  /** Scroll to the tile of a place that a key led to. */
  reveal({ stage, map }) {
    for (const [side, size] of Object.entries(this.boxOf(stage, map))) this.spot.style[{ x: "left", y: "top" }[side] ?? side] = `${size}px`
    this.spot.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  scroll(way) {
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"
    this.frame.scrollBy({ left: 0.8 * way * this.frame.clientWidth, behavior })
  }

  /** The largest tile with which all layers are seen at once; what must be scrolled anyway has large ones. */
  fittingTile(rows, room) {
    const tall = Math.floor((window.innerHeight - AROUND_TILES) / rows) - TILE_GAP
    for (let tile = Math.max(TILES[0], Math.min(TILES[1], tall)); tile >= TILES[0]; tile -= 1) {
      this.tile = tile
      if (this.sum(this.widthsOf()) <= room) return tile
    }
    return TILES[1]
  }

  widthsOf() {
    return this.model.stages.map((stage) => this.widthOf(stage))
  }

  sum(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0)
  }

  get inputTile() {
    return Math.round(INPUT_TILES * this.tile)
  }

  isFan(kind) {
    return kind === "conv" || kind === "linear"
  }

  isBars({ kind }) {
    return kind === "linear" || kind === "softmax"
  }

  rowsOf(stage) {
    return this.isBars(stage) || stage.kind === "input" ? 1 : Math.min(stage.count, MOST_ROWS)
  }

  widthOf(stage) {
    const stacks = this.isBars(stage) || stage.kind === "input" ? 1 : Math.ceil(stage.count / MOST_ROWS)
    if (this.folded.has(stage.index)) return stacks * (FOLDED + 2)
    if (stage.kind === "input") return this.inputTile
    return this.isBars(stage) ? BAR + this.tile : stacks * (this.tile + TILE_GAP) - TILE_GAP
  }

  /** Where the tile of a map lies. */
  boxOf(index, map) {
    const { x, stage, folded, width } = this.columns[index]
    const pitch = this.tile + TILE_GAP
    if (this.isBars(stage)) {
      const height = this.height / stage.count
      return { x, y: map * height + 2, width, height: height - 4 }
    }
    if (stage.kind === "input") {
      const side = folded ? FOLDED : this.inputTile
      const each = this.inputTile + (stage.count > 1 ? NAMED_GAP : TILE_GAP)
      // In the middle of a tall network it would be out of sight on most screens.
      const top = Math.min((this.height - stage.count * each) / 2, 3 * pitch)
      return { x, y: top + map * each, width: side, height: this.inputTile }
    }
    const rows = Math.ceil(stage.count / Math.ceil(stage.count / MOST_ROWS))
    const across = folded ? FOLDED : this.tile
    const tall = stage.kind === "flatten" ? 16 : this.tile
    const top = (this.height - rows * pitch + TILE_GAP) / 2
    return {
      x: x + Math.floor(map / rows) * (across + (folded ? 2 : TILE_GAP)),
      y: top + (map % rows) * pitch + (this.tile - tall) / 2,
      width: across,
      height: tall,
    }
  }

  writeHeads() {
    const at = ({ x, width }) => `left: ${x}px; width: ${width}px`
    this.heads.replaceChildren(
      ...this.columns.map((column) => {
        const { stage, folded } = column
        if (!stage.index) return element("span", { class: "head", style: at(column) }, stage.name)
        const words = `${folded ? "Unfold" : "Fold"} ${stage.name}`
        return element(
          "button",
          { type: "button", class: `head${folded ? " folded" : ""}`, style: at(column), "aria-label": words, title: words,
            "aria-expanded": String(!folded), click: () => this.visitor.fold(stage.index) },
          folded ? "+" : stage.name,
        )
      }),
    )
    this.feet.replaceChildren(
      ...this.columns.map((column) => {
        const { stage, folded } = column
        const learned = stage.index ? stage.parameters.toLocaleString("en") : "parameters \u2192"
        const [count, ...rest] = stage.shape
        const isWide = this.tile + NARROW >= FOOT
        // Two lines for all, so that what stands below is in line.
        const shape = isWide ? [stage.shape.join("×")] : rest.length ? [`${count} of`, rest.join("×")] : [count, "\u00a0"]
        const lines = folded ? [] : [...shape, learned]
        return element("div", { class: "foot", style: at(column) }, ...lines.map((line) => element("span", {}, line)))
      }),
    )
    // After the shape and the parameters: where the colours of a layer end.
    this.limits = this.columns.map(({ stage, folded }, index) => {
      const limit = element("span")
      if (!folded && !this.isBars(stage) && stage.kind !== "flatten") this.feet.children[index].append(limit)
      return limit
    })
  }

  writeLimits(scale) {
    this.limits.forEach((limit, index) => {
      const stage = this.model.stages[index]
      const words = index ? `±${nearText(this.model.limitOf(stage, 0, scale) / 10 ** stage.digits, 3)}` : "colours \u2192"
      setContent(limit, scale === "map" ? "" : words)
    })
  }

  ends(index, map, side) {
    const { x, y, width, height } = this.boxOf(index, map)
    return { x: side === "right" ? x + width : x, y: y + height / 2 }
  }

  strand(context, from, to) {
    const bend = (to.x - from.x) / 2
    context.moveTo(from.x, from.y)
    context.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y)
  }

  /** Every line once, faint: lines of one strength make one path. */
  paintWires() {
    const { model } = this
    const context = crispContext(this.wires, this.width, this.height)
    context.strokeStyle = this.ink
    const levels = [0.25, 0.5, 0.75, 1].map((level) => ({ level, path: [] }))
    for (const stage of model.stages.slice(1)) {
      if (this.columns[stage.index].folded && this.columns[stage.index - 1].folded) continue
      for (let map = 0; map < stage.count; map += 1) {
        for (const input of stage.kind === "softmax" ? [map] : model.inputsOf(stage, map)) {
          const strength = model.strengthOf(stage, map, input)
          levels.find(({ level }) => strength <= level).path.push([stage.index, map, input])
        }
      }
    }
    for (const { level, path } of levels) {
      context.globalAlpha = 0.03 + 0.1 * level * level
      context.lineWidth = 0.4 + 0.9 * level
      context.beginPath()
      for (const [index, map, input] of path) this.strand(context, this.ends(index - 1, input, "right"), this.ends(index, map, "left"))
      context.stroke()
    }
    context.globalAlpha = 1
  }

  /** Ask the style for the colours of texts and lines. */
  readColours() {
    const { color } = getComputedStyle(this.node)
    const style = getComputedStyle(this.marks)
    this.ink = color
    this.paper = style.getPropertyValue("--st-background-color").trim()
    this.accent = style.accentColor === "auto" ? color : style.accentColor
    this.family = style.fontFamily
  }

  paint(sheets, scale) {
    const context = crispContext(this.tiles, this.width, this.height)
    context.drawImage(this.wires, 0, 0, this.width, this.height)
    this.model.stages.forEach((stage, index) => {
      if (this.isBars(stage)) this.paintBars(context, stage)
      else for (let map = 0; map < stage.count; map += 1) sheets.draw(context, index, map, this.boxOf(index, map))
    })
    this.nameColours(context)
    this.name()
    this.writeLimits(scale)
  }

  nameColours(context) {
    const [input] = this.model.stages
    if (input.count === 1 || this.columns[0].folded) return
    context.font = `11px ${this.family}`
    context.textAlign = "left"
    context.textBaseline = "alphabetic"
    context.fillStyle = this.ink
    for (let map = 0; map < input.count; map += 1) {
      const { x, y } = this.boxOf(0, map)
      context.fillText(mapName(input, map), x, y - 4)
    }
  }

  paintBars(context, stage) {
    const isShare = stage.kind === "softmax"
    const numbers = Array.from(stage.exact)
    const [low, high] = isShare ? [0, 1] : [Math.min(0, ...numbers), Math.max(0, ...numbers)]
    const span = high - low || 1
    const best = numbers.indexOf(Math.max(...numbers))
    context.textBaseline = "middle"
    numbers.forEach((number, map) => {
      const { x, y, width, height } = this.boxOf(stage.index, map)
      if (this.columns[stage.index].folded) return
      const room = width - LABEL
      const [from, to] = [Math.min(0, number), Math.max(0, number)].map((end) => x + LABEL + ((end - low) / span) * room)
      context.fillStyle = number < 0 ? "#4a7fd6" : "#d9731a"
      const middle = y + height / 2
      context.fillRect(from, middle + 2, Math.max(1, to - from), 8)
      context.fillStyle = this.ink
      context.font = `${map === best ? 700 : 400} 12px ${this.family}`
      context.textAlign = "left"
      context.fillText(this.labelOf(map), x, middle)
      context.textAlign = "right"
      context.fillText(isShare ? this.model.shareText(stage, map) : this.model.text(stage, map, 0, 0), x + width, middle - 8)
    })
  }

  labelOf(map) {
    return this.model.header.labels[map] ?? String(map)
  }

  name() {
    const layers = this.model.stages.slice(1).map(({ name }) => name).join(", ")
    const words = `Network of ${this.model.stages.length - 1} layers: ${layers}. Arrow keys go to maps and layers, Enter opens a map, F folds its layer.`
    this.marks.setAttribute("aria-label", words)
  }

  /** The cell under the pointer, null between the tiles. */
  placeAt({ clientX, clientY }) {
    const frame = this.marks.getBoundingClientRect()
    const [x, y] = [clientX - frame.left, clientY - frame.top]
    const column = this.columns?.find((each) => x >= each.x - 3 && x < each.x + each.width + 3)
    if (!column) return null
    const { stage } = column
    for (let map = 0; map < stage.count; map += 1) {
      const box = this.boxOf(stage.index, map)
      const slack = stage.kind === "flatten" ? 14 : 2
      if (x < box.x - 3 || x >= box.x + box.width + 3 || y < box.y - slack || y >= box.y + box.height + slack) continue
      return {
        stage: stage.index,
        map,
        row: bounded(Math.floor(((y - box.y) / box.height) * stage.rows), stage.rows),
        column: bounded(Math.floor(((x - box.x) / box.width) * stage.columns), stage.columns),
      }
    }
    return null
  }

  /** Light up what a place is made of, what is made of it, and what its cell sees of all layers before. */
  mark(place) {
    // To wipe what is blank would have the browser lay the whole canvas over the tiles anew.
    if (!place && this.isBlank) return
    const context = crispContext(this.marks, this.width, this.height)
    this.isBlank = !place
    if (!place) return
    const { model } = this
    const stage = model.stages[place.stage]
    const lit = []
    if (place.stage) for (const input of model.inputsOf(stage, place.map)) lit.push([place.stage, place.map, input, place.stage - 1, input])
    const next = model.stages[place.stage + 1]
    if (next) {
      for (let map = 0; map < next.count; map += 1) {
        if (model.inputsOf(next, map).includes(place.map)) lit.push([next.index, map, place.map, next.index, map])
      }
    }
    context.strokeStyle = this.accent
    for (const [index, map, input] of lit) {
      context.beginPath()
      context.lineWidth = 0.5 + STRAND * model.strengthOf(model.stages[index], map, input)
      this.strand(context, this.ends(index - 1, input, "right"), this.ends(index, map, "left"))
      context.stroke()
    }
    context.lineWidth = 1.5
    context.beginPath()
    for (const [, , , index, map] of lit) this.addBox(context, this.boxOf(index, map), 1)
    context.stroke()
    context.lineWidth = 3
    context.beginPath()
    this.addBox(context, this.boxOf(place.stage, place.map), 1)
    context.stroke()
    this.markFields(context, place)
  }

  addBox(context, { x, y, width, height }, out) {
    context.rect(x - out, y - out, width + 2 * out, height + 2 * out)
  }

  markFields(context, place) {
    const fields = [...this.model.fieldsOf(place), { ...cellField(place), map: place.map }]
    const path = new Path2D()
    fields.forEach((field, index) => {
      const { stage, folded } = this.columns[index]
      if (folded || this.isBars(stage)) return
      for (let map = 0; map < stage.count; map += 1) {
        if (field.map === null || field.map === map) addFrame(path, this.boxOf(index, map), stage, field)
      }
    })
    strokeFrames(context, path)
  }
}

