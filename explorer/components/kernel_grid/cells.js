/**
 * The texts of the cells, row by row, and what may be done to them. `text.py` has the same rules for the same numbers.
 *
 * @typedef {string[][]} Cells
 */

const LARGEST_SIDE = 11
const LARGEST_WEIGHT = 1000000
const BOUNDS = "weights go from -1,000,000 to 1,000,000"
const NUMBER = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,3})?$/i

/** What is wrong with the text of a cell, to be read after "Row 1, column 2 "; empty for nothing. */
function problemOf(text) {
  if (text === "") return "is empty; write a number, 0 for no weight"
  if (/^[+-]?[0-9]*,[0-9]+$/.test(text)) return `is "${text}"; write a point, ${text.replace(",", ".")}`
  const [, above, below] = text.match(/^([+-]?[0-9]{1,6})\/([1-9][0-9]{0,5})$/) ?? []
  if (below) return `is "${text}"; write it with a point, ${Number((above / below).toFixed(4))}`
  if (/^[+-]?inf(inity)?$/i.test(text)) return `is ${text}; ${BOUNDS}`
  if (!NUMBER.test(text)) return `is "${text.slice(0, 20)}", which is not a number`
  if (Math.abs(Number(text)) > LARGEST_WEIGHT) return `is ${text}; ${BOUNDS}`
  return ""
}

/** A typed text as it is kept: without blanks, with the keyboard's minus sign, a number rounded to four decimals. */
function tidy(text) {
  const plain = text.trim().replaceAll("\u2212", "-")
  return problemOf(plain) === "" ? String(Number(Number(plain).toFixed(4)) + 0) : plain
}

/** @param {Cells} cells @returns {{row: number, column: number, problem: string}|undefined} */
function firstProblem(cells) {
  return cells
    .flatMap((texts, row) => texts.map((text, column) => ({ row, column, problem: problemOf(text) })))
    .find(({ problem }) => problem !== "")
}

/** @returns {Cells} */
function decodeCells(text) {
  return text.split(";").map((row) => row.split(","))
}

function encodeCells(cells) {
  return cells.map((row) => row.join(",")).join(";")
}

/** @returns {Cells} the cells with so many rows and columns; what is new is 0 */
function resized(cells, rows, columns) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => cells[row]?.[column] ?? "0"),
  )
}

function mirrored(cells) {
  return cells.map((row) => [...row].reverse())
}

function transposed(cells) {
  return cells[0].map((_, column) => cells.map((row) => row[column]))
}

/** A quarter turn, clockwise. */
function turned(cells) {
  return mirrored(transposed(cells))
}

function negated(cells) {
  return cells.map((row) => row.map((text) => (problemOf(text) === "" ? tidy(String(-Number(text))) : text)))
}

/**
 * The table in a pasted text: rows on lines of their own, after `;` or in brackets; numbers between tabs, else
 * commas, else blanks. A row that is short gets empty cells.
 *
 * @returns {Cells|null} null where there is only one cell
 */
function pastedCells(text) {
  const rows = text
    .replaceAll(/\][,\s]*/g, "\n")
    .replaceAll(/[[()]|np\.array|array/g, " ")
    .split(/[;\r\n]+/)
    .filter((row) => row.trim() !== "")
    .map((row) => splitRow(row).map(tidy))
  const columns = Math.max(0, ...rows.map((row) => row.length))
  if (rows.length * columns < 2) return null
  return rows.map((row) => Array.from({ length: columns }, (_, column) => row[column] ?? ""))
}

function splitRow(row) {
  if (row.includes("\t")) return row.split("\t")
  return row.includes(",") ? row.trim().replace(/,$/, "").split(",") : row.trim().split(/\s+/)
}

/** The cells with others laid over them from a place on; from the first cell on, the others take their place. */
function overlaid(cells, others, row, column) {
  if (row === 0 && column === 0) return others
  const rows = Math.max(cells.length, row + others.length)
  const columns = Math.max(cells[0].length, column + others[0].length)
  return resized(cells, rows, columns).map((texts, y) => texts.map((text, x) => others[y - row]?.[x - column] ?? text))
}
