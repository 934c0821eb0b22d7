/** Above so many products a sentence gives their sum only. */
const MOST_SPOKEN = 9
/** Above so many weights none is written on the window. */
const MOST_NOTED = 25

/**
 * What Python sent.
 *
 * @typedef {{header: Object, arrays: Object<string, ArrayLike<number>>}} Sent
 */

function nameOf(number) {
  return number === null ? "between" : shownNumber(String(number))
}

/** The name of a place of the padded input, as the input counts. */
function placeName({ header: { padded, rows, columns } }, place) {
  return `row ${nameOf(rows[Math.floor(place / padded[1])])}, column ${nameOf(columns[place % padded[1]])}`
}

function cellName({ header: { size } }, cell) {
  return `row ${Math.floor(cell / size[1])}, column ${cell % size[1]}`
}

/** The first and last places of a window, in the padded input. */
function windowBox({ header: { padded, kernel }, arrays: { windows } }, cell) {
  const terms = kernel[0] * kernel[1]
  const [first, last] = [windows[cell * terms], windows[(cell + 1) * terms - 1]]
  const [row, column] = [Math.floor(first / padded[1]), first % padded[1]]
  return { row, column, height: Math.floor(last / padded[1]) - row + 1, width: (last % padded[1]) - column + 1 }
}

/** The window as it moves over the input: where its cells are, and the weight on each where there is room. */
function windowShape(sent) {
  const { header, arrays } = sent
  const { row, column, height, width } = windowBox(sent, 0)
  const terms = header.kernel[0] * header.kernel[1]
  const cells = Array.from(arrays.windows.subarray(0, terms), (place, term) => ({
    row: Math.floor(place / header.padded[1]) - row,
    column: (place % header.padded[1]) - column,
    note: arrays.weights && terms <= MOST_NOTED ? `×${decimalText(arrays.weights[term], header.digits[1])}` : "",
  }))
  return { height, width, cells }
}

function windowName(sent, cell) {
  const { header } = sent
  const { row, column, height, width } = windowBox(sent, cell)
  const axis = (name, names, from, count) => {
    const [first, last] = [nameOf(names[from]), nameOf(names[from + count - 1])]
    return count === 1 ? `${name} ${first}` : `${name}s ${first} to ${last}`
  }
  // The zeros between the cells of a transposed convolution have no numbers of their own.
  if (header.operation === "transposed") return `A window of ${height}×${width} over the stretched input`
  const [down, across] = header.dilation
  const holes = down > 1 || across > 1 ? `, every ${ordinal(down)} row and every ${ordinal(across)} column` : ""
  return `Window: ${axis("row", header.rows, row, height)}, ${axis("column", header.columns, column, width)}${holes}`
}

function ordinal(number) {
  return number === 1 ? "single" : ["2nd", "3rd"][number - 2] ?? `${number}th`
}

/** Every term of a cell in text: value, weight, product and the sum so far. */
function convolvedTerms({ header, arrays }, cell) {
  const terms = header.kernel[0] * header.kernel[1]
  const [values, weights, products] = header.digits
  return Array.from({ length: terms }, (_, term) => {
    const at = cell * terms + term
    const place = arrays.windows[at]
    const value = decimalText(arrays.values[place], values)
    const weight = decimalText(arrays.weights[term], weights)
    const product = decimalText(arrays.products[at], products)
    return {
      place,
      kind: arrays.kinds[place],
      value,
      weight,
      product,
      sum: header.hidden ? "?" : decimalText(arrays.running[at], products),
      top: `${value} × ${weight}`,
      bottom: `= ${header.hidden ? "?" : product}`,
      sign: header.hidden ? 0 : Math.sign(arrays.products[at]),
    }
  })
}

function totalText({ header, arrays }, cell) {
  return decimalText(arrays.totals[cell], header.digits[3])
}

function biasText({ header: { bias } }) {
  return decimalText(...bias)
}

/** A cell in one sentence, for those who listen. */
function spokenSum(sent, cell) {
  const { header } = sent
  const place = `Output ${cellName(sent, cell)}. ${windowName(sent, cell)}.`
  if (header.hidden) return `${place} The value is hidden.`
  const terms = convolvedTerms(sent, cell)
  const sum = terms.at(-1).sum
  const few = terms.length <= MOST_SPOKEN
  const said = few
    ? `${terms.map(({ value, weight }) => `${value} times ${weight}`).join(", plus ")} is ${sum}`
    : `${terms.length} products add up to ${sum}`
  const bias = header.bias[0] ? `; with the bias ${biasText(sent)}: ${totalText(sent, cell)}` : ""
  return `${place} ${said}${bias}.`
}

