const MOST_NAMED = 5
const TEMPERATURES = [-2, 2]
/** Cells per second: the largest map has 1,024. */
const PACE = { speeds: [1, 2, 4, 8, 16, 32], speed: 4 }

/** One tile opened: its maps and kernels, the arithmetic of the cell under the pointer, and what that cell sees. */
class Detail {
  /**
   * @param {{look: function(?Place): void, pin: function(Place): void, go: function(number, number): void,
   *   close: function(): void, press: function(KeyboardEvent): void, warm: function(): void,
   *   warmed: function(): void, hasMoved: function(PointerEvent): boolean}} visitor
   */
  constructor(visitor) {
    this.visitor = visitor
    this.board = new Board({
      point: (found) => this.pointed(found),
      leave: () => this.left(),
      act: (found) => this.acted(found),
      hasMoved: visitor.hasMoved,
    })
    this.player = new Player((cell) => this.step(cell), { ...PACE, stopped: () => this.visitor.look(this.place) })
    this.terms = new Terms()
    this.trail = new Trail()
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.steps = new Steps()
    this.note = element("p", { class: "note" })
    this.powers = element("div", { class: "scroll" })
    const button = (words, act) => element("button", { type: "button", click: act }, words)
    this.back = button("All layers", () => visitor.close())
    this.head = element(
      "div",
      { class: "tools" },
      this.back,
      this.title,
      this.player.node,
      element(
        "div",
        { class: "neighbours" },
        ...[["Previous layer", "\u2039 Layer", -1, 0], ["Next layer", "Layer \u203a", 1, 0], ["Previous map", "\u2039 Map", 0, -1], ["Next map", "Map \u203a", 0, 1]].map(
          ([name, words, layer, map]) => element("button", { type: "button", "aria-label": name, click: () => visitor.go(layer, map) }, words),
        ),
      ),
    )
    this.chain = new Chain((index) => visitor.go(index - this.place.stage, 0))
    this.exponent = element("input", { type: "range", min: TEMPERATURES[0], max: TEMPERATURES[1], step: "0.25", value: "0", "aria-label": "Temperature", input: () => this.warm(), change: () => visitor.warmed() })
    this.degrees = element("output")
    this.warmth = element("label", { class: "temperature" }, "Temperature", this.exponent, this.degrees)
    const side = element("div", { class: "side" }, this.where, this.steps.node, this.note, this.warmth, this.powers)
    this.body = element("div", { class: "body" }, this.board.node, side)
    this.node = element("section", { class: "detail", "aria-label": "One map", tabindex: "-1", keydown: (event) => visitor.press(event) }, this.head, this.chain.node, this.body, this.terms.node, this.trail.node)
  }

  get temperature() {
    return 2 ** Number(this.exponent.value)
  }

  /** @param {number} temperature one of those that the slider has */
  set temperature(temperature) {
    this.exponent.value = Math.round(4 * Math.log2(temperature)) / 4
  }

  warm() {
    this.draw()
    this.visitor.warm()
  }

  /** Where the keys go: to the map, or to the whole where none is shown. */
  focus() {
    const target = this.board.node.hidden ? this.node : this.board.marks
    target.focus({ preventScroll: true })
  }

  /** Keep the keys where they were, on the map or on the whole: either may be gone from what was opened last. */
  keepFocus(active) {
    if (active === this.board.marks || active === this.node) this.focus()
  }

  /** Show what belongs to the tile; the cell comes with `look`. */
  open(model, sheets, place, looks) {
    Object.assign(this, { model, sheets, looks })
    const stage = model.stages[place.stage]
    if (stage.index !== this.place?.stage || place.map !== this.place.map) this.player.pause()
    this.player.node.hidden = stage.cells === 1
    const count = stage.kind === "linear" || stage.kind === "softmax" ? `output ${model.header.labels[place.map] ?? place.map}` : `map ${place.map} of ${stage.count}`
    setContent(this.title, `${stage.name}, ${count}: ${stage.title}`)
    this.chain.show(model, place.stage)
    this.board.show(model, sheets, place, looks)
    this.body.dataset.kind = stage.kind
    const hasTerms = ["conv", "max", "average"].includes(stage.kind)
    this.terms.node.hidden = !hasTerms
    this.warmth.hidden = this.powers.hidden = stage.kind !== "softmax"
    if (stage.kind !== "softmax") this.powers.replaceChildren()
    if (stage.kind === "linear") this.powers.hidden = false
    if (hasTerms) this.layTerms(stage)
  }

