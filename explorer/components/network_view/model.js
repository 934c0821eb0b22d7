/**
 * A traced network as Python sent it, every number a whole number of its last printed digit, and what can be looked up
 * in it. A stage is the input or a layer; stage 0 is the input.
 *
 * @typedef {{stage: number, map: number, row: number, column: number}} Place
 */

/** A layer's windows: where the first begins, how far apart they are, how large they are. */
const ALONE = { size: [1, 1], stride: [1, 1], offset: [0, 0] }

class NetworkModel {
  /** @param {{header: Object, arrays: Object<string, ArrayLike<number>>}} structure */
  constructor({ header, arrays }) {
    this.header = header
    const [channels, height, width] = header.input
    const input = { name: "Input", kind: "input", title: "The picture", shape: header.input, tiles: [channels, height, width], parameters: 0 }
    this.stages = []
    for (const stage of [input, ...header.layers]) this.stages.push(this.stageOf(stage, this.stages.length, arrays))
    this.colours = packColours(arrays.diverging)
  }

  stageOf(stage, index, arrays) {
    const [size, stride, offset] = stage.field ?? []
    const [count, rows, columns] = stage.tiles
    const made = { ...stage, index, count, rows, columns, cells: rows * columns, window: stage.field ? { size, stride, offset } : ALONE }
    if (!stage.weights) return made
    const each = stage.weights.slice(1).reduce((product, size) => product * size, 1)
    made.weightUnits = decoded(arrays[`${stage.name}.weight`], count, each)
    made.bias = arrays[`${stage.name}.bias`]
    made.inputs = stage.kind === "linear" ? this.stages[index - 1].count : stage.weights[1]
    made.strength = this.strengthsOf(made.weightUnits, count * made.inputs)
    return made
  }

  /** The norm of every kernel of a layer, 1 for the largest; of a linear layer, of all that weighs one map. */
  strengthsOf(units, count) {
    const each = units.length / count
    const norms = Float64Array.from({ length: count }, (_, kernel) => {
      let sum = 0
      for (let at = kernel * each; at < (kernel + 1) * each; at += 1) sum += units[at] ** 2
      return Math.sqrt(sum)
    })
    const most = norms.reduce((one, other) => Math.max(one, other), 0) || 1
    return norms.map((norm) => norm / most)
  }

  /** Take over what the network made of a picture; say whether it is of this network. */
  take({ header, arrays }) {
    if (header.network !== this.header.network) return false
    this.alt = header.alt
    this.printed = header.printed
    this.stages.forEach((stage, index) => {
      const before = this.stages[index - 1]
      stage.digits = header.digits[index] ?? before.digits
      stage.units = this.unitsOf(stage, before, arrays)
      stage.exact = arrays[stage.name] ?? null
      stage.most = this.largestOf(stage)
    })
    return true
  }

  unitsOf(stage, before, arrays) {
    if (stage.kind === "relu") return this.positive(before.units)
    if (stage.kind === "flatten") return before.units
    if (stage.kind !== "max") {
      const units = decoded(arrays[`${stage.index ? stage.name : "input"}.code`], stage.count, stage.cells)
      return stage.shape.length === 3 ? foretold(units, stage.rows, stage.columns) : units
    }
    const packed = arrays[`${stage.name}.winners`]
    stage.winners = new Uint8Array(stage.count * stage.cells)
    for (let at = 0; at < stage.winners.length; at += 1) stage.winners[at] = (packed[at >> 1] >> ((at & 1) * 4)) & 15
    return this.won(stage, before)
  }

  // Callbacks for every number would take longer than everything else that a new picture needs here.
  positive(units) {
    const kept = new Int32Array(units.length)
    for (let at = 0; at < units.length; at += 1) if (units[at] > 0) kept[at] = units[at]
    return kept
  }

  won(stage, before) {
    const units = new Int32Array(stage.winners.length)
    for (let map = 0, at = 0; map < stage.count; map += 1) {
      for (let cell = 0; cell < stage.cells; cell += 1, at += 1) {
        const { row, column } = this.winnerOf(stage, map, cell)
        units[at] = before.units[(map * before.rows + row) * before.columns + column]
      }
    }
    return units
  }

  /** Where the winner of a max pooling's window is, in the stage before. */
  winnerOf(stage, map, cell) {
    const won = stage.winners[map * stage.cells + cell]
    const { stride, offset } = stage.window
    return {
      row: Math.floor(cell / stage.columns) * stride[0] + offset[0] + Math.floor(won / stage.kernel[1]) * stage.dilation[0],
      column: (cell % stage.columns) * stride[1] + offset[1] + (won % stage.kernel[1]) * stage.dilation[1],
    }
  }

  /** The largest size of every map, in units. */
  largestOf({ units, count, cells }) {
    const sizes = new Float64Array(count)
    for (let map = 0, at = 0; map < count; map += 1) {
      let most = 0
      for (const end = at + cells; at < end; at += 1) most = Math.max(most, Math.abs(units[at]))
      sizes[map] = most
    }
    return sizes
  }

  /** Where the colours of a map end, in units. */
  limitOf(stage, map, scale) {
    if (scale === "map") return stage.most[map]
    const own = Math.max(...stage.most)
    if (scale === "layer") return own
    const all = this.stages.filter(({ kind }) => kind !== "input" && kind !== "softmax")
    return Math.max(...all.map(({ most, digits }) => Math.max(...most) / 10 ** digits)) * 10 ** stage.digits
  }

