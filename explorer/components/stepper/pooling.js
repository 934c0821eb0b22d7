/** The words and the arithmetic of a pooling; `CONVOLVING` in `wording.js` has those of a convolution. */

const NOTHING = MINUS + "∞"
const [PADDING_KIND, OUTSIDE_KIND] = [1, 3]
/** Digits after the point of an average that has no end: in the workings, and in a cell of the output. */
const [FULL_PLACES, CELL_PLACES] = [4, 2]

/** What one cell of the output is: "8", "3.5", or "≈ 2.7778" with four digits at most. */
function pooledText({ header, arrays }, cell, places = FULL_PLACES) {
  const { operation, digits } = header
  if (arrays.counts[cell] === 0) return NOTHING
  if (operation === "max") return decimalText(arrays.totals[cell], digits[0])
  const fraction = { over: BigInt(arrays.totals[cell]), under: BigInt(arrays.counts[cell]) * 10n ** BigInt(digits[0]) }
  const whole = fractionText(fraction, FULL_PLACES)
  if (whole.exact) return whole.text
  return places === FULL_PLACES ? `≈ ${whole.text}` : `≈${fractionText(fraction, places).text}`
}

function pooledTerms({ header, arrays }, cell) {
  const terms = header.kernel[0] * header.kernel[1]
  const isMax = header.operation === "max"
  const word = isMax ? "max" : "sum"
  let begun = false
  return Array.from({ length: terms }, (_, term) => {
    const at = cell * terms + term
    const place = arrays.windows[at]
    const kind = arrays.kinds[place]
    const counts = arrays.counted[at] === 1
    begun ||= counts
    const value = counts ? decimalText(arrays.values[place], header.digits[0]) : absentText(header, kind)
    const running = begun ? decimalText(arrays.running[at], header.digits[0]) : isMax ? NOTHING : "0"
    return {
      place,
      kind,
      counts,
      value,
      running,
      sign: counts ? Math.sign(arrays.values[place]) : 0,
      wins: place === arrays.winners[cell],
      top: value,
      bottom: `${word} ${header.hidden ? "?" : running}`,
    }
  })
}

/** What stands in a cell of a window that does not count. */
function absentText({ operation }, kind) {
  if (kind === OUTSIDE_KIND) return "outside"
  return operation === "max" ? NOTHING : "padding"
}

function winnerName(sent, cell) {
  const winner = sent.arrays.winners[cell]
  return winner < 0 ? "" : placeName(sent, winner)
}

function pooledSteps(sent, cell, terms) {
  const { header, arrays } = sent
  const hide = (text) => (header.hidden ? "?" : text)
  const total = hide(pooledText(sent, cell))
  const count = arrays.counts[cell]
  const output = [`Output ${cellName(sent, cell)}`, total, "result"]
  if (header.operation === "max") {
    const where = header.hidden ? "" : winnerName(sent, cell)
    return [["Cells that count", `${count} of ${terms.length}`], [where ? `Largest, at ${where}` : "Largest", total], output]
  }
  return [
    [`Sum of ${count} cell${count === 1 ? "" : "s"}`, hide(terms.at(-1).running)],
    ["÷ cells that count", `${count}`],
    output,
  ]
}

function leftOut(terms) {
  const missing = terms.filter(({ counts }) => !counts).length
  if (!missing) return ""
  return missing === 1 ? " 1 cell of the window does not count." : ` ${missing} cells of the window do not count.`
}

function spokenPool(sent, cell) {
  const { header, arrays } = sent
  const place = `Output ${cellName(sent, cell)}. ${windowName(sent, cell)}.`
  if (header.hidden) return `${place} The value is hidden.`
  const terms = pooledTerms(sent, cell)
  const values = terms.filter(({ counts }) => counts).map(({ value }) => value)
  const count = arrays.counts[cell]
  if (count === 0) return `${place} Nothing counts: minus infinity.`
  const few = count <= MOST_SPOKEN
  const total = pooledText(sent, cell).replace("≈", "about")
  const said =
    header.operation === "max"
      ? `The largest of ${few ? values.join(", ") : `${count} values`} is ${total}, at ${winnerName(sent, cell)}`
      : `${few ? values.join(" plus ") : `The sum of ${count} values`} is ${terms.at(-1).running}; divided by ${count}: ${total}`
  return `${place} ${said}.${leftOut(terms)}`
}