  layTerms(stage) {
    const before = this.model.stages[stage.index - 1]
    const values = this.longest(Array.from(before.most), before.digits, before.units.some((unit) => unit < 0))
    const [rows, columns] = stage.kernel ?? stage.window.size
    if (stage.kind !== "conv") {
      this.terms.layOut({ rows, columns, chars: values + 1, sumChars: 0 }, { label: "The window", terms: "Cells of the window, each with its place", sums: "" })
      return
    }
    const { digits } = this.model.header.layers[stage.index - 1]
    const chars = values + 3 + this.longest([Math.max(...stage.weightUnits.map(Math.abs))], digits, true)
    const isOne = stage.inputs === 1
    this.terms.layOut(
      { rows: isOne ? rows : stage.inputs, columns: isOne ? columns : rows * columns, chars, sumChars: 9, labelChars: isOne ? 0 : 6 },
      { label: "Products of the window", terms: isOne ? "Value × weight, and the product rounded to 5 digits" : `Value × weight, and the product rounded to 5 digits: a row for each map before, ${rows} × ${columns} places`, sums: isOne ? "Sum of the row" : "Sum of the map" },
    )
  }

  longest(units, digits, isSigned) {
    return roundedText(Math.max(...units, 1), digits).length + Number(isSigned)
  }

  /** Show a cell of this map by its number: the window goes on to it. */
  step(cell) {
    const { columns } = this.model.stages[this.place.stage]
    this.player.at = cell
    this.visitor.look({ ...this.place, row: Math.floor(cell / columns), column: cell % columns })
  }

  pointed({ region, row, column }) {
    if (this.player.playing) return
    const { place } = this
    const stage = this.model.stages[place.stage]
    if (stage.kind === "linear") {
      this.inner = { input: region.at, cell: row * region.columns + column }
      this.draw()
    } else if (region.role === "cell") this.visitor.look({ ...place, row, column })
    else this.visitor.look({ ...place, ...this.reading(stage, region, row, column) })
  }

  /** The cell whose window has a place of the map before in its middle. */
  reading(stage, region, row, column) {
    if (stage.kind === "flatten") return { row: 0, column: row * region.columns + column }
    const { size, stride, offset } = stage.window
    const [down, across] = [row, column].map((at, axis) => Math.round((at - offset[axis] - (size[axis] - 1) / 2) / stride[axis]))
    return { row: bounded(down, stage.rows), column: bounded(across, stage.columns) }
  }

  /** Go over the products of an output, map below map; say whether the key leads anywhere. */
  goToProduct(event) {
    const { model, place, inner } = this
    const { rows, columns, count } = this.board.mapsBefore(model.stages[place.stage])
    const { input, cell } = inner ?? { input: 0, cell: 0 }
    const from = { row: input * rows + Math.floor(cell / columns), column: cell % columns }
    const target = cellAfterKey(event, from, [count * rows, columns])
    if (!target) return false
    const { row, column } = inner ? target : from
    this.inner = { input: Math.floor(row / rows), cell: (row % rows) * columns + column }
    this.draw()
    return true
  }

  acted(found) {
    this.player.pause()
    this.pointed(found)
    this.visitor.pin(null)
  }

  left() {
    if (this.player.playing) return
    this.inner = null
    this.visitor.look(null)
  }

  look(place) {
    if (!this.terms.node.hidden) this.terms.locate()
    if (place.stage !== this.place?.stage || place.map !== this.place?.map) this.inner = null
    this.place = place
    this.draw()
  }

  draw() {
    const { model, place } = this
    const stage = model.stages[place.stage]
    const found = this[stage.kind](stage, place)
    setContent(this.where, found.where ?? this.whereText(stage, place))
    this.steps.show(found.steps)
    setContent(this.note, found.note ?? "")
    this.player.show(place.row * stage.columns + place.column, stage.cells, `row ${place.row}, column ${place.column}`)
    this.board.mark(place, found, this.player.playing)
    const fields = model.fieldsOf(place)
    const maps = fields.map((field, index) => model.strongestIn(model.stages[index], field))
    this.chain.paint(this.sheets, place, fields, maps)
    this.trail.show(model, this.sheets, place, { fields, maps, ...this.looks })
  }

  /** Write the terms for those who listen. */
  spell() {
    if (!this.terms.node.hidden) this.terms.spell()
  }

  whereText(stage, { row, column }) {
    return `Row ${row}, column ${column}`
  }

