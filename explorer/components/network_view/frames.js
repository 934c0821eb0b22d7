const SEEN = "#ffd60a"

/**
 * Add a frame around cells of a map to a path: all frames of a colour are one path, because to draw each alone takes
 * most of a frame where there are many maps.
 *
 * @param {Path2D} path
 * @param {{x: number, y: number, width: number, height: number}} box where the map is
 * @param {{rows: number, columns: number}} map
 * @param {{top: number, bottom: number, left: number, right: number}} field half-open; what lies over the edge is cut off
 */
function addFrame(path, { x, y, width, height }, { rows, columns }, field) {
  const [top, bottom] = [Math.max(0, field.top), Math.min(rows, field.bottom)]
  const [left, right] = [Math.max(0, field.left), Math.min(columns, field.right)]
  if (bottom <= top || right <= left) return
  const [across, down] = [width / columns, height / rows]
  path.rect(x + left * across, y + top * down, (right - left) * across, (bottom - top) * down)
}

/** Draw frames that show on every picture: bright in dark. */
function strokeFrames(context, path, colour = SEEN) {
  context.lineWidth = 3
  context.strokeStyle = "rgb(0 0 0 / 0.8)"
  context.stroke(path)
  context.lineWidth = 1.5
  context.strokeStyle = colour
  context.stroke(path)
}

/** One cell, as a field. */
function cellField({ row, column }) {
  return { top: row, bottom: row + 1, left: column, right: column + 1 }
}
