const MINUS = "\u2212"

/** A number that is written with a hyphen, as it is shown. */
function shownNumber(text) {
  return text.replace("-", MINUS)
}

/**
 * Write a whole number over a power of ten as the decimal that it is: 1250 over 3 digits is "1.25".
 *
 * @param {number|bigint} whole
 * @param {number} digits how many of its digits stand after the point
 * @returns {string}
 */
function decimalText(whole, digits) {
  if (digits === 0) return whole < 0 ? MINUS + -whole : String(whole)
  const size = String(whole < 0 ? -whole : whole).padStart(digits + 1, "0")
  const split = size.length - digits
  const after = size.slice(split).replace(/0+$/, "")
  return (whole < 0 ? MINUS : "") + size.slice(0, split) + (after && "." + after)
}

/**
 * Write a fraction with so many digits after the point. Halves go up, also below zero, so that adding a decimal before
 * or after rounding gives the same.
 *
 * @param {{over: bigint, under: bigint}} fraction
 * @param {number} places
 * @returns {{text: string, exact: boolean}}
 */
function fractionText({ over, under }, places) {
  if (under < 0n) [over, under] = [-over, -under]
  const scaled = over * 10n ** BigInt(places)
  const doubled = 2n * scaled + under
  let whole = doubled / (2n * under)
  if (doubled < 0n && whole * 2n * under !== doubled) whole -= 1n
  return { text: decimalText(whole, places), exact: whole * under === scaled }
}

/**
 * Write a number that is not exact, in at most four digits after the point and seven in all, as float32 allows.
 *
 * @param {number} value
 * @param {number} digits fewer in all, for a legend
 * @returns {string}
 */
function nearText(value, digits = 7) {
  const size = Math.abs(value)
  const before = size < 1 ? 1 : Math.floor(Math.log10(size)) + 1
  const text = size.toFixed(Math.max(0, Math.min(4, digits - before)))
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text
  return (value < 0 && short !== "0" ? MINUS : "") + short
}