function spokenPooledInput(sent, place) {
  const { header, arrays } = sent
  const kind = arrays.kinds[place]
  if (kind === OUTSIDE_KIND) return [`Outside, ${placeName(sent, place)}`, "A window hangs over here. It is not counted."]
  const isMax = header.operation === "max"
  const name = `${kind === PADDING_KIND ? "Padding" : "Input"} ${placeName(sent, place)}`
  if (kind === PADDING_KIND && isMax) return [`${name}: ${NOTHING}`, "Minus infinity never wins."]
  const value = decimalText(arrays.values[place], header.digits[0])
  if (kind === PADDING_KIND && !header.countsPadding) return [name, "It is not counted."]
  const uses = arrays.uses[place]
  const read = uses === 0 ? "No window reads it" : uses === 1 ? "1 window reads it" : `${uses} windows read it`
  if (!isMax || header.hidden || uses === 0) return [`${name}: ${value}`, `${read}.`]
  const wins = arrays.wins[place]
  return [`${name}: ${value}`, `${read}; it wins ${wins === 0 ? "none" : wins === uses ? (uses === 1 ? "it" : `all ${wins}`) : wins}.`]
}

function copiedPool(sent, cell) {
  const { header, arrays } = sent
  const terms = pooledTerms(sent, cell)
  const word = header.operation === "max" ? "maximum" : "sum"
  const lines = terms.map(({ value, running, counts }) => `${value}${counts ? "" : " (not counted)"}\t${word} ${running}`)
  const total = pooledText(sent, cell)
  const winner = winnerName(sent, cell)
  const sign = total.startsWith("≈") ? "" : "= "
  const last =
    header.operation === "max"
      ? `maximum ${total}${winner ? ` at ${winner}` : ""}`
      : `${terms.at(-1).running} ÷ ${arrays.counts[cell]} ${sign}${total}`
  return [`Output ${cellName(sent, cell)}`, ...lines, last].join("\n")
}

const POOLING = {
  numbers: ({ header, arrays }) =>
    header.operation === "max" ? arrays.totals : Float64Array.from(arrays.totals, (sum, cell) => sum / Math.max(1, arrays.counts[cell])),
  outputText: (sent, cell) => pooledText(sent, cell, CELL_PLACES),
  widest: (sent) => Math.max(...Array.from(sent.arrays.totals, (_, cell) => pooledText(sent, cell, CELL_PLACES).length)),
  inputText: ({ header, arrays }, place) => {
    const kind = arrays.kinds[place]
    if (kind === OUTSIDE_KIND) return ""
    if (kind === PADDING_KIND && header.operation === "max") return NOTHING
    return decimalText(arrays.values[place], header.digits[0])
  },
  paddingWords: ({ header }) =>
    header.operation === "max" ? "padding (minus infinity)" : header.countsPadding ? "padding (zeros)" : "padding (not counted)",
  terms: pooledTerms,
  steps: pooledSteps,
  heads: ({ header }) => ({
    label: `Values of the window, and the ${header.operation === "max" ? "maximum" : "sum"} so far`,
    terms: `Value, ${header.operation === "max" ? "max" : "sum"} so far`,
    sums: "",
  }),
  chars: ({ header, arrays }) => {
    const absent = arrays.counted.includes(0) ? (header.operation === "max" && !arrays.kinds.includes(OUTSIDE_KIND) ? 2 : 7) : 0
    return Math.max(longestText(arrays.values, header.digits[0]), longestText(arrays.running, header.digits[0]) + 4, absent)
  },
  spokenCell: spokenPool,
  spokenInput: spokenPooledInput,
  copied: copiedPool,
}
