/**
 * What Python sent, and what can be looked up in it. Rows and columns are those of the arrays and count from 0.
 *
 * @typedef {{header: Object, arrays: Object<string, ArrayLike<number>>, shapes: Object<string, number[]>}} Sent
 * @typedef {{over: bigint, under: bigint}} Fraction
 * @typedef {{top: number, left: number, rows: number, columns: number, step: number[]}} Window its first cell, how many
 *   cells it has, and how far apart they are
 */

/**
 * @param {Sent} sent
 * @param {number} row
 * @param {number} column
 * @returns {Window} what the feature map's cell reads, in places of the padded picture
 */
function windowOf({ header }, row, column) {
  return {
    top: row * header.stride[0],
    left: column * header.stride[1],
    rows: header.kernel[0],
    columns: header.kernel[1],
    step: header.dilation,
  }
}

/**
 * @param {Sent} sent
 * @param {number} row
 * @param {number} column
 * @returns {Window} what the pooled cell reads, in places of the map before it
 */
function poolingWindowOf({ header: { pooled } }, row, column) {
  return {
    top: row * pooled.stride[0] - pooled.padding[0],
    left: column * pooled.stride[1] - pooled.padding[1],
    rows: pooled.kernel[0],
    columns: pooled.kernel[1],
    step: pooled.dilation,
  }
}

/**
 * @param {Window} window
 * @returns {{row: number, column: number}[]} its cells in reading order
 */
function cellsOf(window) {
  return Array.from({ length: window.rows * window.columns }, (_, index) => ({
    row: window.top + Math.floor(index / window.columns) * window.step[0],
    column: window.left + (index % window.columns) * window.step[1],
  }))
}

/**
 * @param {Window} window
 * @returns {{top: number, left: number, rows: number, columns: number}} all that lies between its outermost cells
 */
function spanOf(window) {
  return {
    top: window.top,
    left: window.left,
    rows: (window.rows - 1) * window.step[0] + 1,
    columns: (window.columns - 1) * window.step[1] + 1,
  }
}

/**
 * Find the first and the last place along one axis whose window reads a cell, and how many do.
 *
 * @param {number} cell place in the padded picture
 * @param {{size: number, kernel: number, stride: number, dilation: number}} axis `size` counts the windows
 * @returns {{first: number, last: number, count: number}}
 */
function readersOf(cell, { size, kernel, stride, dilation }) {
  const found = []
  for (let tap = 0; tap < kernel; tap += 1) {
    const place = (cell - tap * dilation) / stride
    if (Number.isInteger(place) && place >= 0 && place < size) found.push(place)
  }
  return { first: Math.min(...found), last: Math.max(...found), count: found.length }
}

/**
 * @param {Sent} sent
 * @returns {[number, number]} height and width of the feature maps
 */
function mapSize(sent) {
  const [, height, width] = sent.shapes.sums
  return [height, width]
}

/**
 * @param {Sent} sent
 * @param {number} map
 * @param {number} at place in the map, row by row
 * @returns {number} the exact sum of the products, an integer over the kernel's power of ten
 */
function sumAt(sent, map, at) {
  const [height, width] = mapSize(sent)
  return sent.arrays.sums[map * height * width + at]
}

/**
 * The feature map's value, nothing rounded.
 *
 * @param {Object} map one of `header.maps`
 * @param {number} sum
 * @returns {Fraction}
 */
function totalOf(map, sum) {
  const { over, under } = beforeBias(map, sum)
  const tens = 10n ** BigInt(map.bias[1])
  return { over: over * tens + BigInt(map.bias[0]) * under, under: under * tens }
}

/**
 * The sum times the gain, divided by the divisor.
 *
 * @param {Object} map
 * @param {number} sum
 * @returns {Fraction}
 */
function beforeBias({ digits, gain, divisor }, sum) {
  const sign = divisor[0] < 0 ? -1n : 1n
  return {
    over: sign * BigInt(sum) * BigInt(gain[0]) * 10n ** BigInt(divisor[1]),
    under: sign * BigInt(divisor[0]) * 10n ** BigInt(digits + gain[1]),
  }
}

/**
 * How many digits after the point a map's numbers are printed with: never fewer than what goes into them.
 *
 * @param {Object} map
 * @returns {number}
 */
function placesOf({ digits, gain, bias }) {
  return Math.max(4, digits + gain[1], bias[1])
}

/**
 * @param {Fraction} fraction
 * @param {number} places
 * @returns {string} with a sign that says so where it is rounded
 */
function printed(fraction, places) {
  const { text, exact } = fractionText(fraction, places)
  return exact ? text : `≈ ${text}`
}

/**
 * The value of a cell after the activation; where the activation only lets values through or none, it is exact.
 *
 * @param {Sent} sent
 * @param {number} map
 * @param {number} at
 * @returns {{fraction?: Fraction, near: number, text: string}}
 */
function activatedAt(sent, map, at) {
  const { header, arrays } = sent
  const [height, width] = mapSize(sent)
  if (arrays.activated) {
    const near = arrays.activated[map * height * width + at]
    return { near, text: `≈ ${nearText(near)}` }
  }
  const each = header.maps[map]
  const sum = sumAt(sent, map, at)
  const total = totalOf(each, sum)
  if (header.activated?.name === "relu" && total.over < 0n)
    return { fraction: { over: 0n, under: 1n }, near: 0, text: "0" }
  return { fraction: total, near: sum * each.slope + each.offset, text: printed(total, placesOf(each)) }
}

/**
 * The value of a cell after pooling.
 *
 * @param {Sent} sent
 * @param {number} map
 * @param {number} row
 * @param {number} column
 * @returns {{near: number, text: string, winner?: {row: number, column: number}, count: number, sum?: string}} `sum` is
 *   empty where the values are not exact
 */
function pooledAt(sent, map, row, column) {
  const { pooled, maps } = sent.header
  const [height, width] = pooled.size
  const at = map * height * width + row * width + column
  if (pooled.kind === "max") {
    const winner = cellsOf(poolingWindowOf(sent, row, column))[sent.arrays.winners[at]]
    return { ...activatedAt(sent, map, winner.row * mapSize(sent)[1] + winner.column), winner, count: 1 }
  }
  const count = pooled.counts[0][row] * pooled.counts[1][column]
  const near = sent.arrays.pooled[at]
  const values = cellsOf(poolingWindowOf(sent, row, column))
    .filter((cell) => insideMap(sent, cell))
    .map((cell) => activatedAt(sent, map, cell.row * mapSize(sent)[1] + cell.column).fraction)
  if (!values.every(Boolean)) return { near, count, sum: "", text: `≈ ${nearText(near)}` }
  const sum = values.reduce(added, { over: 0n, under: 1n })
  const places = placesOf(maps[map])
  const text = printed({ over: sum.over, under: sum.under * BigInt(count) }, places)
  return { near, count, sum: printed(sum, places), text }
}

/**
 * @param {Fraction} one
 * @param {Fraction} other
 * @returns {Fraction}
 */
function added(one, other) {
  if (one.under === other.under) return { over: one.over + other.over, under: one.under }
  return { over: one.over * other.under + other.over * one.under, under: one.under * other.under }
}

/**
 * @param {Sent} sent
 * @param {{row: number, column: number}} cell
 * @returns {boolean}
 */
function insideMap(sent, { row, column }) {
  const [height, width] = mapSize(sent)
  return row >= 0 && row < height && column >= 0 && column < width
}
