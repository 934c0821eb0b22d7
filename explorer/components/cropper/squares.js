/** How near to a corner, in CSS pixels, the pointer takes hold of it. */
const REACH = 18
const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]

/**
 * Keep a square inside a picture.
 *
 * @param {{row: number, column: number, side: number}} square
 * @param {[number, number]} size height and width
 * @param {number} least the shortest side
 */
function squareInside({ row, column, side }, [height, width], least) {
  const most = Math.min(height, width)
  const kept = Math.min(Math.max(Math.round(side), Math.min(least, most)), most)
  return {
    row: bounded(Math.round(row), height - kept + 1),
    column: bounded(Math.round(column), width - kept + 1),
    side: kept,
  }
}

/** The same square with another side around the same middle. */
function resized({ row, column, side }, to) {
  return { row: row + (side - to) / 2, column: column + (side - to) / 2, side: to }
}

/**
 * The square between a corner that stays and the pointer, as far as the picture goes.
 *
 * @param {{row: number, column: number, down: number, across: number}} anchor its corner, and whether (1) or not (0)
 *   the square reaches down and to the right of it
 */
function stretched(anchor, [y, x], [height, width], least) {
  const room = [anchor.down ? height - anchor.row : anchor.row, anchor.across ? width - anchor.column : anchor.column]
  const wanted = Math.max((y - anchor.row) * (anchor.down ? 1 : -1), (x - anchor.column) * (anchor.across ? 1 : -1))
  const most = Math.min(...room)
  const side = Math.min(Math.max(Math.round(wanted), Math.min(least, most)), most)
  return {
    row: anchor.down ? anchor.row : anchor.row - side,
    column: anchor.across ? anchor.column : anchor.column - side,
    side,
  }
}

/** The corner of a square that the pointer is at, as [0 or 1 down, 0 or 1 across], or undefined. */
function cornerAt({ row, column, side }, [y, x], perPixel) {
  // Corners of a small square leave its middle free to be moved.
  const reach = Math.min(REACH / perPixel, side / 3)
  return CORNERS.find(([down, across]) => Math.hypot(row + down * side - y, column + across * side - x) <= reach)
}