  conv(stage, place) {
    const { model } = this
    const before = model.stages[stage.index - 1]
    const sums = convolutionSums(model, place)
    const { digits } = model.header.layers[stage.index - 1]
    const terms = sums.rows.flatMap(({ terms: row }) =>
      row.map(({ value, weight, product, isInside }) => ({
        top: `${roundedText(value, before.digits)} × ${roundedText(weight, digits)}`,
        bottom: sumText(product),
        sign: Math.sign(product),
        kind: isInside ? 0 : 1,
      })),
    )
    const isOne = sums.rows.length === 1
    const width = stage.kernel[1]
    const rowSums = isOne
      ? Array.from({ length: stage.kernel[0] }, (_, row) => sums.rows[0].terms.slice(row * width, (row + 1) * width).reduce((sum, { product }) => sum + product, 0))
      : sums.rows.map(({ sum }) => sum)
    this.terms.paint(terms, rowSums.map(sumText), isOne ? [] : sums.rows.map(({ input }) => mapName(before, input)))
    return { sums, steps: [...this.sumSteps(stage, place, sums, terms.length), ...this.activation(stage, place)], note: `${this.roundingNote(sums)} The kernels share one colour scale, and so do the maps that they make.` }
  }

  sumSteps(stage, place, { total, bias, rest }, count) {
    return [
      [`Sum of ${count} products`, sumText(total)],
      ["bias", signedText(bias)],
      ["what was rounded away", signedText(rest)],
      [stage.kind === "linear" ? "Logit" : stage.name, this.model.text(stage, place.map, place.row, place.column), "result"],
    ]
  }

  activation({ index, name: stageName }, { map, row, column }) {
    const next = this.model.stages[index + 1]
    if (next?.kind !== "relu") return []
    return [[`${next.name}: max(0, ${stageName})`, this.model.text(next, map, row, column), "result"]]
  }

  roundingNote({ rest }) {
    const size = rest === 0 ? "nothing was left over here" : `here ${sumText(Math.abs(rest))}`
    return `Every number is the network's own, rounded where it is printed. What is printed adds up: the roundings, ${size}, have their own line.`
  }

  relu(stage, place) {
    const value = this.model.text(this.model.stages[stage.index - 1], place.map, place.row, place.column)
    const result = this.model.text(stage, place.map, place.row, place.column)
    return { steps: [["Before", value], [`The larger of 0 and ${value}`, result, "result"]], note: "ReLU treats every cell alone: negative numbers become zero, the others pass." }
  }

  max(stage, place) {
    const { model } = this
    const before = model.stages[stage.index - 1]
    const winner = model.winnerOf(stage, place.map, place.row * stage.columns + place.column)
    const terms = model.windowOf(stage, place.row, place.column).map(({ row, column, isInside }) => {
      const value = isInside ? model.at(before, place.map, row, column) : 0
      const wins = row === winner.row && column === winner.column
      return { top: isInside ? roundedText(value, before.digits) : "outside", bottom: `r${row} c${column}`, sign: Math.sign(value), kind: isInside ? 0 : 3, wins }
    })
    this.terms.paint(terms, [])
    const result = model.text(stage, place.map, place.row, place.column)
    return {
      winner,
      steps: [[`Largest, at row ${winner.row}, column ${winner.column}`, result, "result"]],
      note: "The largest number of the window goes on, and it alone: the others are forgotten. Of equal ones the first wins.",
    }
  }

  average(stage, place) {
    const { model } = this
    const before = model.stages[stage.index - 1]
    const cells = model.windowOf(stage, place.row, place.column)
    const values = cells.map(({ row, column }) => model.at(before, place.map, row, column))
    this.terms.paint(values.map((value, at) => ({ top: roundedText(value, before.digits), bottom: `r${cells[at].row} c${cells[at].column}`, sign: Math.sign(value), kind: 0 })), [])
    const sum = values.reduce((total, value) => total + value, 0)
    return { steps: [[`Sum of ${values.length} cells`, roundedText(sum, before.digits)], [`divided by ${values.length}, about`, model.text(stage, place.map, place.row, place.column), "result"]] }
  }

  flatten(stage, place) {
    const before = this.model.stages[stage.index - 1]
    const [row, column] = [Math.floor(place.column / before.columns), place.column % before.columns]
    const number = place.map * before.cells + place.column
    return {
      where: `Map ${place.map}, row ${row}, column ${column}`,
      steps: [
        [`${place.map} × ${before.cells} + ${row} × ${before.columns} + ${column}`, `number ${number}`],
        ["Its value, unchanged", this.model.text(stage, place.map, 0, place.column), "result"],
      ],
      note: "All maps are laid out in one row of numbers, map by map, row by row. Nothing is computed.",
    }
  }

