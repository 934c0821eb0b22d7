/** Above so many terms a sentence for those who listen gives their sum only. */
const MOST_SPOKEN = 9

/**
 * What Python sent, and where to find things in it.
 *
 * @typedef {{header: Object, arrays: Object<string, ArrayLike<number>>}} Sent
 */

function placeText(place, columns) {
  return `row ${Math.floor(place / columns)}, column ${place % columns}`
}

/** A number after an operator: a negative one stands in brackets. */
function factor(text) {
  return text.startsWith(MINUS) ? `(${text})` : text
}

function counted(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`
}

/** The name of a place of the padded input, as the input counts. */
function inputName({ header: { padded, rows, columns } }, place) {
  const name = (number) => shownNumber(String(number))
  return `row ${name(rows[Math.floor(place / padded[1])])}, column ${name(columns[place % padded[1]])}`
}

/** The terms of a row of W that are not 0: weight and value of each, in the order of the columns. */
function termsOf({ header, arrays }, output) {
  const terms = header.kernel[0] * header.kernel[1]
  const found = []
  for (let term = 0; term < terms; term += 1) {
    const place = arrays.windows[output * terms + term]
    if (arrays.sources[place] < 0 || arrays.weights[term] === 0) continue
    found.push({
      column: arrays.sources[place],
      weight: decimalText(arrays.weights[term], header.digits[1]),
      value: decimalText(arrays.values[place], header.digits[0]),
    })
  }
  return found.sort((one, other) => one.column - other.column)
}

function totalText({ header, arrays }, output) {
  return decimalText(arrays.totals[output], header.digits[3])
}

/** A row of W times x, written out: what is not 0, and what it comes to. */
function productText(sent, output) {
  const terms = termsOf(sent, output).map(({ weight, value }, place) => `${place ? factor(weight) : weight} × ${factor(value)}`)
  return `${terms.join(" + ") || "0"} = ${totalText(sent, output)}`
}

function spokenProduct(sent, output) {
  const terms = termsOf(sent, output)
  const total = totalText(sent, output)
  if (terms.length === 0) return `Nothing in it but 0: the sum is 0.`
  if (terms.length > MOST_SPOKEN) return `${terms.length} products add up to ${total}.`
  return `${terms.map(({ weight, value }) => `${weight} times ${value}`).join(", plus ")} is ${total}.`
}

function wordsOfOutput(sent, output) {
  const { header } = sent
  const inputs = header.input[0] * header.input[1]
  const terms = termsOf(sent, output).length
  return [
    `Row ${output} of W makes output ${placeText(output, header.size[1])}`,
    `${terms} of its ${inputs} entries ${terms === 1 ? "is" : "are"} not 0. Times x:`,
  ]
}

function wordsOfEntry(sent, output, input) {
  const { header, arrays } = sent
  const inputs = header.input[0] * header.input[1]
  const term = arrays.places[output * inputs + input] - 1
  const title = `Row ${output}, column ${input} of W`
  const from = `input ${placeText(input, header.input[1])}`
  const to = `output ${placeText(output, header.size[1])}`
  if (term < 0) return [`${title}: 0`, `No connection: the window of ${to} does not reach ${from}.`]
  const weight = decimalText(arrays.weights[term], header.digits[1])
  const copies = header.copies[term]
  return [
    `${title}: ${weight}`,
    `The kernel's weight at ${placeText(term, header.kernel[1])}, from ${from} to ${to}. ` +
      `It stands in ${copies} entr${copies === 1 ? "y" : "ies"} of W.`,
  ]
}

function wordsOfPatch(sent, output, term) {
  const { header, arrays } = sent
  const terms = header.kernel[0] * header.kernel[1]
  const place = arrays.windows[output * terms + term]
  const value = decimalText(arrays.values[place], header.digits[0])
  const weight = decimalText(arrays.weights[term], header.digits[1])
  const product = decimalText(arrays.products[output * terms + term], header.digits[2])
  const kind = arrays.kinds[place] ? "padding" : "input"
  return [
    `Row ${output}, column ${term} of the patches: ${value}`,
    `${kind[0].toUpperCase()}${kind.slice(1)} ${inputName(sent, place)}, seen from output ` +
      `${placeText(output, header.size[1])}; times the weight ${factor(weight)} it is ${product}.`,
  ]
}

function wordsOfWeight(sent, term) {
  const { header, arrays } = sent
  const copies = header.copies[term]
  const outputs = header.size[0] * header.size[1]
  const weight = decimalText(arrays.weights[term], header.digits[1])
  const missing = outputs - copies
  const why = missing ? ` For ${counted(missing, "output")} it lies on padding, which W has no column for.` : ""
  return [
    `Weight ${weight} at ${placeText(term, header.kernel[1])} of the kernel`,
    `Shared: it stands in ${copies} of the ${outputs} rows of W, and is learned once.${why}`,
  ]
}

function wordsOfInput(sent, place) {
  const { header, arrays } = sent
  const input = arrays.sources[place]
  const value = decimalText(arrays.values[place], header.digits[0])
  if (input < 0)
    return [`Padding ${inputName(sent, place)}: ${value}`, "A zero adds nothing, so W has no column for it."]
  const readers = readersOf(sent, input).length
  return [
    `Column ${input} of W belongs to input ${inputName(sent, place)}: ${value}`,
    `${counted(readers, "output")} read${readers === 1 ? "s" : ""} it. W turned over its diagonal has this column ` +
      "as a row: a transposed convolution, and the gradient on its way back, multiply with that.",
  ]
}

/** A column of W, written out: what is not 0, and the output whose row it stands in. */
function columnText(sent, place) {
  const { header, arrays } = sent
  const input = arrays.sources[place]
  const inputs = header.input[0] * header.input[1]
  const found = (input < 0 ? [] : readersOf(sent, input)).flatMap((output) => {
    const weight = arrays.weights[arrays.places[output * inputs + input] - 1]
    return weight ? [`${decimalText(weight, header.digits[1])} to output ${placeText(output, header.size[1])}`] : []
  })
  return found.join("; ")
}

/** The outputs that read an input. */
function readersOf({ header, arrays }, input) {
  const inputs = header.input[0] * header.input[1]
  const outputs = header.size[0] * header.size[1]
  const found = []
  for (let output = 0; output < outputs; output += 1) if (arrays.places[output * inputs + input]) found.push(output)
  return found
}
