/** Above so many products of a channel a sentence gives their sum only. */
const MOST_SPOKEN = 4

/**
 * What Python sent.
 *
 * @typedef {{header: Object, arrays: Object<string, ArrayLike<number>>}} Sent
 * @typedef {{map: number, cell: number}} Place a cell of an output map
 */

function channelName({ header: { names } }, channel) {
  return names[channel] ? `Channel ${channel} (${names[channel]})` : `Channel ${channel}`
}

function listed(numbers) {
  const all = Array.from(numbers)
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`
}

function cellName({ header: { size } }, { map, cell }) {
  return `map ${map}, row ${Math.floor(cell / size[1])}, column ${cell % size[1]}`
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1)
}

/** The padded plane's row and column on which the window of a cell begins. */
function windowCorner({ header: { padded, kernel }, arrays: { windows } }, cell) {
  const first = windows[cell * kernel[0] * kernel[1]]
  return { row: Math.floor(first / padded[1]), column: first % padded[1] }
}

function windowName(sent, { map, cell }) {
  const { rows, columns, kernel, reads } = sent.header
  const { row, column } = windowCorner(sent, cell)
  const axis = (name, names, from, count) => {
    const [first, last] = [names[from], names[from + count - 1]].map((number) => shownNumber(`${number}`))
    return count === 1 ? `${name} ${first}` : `${name}s ${first} to ${last}`
  }
  const window = `${axis("row", rows, row, kernel[0])}, ${axis("column", columns, column, kernel[1])}`
  const planes = reads[map].length === 1 ? "channel" : "channels"
  return `Filter ${map} reads ${window} of ${planes} ${listed(reads[map])}`
}

/** Everything that makes one output cell, in text. */
function sumsOf({ header, arrays }, { map, cell }) {
  const { perFilter, digits, reads, activation, hasBias } = header
  const [values, weights, products, biases, totals, outputs] = digits
  const terms = header.kernel[0] * header.kernel[1]
  const area = header.padded[0] * header.padded[1]
  const at = map * header.size[0] * header.size[1] + cell
  const rows = Array.from({ length: perFilter }, (_, index) => {
    const channel = reads[map][index]
    const from = (at * perFilter + index) * terms
    return {
      channel,
      sum: decimalText(arrays.sums[at * perFilter + index], products),
      terms: Array.from({ length: terms }, (_, term) => {
        const place = arrays.windows[cell * terms + term]
        return {
          padding: arrays.kinds[place] !== 0,
          value: decimalText(arrays.values[channel * area + place], values),
          weight: decimalText(arrays.weights[(map * perFilter + index) * terms + term], weights),
          product: decimalText(arrays.products[from + term], products),
          sign: Math.sign(arrays.products[from + term]),
        }
      }),
    }
  })
  return {
    rows,
    over: decimalText(arrays.over[at], products),
    bias: hasBias ? decimalText(arrays.bias[map], biases) : null,
    total: decimalText(arrays.totals[at], totals),
    activation: activation[0] === "identity" ? null : activation[1],
    sign: outputs === null ? "≈" : "=",
    output: outputText({ header, arrays }, at),
  }
}

/** An output as it is, or rounded where the activation leaves no decimal that ends. */
function outputText({ header: { digits }, arrays: { outputs } }, at) {
  return digits[5] === null ? nearText(outputs[at]) : decimalText(outputs[at], digits[5])
}

/** A cell in one sentence, for those who listen. */
function spokenCell(sent, place) {
  const { rows, over, bias, total, activation, sign, output } = sumsOf(sent, place)
  const channels = rows.map(({ channel, terms, sum }) => {
    const products = terms.map(({ value, weight }) => `${value} times ${weight}`)
    return `${channelName(sent, channel)}: ${terms.length > MOST_SPOKEN ? "" : `${products.join(", plus ")} is `}${sum}`
  })
  const added = rows.length > 1 ? ` Together ${over}.` : ""
  const biased = bias === null ? "" : ` With the bias ${bias}: ${total}.`
  const active = activation ? ` ${activation} makes it ${sign === "≈" ? "about " : ""}${output}.` : ""
  return `${capital(cellName(sent, place))}. ${windowName(sent, place)}. ${channels.join(". ")}.${added}${biased}${active}`
}

function spokenInput(sent, channel, place) {
  const { header, arrays } = sent
  const { padded, rows, columns, digits, filters, reads } = header
  const where = [rows[Math.floor(place / padded[1])], columns[place % padded[1]]].map((name) => shownNumber(`${name}`))
  const value = decimalText(arrays.values[channel * padded[0] * padded[1] + place], digits[0])
  const kind = arrays.kinds[place] ? "padding at " : ""
  const maps = Array.from({ length: filters }, (_, map) => map).filter((map) => reads[map].includes(channel))
  const [uses, all] = [arrays.uses[place], arrays.uses[place] * maps.length]
  const read = uses
    ? `${uses === 1 ? "One window" : `${uses} windows`} of ${maps.length === 1 ? "map" : "maps"} ${listed(maps)} ` +
      `${uses === 1 ? "reads" : "read"} it: ${all} output ${all === 1 ? "cell" : "cells"}.`
    : "No window reads it."
  return [`${channelName(sent, channel)}, ${kind}row ${where[0]}, column ${where[1]}: ${value}`, read]
}

function spokenWeight(sent, map, channel, term) {
  const { header, arrays } = sent
  const { kernel, perFilter, reads, digits } = header
  const at = (map * perFilter + reads[map].indexOf(channel)) * kernel[0] * kernel[1] + term
  const where = `row ${Math.floor(term / kernel[1])}, column ${term % kernel[1]}`
  return [
    `Filter ${map}, weight ${decimalText(arrays.weights[at], digits[1])} on channel ${channel} at ${where}`,
    `It multiplies the marked copy of that channel; map ${map} shows the products.`,
  ]
}

function spokenBias({ header, arrays }, map) {
  return [`Bias ${decimalText(arrays.bias[map], header.digits[3])} of filter ${map}`, `It is added to every cell of map ${map}.`]
}

/** The whole arithmetic of a cell, to paste elsewhere. */
function copiedText(sent, place) {
  const { rows, over, bias, total, activation, sign, output } = sumsOf(sent, place)
  return [
    capital(cellName(sent, place)),
    ...rows.flatMap(({ channel, terms, sum }) => [
      channelName(sent, channel),
      ...terms.map(({ value, weight, product }) => `\t${value} × ${weight} = ${product}`),
      `\tsum ${sum}`,
    ]),
    ...(rows.length > 1 ? [`${rows.map((row) => row.sum).join(" + ")} = ${over}`] : []),
    ...(bias === null ? [] : [`${over} + bias ${bias} = ${total}`]),
    ...(activation ? [`${activation} of ${total} ${sign} ${output}`] : []),
  ].join("\n")
}
