/**
 * What Python sent of a network, and what can be looked up in it.
 *
 * @typedef {{header: Object, arrays: Object<string, ArrayLike<number>>, shapes: Object<string, number[]>}} Sent
 */

/**
 * The numbers of a layer's maps. A layer that only lets positive numbers through has those of the layer before.
 *
 * @param {Sent} sent
 * @param {number} index
 * @returns {{whole: Int16Array, step: number, least: number}} a number is `max(whole, least) * step`
 */
function numbersOf(sent, index) {
  const layer = sent.header.layers[index]
  if (layer.positive) return { ...numbersOf(sent, index - 1), least: 0 }
  return { whole: sent.arrays[`maps${index}`], step: layer.step, least: -Infinity }
}

/** How many numbers of a long row stand side by side. */
const PER_LINE = 48

/**
 * @param {Sent} sent
 * @param {number} index
 * @returns {number[]} maps, rows, columns
 */
function mapsShape(sent, index) {
  const { shape, kind } = sent.header.layers[index]
  return kind === "strip" ? [1, Math.ceil(shape[0] / PER_LINE), Math.min(shape[0], PER_LINE)] : shape
}

/** Lowest, highest, and the row and column of the strongest cell of a map. */
function statisticsOf(sent, index, map) {
  const [lowest, highest, row, column] = sent.arrays[`stats${index}`].subarray(4 * map, 4 * map + 4)
  if (sent.header.layers[index].kind !== "strip") return { lowest, highest, row, column }
  return { lowest, highest, row: Math.floor(column / PER_LINE), column: column % PER_LINE }
}

/** Where the colours of a map end: at its own largest number, or its layer's. */
function limitOf(sent, index, map) {
  const stats = sent.arrays[`stats${index}`]
  if (sent.header.scale === "map") return Math.max(-stats[4 * map], stats[4 * map + 1])
  let limit = 0
  for (let at = 0; at < stats.length; at += 4) limit = Math.max(limit, -stats[at], stats[at + 1])
  return limit
}

/** The lowest and the highest number of a layer. */
function rangeOfLayer(sent, index) {
  const stats = sent.arrays[`stats${index}`]
  let [lowest, highest] = [Infinity, -Infinity]
  for (let at = 0; at < stats.length; at += 4) {
    lowest = Math.min(lowest, stats[at])
    highest = Math.max(highest, stats[at + 1])
  }
  return [lowest, highest]
}

/** Write a number with as many digits as two bytes can carry. */
function stepText(value, step) {
  const places = step > 0 ? Math.max(0, Math.min(4, Math.floor(-Math.log10(step)) - 1)) : 0
  const text = Math.abs(value).toFixed(places)
  return (value < 0 && Number(text) !== 0 ? MINUS : "") + text
}

/**
 * Fill pixels with the colours of whole numbers, `limits` in whole numbers too, one for each map. Where the last line
 * of a long row is not full, nothing is painted.
 */
function fillWhole(pixels, { whole, least }, limits, diverging) {
  const cells = pixels.length / limits.length
  for (let map = 0, at = 0; map < limits.length; map += 1) {
    const times = limits[map] > 0 ? 127 / limits[map] : 0
    for (const end = at + cells; at < end; at += 1) {
      const place = Math.round((whole[at] < least ? least : whole[at]) * times) + 127
      pixels[at] = diverging[place < 0 ? 0 : place > 254 ? 254 : place]
    }
  }
}
