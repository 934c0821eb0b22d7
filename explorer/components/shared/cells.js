/**
 * Keep a place on its axis.
 *
 * @param {number} place
 * @param {number} size
 * @returns {number} 0 to size - 1
 */
function bounded(place, size) {
  return Math.min(Math.max(place, 0), size - 1)
}

/**
 * Find the cell to which a key leads: arrows go one on, with Shift ten; Home and End go along the row, with Control to
 * the corners.
 *
 * @param {KeyboardEvent} event
 * @param {{row: number, column: number}} from
 * @param {[number, number]} size rows and columns
 * @returns {?{row: number, column: number}} nothing for other keys
 */
function cellAfterKey({ key, shiftKey, ctrlKey }, { row, column }, [rows, columns]) {
  const step = shiftKey ? 10 : 1
  const targets = {
    ArrowUp: [row - step, column],
    ArrowDown: [row + step, column],
    ArrowLeft: [row, column - step],
    ArrowRight: [row, column + step],
    Home: [ctrlKey ? 0 : row, 0],
    End: [ctrlKey ? rows - 1 : row, columns - 1],
  }
  const target = targets[key]
  return target ? { row: bounded(target[0], rows), column: bounded(target[1], columns) } : null
}
