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
    note: terms <= MOST_NOTED ? `×${decimalText(arrays.weights[term], header.digits[1])}` : "",
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
function termsOf({ header, arrays }, cell) {
  const terms = header.kernel[0] * header.kernel[1]
  const [values, weights, products] = header.digits
  return Array.from({ length: terms }, (_, term) => {
    const at = cell * terms + term
    const place = arrays.windows[at]
    return {
      place,
      kind: arrays.kinds[place],
      value: decimalText(arrays.values[place], values),
      weight: decimalText(arrays.weights[term], weights),
      product: decimalText(arrays.products[at], products),
      sum: decimalText(arrays.running[at], products),
      sign: Math.sign(arrays.products[at]),
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
function spokenCell(sent, cell) {
  const { header } = sent
  const place = `Output ${cellName(sent, cell)}. ${windowName(sent, cell)}.`
  if (header.hidden) return `${place} The value is hidden.`
  const terms = termsOf(sent, cell)
  const sum = terms.at(-1).sum
  const few = terms.length <= MOST_SPOKEN
  const said = few
    ? `${terms.map(({ value, weight }) => `${value} times ${weight}`).join(", plus ")} is ${sum}`
    : `${terms.length} products add up to ${sum}`
  const bias = header.bias[0] ? `; with the bias ${biasText(sent)}: ${totalText(sent, cell)}` : ""
  return `${place} ${said}${bias}.`
}

function spokenInput(sent, place) {
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
function copiedText(sent, cell) {
  const lines = termsOf(sent, cell).map(
    ({ value, weight, product, sum }) => `${value} × ${weight} = ${product}\tsum ${sum}`,
  )
  const sum = termsOf(sent, cell).at(-1).sum
  return [
    `Output ${cellName(sent, cell)}`,
    ...lines,
    `${sum} + bias ${biasText(sent)} = ${totalText(sent, cell)}`,
  ].join("\n")
}
