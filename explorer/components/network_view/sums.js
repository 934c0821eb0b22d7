/**
 * How a number comes about, in whole numbers of printed digits: value times weight, rounded to five digits, added up.
 * What is printed adds up to the last digit; what rounding took away has a line of its own.
 */

/** How many digits after the point products and sums are printed with. */
const PLACES = 5

/** Round a whole number over a power of ten to `PLACES` digits; halves go up. */
function rounded(whole, digits) {
  return Math.floor(whole / 10 ** (digits - PLACES) + 0.5)
}

/** Write a rounded number with all its digits, the last zeros too; nothing but an exact zero is a bare 0. */
function roundedText(units, digits) {
  if (units === 0) return "0"
  const size = String(Math.abs(units)).padStart(digits + 1, "0")
  const split = size.length - digits
  return (units < 0 ? MINUS : "") + size.slice(0, split) + (digits ? `.${size.slice(split)}` : "")
}

function sumText(units) {
  return roundedText(units, PLACES)
}

/** A sum with its sign in front, as a step of a longer one. */
function signedText(units) {
  return units < 0 ? `${MINUS} ${sumText(-units)}` : `+ ${sumText(units)}`
}

/**
 * The terms of one cell of a convolution, input by input.
 *
 * @returns {{rows: {input: number, terms: Object[], sum: number}[], total: number, bias: number, rest: number, result: number}}
 */
function convolutionSums(model, { stage: index, map, row, column }) {
  const [stage, before] = [model.stages[index], model.stages[index - 1]]
  const window = model.windowOf(stage, row, column)
  const inputs = model.inputsOf(stage, map)
  const digits = before.digits + model.header.layers[index - 1].digits
  const rows = inputs.map((input, at) => {
    const terms = window.map((place, term) => {
      const value = place.isInside ? model.at(before, input, place.row, place.column) : 0
      const weight = stage.weightUnits[(map * inputs.length + at) * window.length + term]
      return { value, weight, product: rounded(value * weight, digits), ...place }
    })
    return { input, terms, sum: terms.reduce((sum, { product }) => sum + product, 0) }
  })
  return closed(rows, stage.bias[map], model.at(stage, map, row, column) * 10 ** (PLACES - stage.digits))
}

/** The terms of one output of a linear layer, map by map of what was flattened. */
function linearSums(model, { stage: index, map }) {
  const [stage, before] = [model.stages[index], model.stages[index - 1]]
  const digits = before.digits + model.header.layers[index - 1].digits
  const rows = Array.from({ length: before.count }, (_, input) => {
    const terms = Array.from({ length: before.cells }, (_, cell) => {
      const at = input * before.cells + cell
      const [value, weight] = [before.units[at], stage.weightUnits[map * before.units.length + at]]
      return { input, cell, value, weight, product: rounded(value * weight, digits) }
    })
    return { input, terms, sum: terms.reduce((sum, { product }) => sum + product, 0) }
  })
  return closed(rows, stage.bias[map], stage.units[map] * 10 ** (PLACES - stage.digits))
}

function closed(rows, bias, result) {
  const total = rows.reduce((sum, row) => sum + row.sum, 0)
  return { rows, total, bias, result, rest: result - total - bias }
}

/** What one input's kernel alone makes of it, cell by cell: the map that is added up with those of the others. */
function contributionOf(model, stage, map, at) {
  const before = model.stages[stage.index - 1]
  const input = model.inputsOf(stage, map)[at]
  const { stride, offset } = stage.window
  const [height, width] = stage.kernel
  const [down, across] = stage.dilation
  const first = (map * stage.inputs + at) * height * width
  const made = new Float64Array(stage.cells)
  for (let cell = 0; cell < made.length; cell += 1) {
    const top = Math.floor(cell / stage.columns) * stride[0] + offset[0]
    const left = (cell % stage.columns) * stride[1] + offset[1]
    for (let term = 0; term < height * width; term += 1) {
      const row = top + Math.floor(term / width) * down
      const column = left + (term % width) * across
      if (row < 0 || column < 0 || row >= before.rows || column >= before.columns) continue
      made[cell] += model.at(before, input, row, column) * stage.weightUnits[first + term]
    }
  }
  return made
}

/** Every exponent of a softmax at a temperature: the logit over it, less the largest, its exponential, its share. */
function softmaxSteps(logits, temperature) {
  const scaled = Array.from(logits, (logit) => logit / temperature)
  const most = Math.max(...scaled)
  const powers = scaled.map((each) => Math.exp(each - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return { sum, rows: scaled.map((each, at) => ({ logit: logits[at], scaled: each, less: each - most, power: powers[at], share: powers[at] / sum })) }
}