  at({ units, rows, columns }, map, row, column) {
    return units[(map * rows + row) * columns + column]
  }

  /** A number as it is printed. */
  text(stage, map, row, column) {
    return roundedText(this.at(stage, map, row, column), stage.digits)
  }

  /** The inputs that a map is made of: every one, one, or those of its group. */
  inputsOf(stage, map) {
    const count = { conv: stage.inputs, linear: stage.inputs, softmax: stage.count }[stage.kind] ?? (stage.index ? 1 : 0)
    if (count === 1 && stage.kind !== "conv" && stage.kind !== "linear") return [map]
    const first = stage.kind === "conv" ? Math.floor(map / (stage.count / stage.groups)) * count : 0
    return Array.from({ length: count }, (_, input) => first + input)
  }

  /** How strong the kernel between an input and a map is, 0 to 1. */
  strengthOf(stage, map, input) {
    if (!stage.strength) return 1
    return stage.strength[map * stage.inputs + (input - this.inputsOf(stage, map)[0])]
  }

  /** The places of a window in the stage before, in reading order; those of padding have no cell there. */
  windowOf(stage, row, column) {
    const before = this.stages[stage.index - 1]
    const { stride, offset, size } = stage.window
    const [height, width] = stage.kernel ?? size
    const dilation = stage.dilation ?? [1, 1]
    return Array.from({ length: height * width }, (_, term) => {
      const r = row * stride[0] + offset[0] + Math.floor(term / width) * dilation[0]
      const c = column * stride[1] + offset[1] + (term % width) * dilation[1]
      return { row: r, column: c, isInside: r >= 0 && c >= 0 && r < before.rows && c < before.columns }
    })
  }

  /**
   * What a cell sees of every stage before, half-open and not clipped; of all maps there, or of the one that is named.
   *
   * @returns {{top: number, bottom: number, left: number, right: number, map: ?number}[]} the input first
   */
  fieldsOf({ stage, map, row, column }) {
    const fields = []
    let seen = { top: row, bottom: row + 1, left: column, right: column + 1, map }
    for (let index = stage; index > 0; index -= 1) {
      const [here, before] = [this.stages[index], this.stages[index - 1]]
      seen = this.through(here, before, seen)
      fields.unshift(seen)
    }
    return fields
  }

  /** How many rows and columns of the picture a cell sees, without what lies over its edge. */
  seenOf(place) {
    const [{ top, bottom, left, right }] = this.fieldsOf(place)
    const { rows, columns } = this.stages[0]
    return `${Math.min(bottom, rows) - Math.max(top, 0)}×${Math.min(right, columns) - Math.max(left, 0)}`
  }

  through(here, before, { top, bottom, left, right, map }) {
    if (here.kind === "linear" || here.kind === "softmax") return { top: 0, bottom: before.rows, left: 0, right: before.columns, map: null }
    const one = this.inputsOf(here, map ?? 0).length === 1 && before.count > 1 ? map : null
    if (here.kind === "flatten") return this.unflattened(before, { left, right, map })
    const { size, stride, offset } = here.window
    return {
      top: top * stride[0] + offset[0],
      bottom: (bottom - 1) * stride[0] + offset[0] + size[0],
      left: left * stride[1] + offset[1],
      right: (right - 1) * stride[1] + offset[1] + size[1],
      map: one,
    }
  }

  unflattened(before, { left, right, map }) {
    if (right - left > 1) return { top: 0, bottom: before.rows, left: 0, right: before.columns, map }
    const [row, column] = [Math.floor(left / before.columns), left % before.columns]
    return { top: row, bottom: row + 1, left: column, right: column + 1, map }
  }

  /** The map of a stage with the number farthest from 0 inside a patch. */
  strongestIn(stage, { top, bottom, left, right, map }) {
    if (map !== null) return map
    let [found, most] = [0, -1]
    for (let at = 0; at < stage.count; at += 1) {
      for (let row = Math.max(top, 0); row < Math.min(bottom, stage.rows); row += 1) {
        for (let column = Math.max(left, 0); column < Math.min(right, stage.columns); column += 1) {
          const size = Math.abs(this.at(stage, at, row, column))
          if (size > most) [found, most] = [at, size]
        }
      }
    }
    return found
  }

  /** The map of a stage with the number farthest from 0. */
  strongestMap({ most }) {
    return most.indexOf(Math.max(...most))
  }

  /** The cell of a map, or of a whole stage, with the largest size. */
  strongestCell(stage, map) {
    let best = map * stage.cells
    for (let at = best; at < (map + 1) * stage.cells; at += 1) if (Math.abs(stage.units[at]) > Math.abs(stage.units[best])) best = at
    const cell = best - map * stage.cells
    return { stage: stage.index, map, row: Math.floor(cell / stage.columns), column: cell % stage.columns }
  }

  /** A probability as the page prints it; without the page's words, its decimals. */
  shareText(stage, map) {
    return this.printed[map] ?? this.text(stage, map, 0, 0)
  }

  placeText({ stage, map, row, column }) {
    return `${this.stages[stage].name},${map},${row},${column}`
  }

  placeOf(text) {
    const [name, ...numbers] = text.split(",")
    const stage = this.stages.findIndex((each) => each.index > 0 && each.name === name)
    const [map, row, column] = numbers.map(Number)
    return stage > 0 ? { stage, map, row, column } : null
  }
}
