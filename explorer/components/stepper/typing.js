/** The texts of the grids that can be typed into; `text.py` has the same rules. */

const LARGEST_SIDES = { input: 16, kernel: 7 }
const LARGEST_NUMBER = 9999
const DECIMALS = 2

/**
 * A pooling has no kernel.
 *
 * @typedef {{input: string[][], kernel?: string[][]}} Texts
 * @param {string} text
 * @returns {Texts}
 */
function decodeTexts(text) {
  const [input, kernel] = text.split("/").map((grid) => grid.split(";").map((row) => row.split(",")))
  return { input, kernel }
}

function encodeTexts({ input, kernel }) {
  return [input, kernel].filter(Boolean).map((grid) => grid.map((row) => row.join(",")).join(";")).join("/")
}

function withCell(texts, name, place, text) {
  const width = texts[name][0].length
  const grid = texts[name].map((row) => [...row])
  grid[Math.floor(place / width)][place % width] = text
  return { ...texts, [name]: grid }
}

function withSize(texts, name, rows, columns) {
  const grid = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => texts[name][row]?.[column] ?? "0"),
  )
  return { ...texts, [name]: grid }
}