function spokenReading(sent, place) {
  const { header, arrays } = sent
  const kind = ["Input", "Padding", "Inserted zero"][arrays.kinds[place]]
  const value = decimalText(arrays.values[place], header.digits[0])
  const uses = arrays.uses[place]
  const read = uses === 0 ? "No window reads it" : uses === 1 ? "1 window reads it" : `${uses} windows read it`
  return [`${kind} ${placeName(sent, place)}: ${value}`, `${read}.`]
}

function spokenWeight(sent, weight) {
  const { header, arrays } = sent
  const given = arrays.weightSources[weight]
  const [row, column] = [Math.floor(given / header.kernel[1]), given % header.kernel[1]]
  const value = decimalText(arrays.weights[weight], header.digits[1])
  const shown = header.hidden ? "" : "; the output grid shows the products"
  return [
    `Weight ${value} at row ${row}, column ${column}`,
    `It multiplies the marked copy of the input${shown}.`,
  ]
}

/** The whole arithmetic of a cell, to paste elsewhere. */
function copiedSum(sent, cell) {
  const lines = convolvedTerms(sent, cell).map(
    ({ value, weight, product, sum }) => `${value} × ${weight} = ${product}\tsum ${sum}`,
  )
  const sum = convolvedTerms(sent, cell).at(-1).sum
  return [
    `Output ${cellName(sent, cell)}`,
    ...lines,
    `${sum} + bias ${biasText(sent)} = ${totalText(sent, cell)}`,
  ].join("\n")
}

function convolvedSteps(sent, cell, terms) {
  const { header, arrays } = sent
  const hide = (text) => (header.hidden ? "?" : text)
  const steps = [
    [`Sum of ${terms.length} product${terms.length > 1 ? "s" : ""}`, hide(terms.at(-1).sum)],
    ["+ bias", biasText(sent)],
    [`Output ${cellName(sent, cell)}`, hide(totalText(sent, cell)), "result"],
  ]
  if (arrays.unturned && header.operation === "convolution")
    steps.push(["Without turning the kernel", hide(decimalText(arrays.unturned[cell], header.digits[3])), "aside"])
  return steps
}

/**
 * What a convolution has to say. A pooling answers to the same names.
 *
 * @typedef {{
 *   numbers: function(Sent): ArrayLike<number>, outputText: function(Sent, number): string, widest: function(Sent): number,
 *   inputText: function(Sent, number): string, paddingWords: function(Sent): string,
 *   terms: function(Sent, number): {top: string, bottom: string, sign: number, kind: number, sum?: string, wins?: boolean}[],
 *   steps: function(Sent, number, Object[]): string[][], heads: function(Sent): {label: string, terms: string, sums: string},
 *   chars: function(Sent): number, spokenCell: function(Sent, number): string,
 *   spokenInput: function(Sent, number): string[], copied: function(Sent, number): string,
 * }} Manner
 * @type {Manner}
 */
const CONVOLVING = {
  numbers: ({ arrays }) => arrays.totals,
  outputText: totalText,
  widest: ({ header, arrays }) =>
    Math.max(longestText(arrays.totals, header.digits[3]), longestText(arrays.products, header.digits[2])),
  inputText: ({ header, arrays }, place) => decimalText(arrays.values[place], header.digits[0]),
  paddingWords: ({ header }) => `padding (${header.mode})`,
  terms: convolvedTerms,
  steps: convolvedSteps,
  heads: () => ({
    label: "Value times weight, and the sum after each row",
    terms: "Value × weight = product",
    sums: "Sum so far",
  }),
  chars: ({ header, arrays }) =>
    Math.max(
      longestText(arrays.values, header.digits[0]) + longestText(arrays.weights, header.digits[1]) + 3,
      longestText(arrays.products, header.digits[2]) + 2,
    ),
  spokenCell: spokenSum,
  spokenInput: spokenReading,
  copied: copiedSum,
}

/** @returns {Manner} */
function mannerOf({ arrays }) {
  return arrays.weights ? CONVOLVING : POOLING
}