  linear(stage, place) {
    const { model } = this
    const sums = linearSums(model, place)
    const before = model.stages[stage.index - 1]
    const { digits } = model.header.layers[stage.index - 1]
    const terms = sums.rows.flatMap((row) => row.terms)
    const ranked = terms.filter(({ product }) => product !== 0).sort((one, other) => other.product - one.product)
    const highest = ranked.filter(({ product }) => product > 0).slice(0, MOST_NAMED)
    const lowest = ranked.filter(({ product }) => product < 0).slice(-MOST_NAMED).reverse()
    const maps = this.board.mapsBefore(stage)
    const named = ({ input, cell }) => `map ${input}, row ${Math.floor(cell / maps.columns)}, column ${cell % maps.columns}`
    const product = ({ value, weight, product: of }) => `${roundedText(value, before.digits)} × ${roundedText(weight, digits)} ≈ ${sumText(of)}`
    this.rank(place, [["Raise it most", highest], ["Lower it most", lowest]], named, product)
    const part = (sign) => terms.reduce((sum, term) => sum + (Math.sign(term.product) === sign ? term.product : 0), 0)
    const { inner } = this
    const term = inner && terms[inner.input * before.cells + inner.cell]
    return {
      sums,
      best: [...highest, ...lowest],
      inner,
      where: term ? named(term)[0].toUpperCase() + named(term).slice(1) : `Logit of ${model.header.labels[place.map] ?? place.map}`,
      steps: [
        [term ? `There: ${roundedText(term.value, before.digits)} × ${roundedText(term.weight, digits)} ≈` : "Point at a map, or use the arrow keys", term ? sumText(term.product) : ""],
        ["Sum of all positive products", sumText(part(1))],
        ["Sum of all negative products", sumText(part(-1))],
        ...this.sumSteps(stage, place, sums, terms.length).slice(1),
      ],
      note: `${this.roundingNote(sums)} White frames: the ${highest.length} products that raise the logit most, and the ${lowest.length} that lower it most.`,
    }
  }

  rank(place, groups, named, product) {
    const now = `${this.model.placeText(place)} ${groups.map(([, terms]) => terms.map(({ product: of }) => of)).join()}`
    if (this.ranked === now && this.powers.firstChild) return
    this.ranked = now
    const lines = groups.flatMap(([title, terms]) => [
      element("tr", {}, element("th", { colspan: 2, scope: "colgroup", style: "text-align: left" }, title)),
      ...terms.map((term) => element("tr", {}, element("td", { style: "text-align: left" }, named(term)), element("td", {}, product(term)))),
    ])
    this.powers.replaceChildren(element("table", { class: "powers", "aria-label": "Largest contributions" }, element("tbody", {}, ...lines)))
  }

  /** Have a line for every output; lines stay the same nodes, so that one can be clicked while its texts change. */
  layPowers(count, label) {
    if (this.powerLines?.length === count && this.powers.contains(this.powerLines[0].node)) return
    const heads = ["Output", "Logit", "÷ temperature", "− the largest", "exp of that", "÷ their sum"]
    this.powerLines = Array.from({ length: count }, (_, map) => {
      const cells = Array.from({ length: heads.length - 1 }, () => element("td"))
      const node = element(
        "tr",
        {
          pointermove: (event) => this.visitor.hasMoved(event) && this.visitor.look({ ...this.place, map }),
          pointerleave: (event) => this.visitor.hasMoved(event) && this.visitor.look(null),
          click: () => this.visitor.pin({ ...this.place, map }),
        },
        element("th", { scope: "row" }, label(map)),
        ...cells,
      )
      return { node, cells }
    })
    const head = element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name)))
    const body = element("tbody", {}, ...this.powerLines.map(({ node }) => node))
    this.powers.replaceChildren(element("table", { class: "powers", "aria-label": "Softmax, step by step" }, element("thead", {}, head), body))
  }

  softmax(stage, place) {
    const { model, temperature } = this
    const before = model.stages[stage.index - 1]
    const { rows, sum } = softmaxSteps(before.exact, temperature)
    setContent(this.degrees, `${temperature.toFixed(2)}${temperature === 1 ? ", as the network uses it" : ""}`)
    const label = (map) => model.header.labels[map] ?? String(map)
    const four = (number) => shownNumber(Math.abs(number) < 0.00005 ? "0.0000" : number.toFixed(4))
    this.layPowers(rows.length, label)
    rows.forEach((row, map) => {
      const line = this.powerLines[map]
      line.node.classList.toggle("looked", map === place.map)
      for (const [at, each] of [row.logit, row.scaled, row.less, row.power, row.share].entries()) setContent(line.cells[at], four(each))
    })
    const { power, share, less } = rows[place.map]
    return {
      where: `Output ${label(place.map)}: ${four(share)}`,
      steps: [
        [`exp(${four(less)})`, `≈ ${power.toFixed(4)}`],
        [`Sum of all ${rows.length}`, `≈ ${sum.toFixed(4)}`],
        ["One divided by the other", `≈ ${four(share)}`, "result"],
      ],
      note: "A high temperature levels the shares, a low one lets the largest take all. The order never changes. Everything is computed with all digits and printed with four.",
    }
  }
}
