/**
 * The feature maps of one layer as tiles on one canvas, and its kernels on another.
 *
 * @typedef {{columns: number, gap: number, width: number, height: number}} Layout of the tiles: how many in a row, how
 *   far apart, and how large, in CSS pixels
 */

const GAP = 6

/**
 * Lay tiles in even rows, their cells as crisp as the screen allows.
 *
 * @param {number[]} shape maps, rows, columns
 * @param {number} room CSS pixels across
 * @param {{least?: number, largest?: number, gap?: number}} limits of a tile's width, in CSS pixels
 * @returns {Layout}
 */
function layTiles([count, rows, columns], room, { least = 62, largest = 96, gap = GAP } = {}) {
  const most = Math.max(1, Math.floor((room + gap) / (least + gap)))
  const perRow = evenRow(count, most)
  const ratio = window.devicePixelRatio || 1
  const side = Math.min(largest, (room - (perRow - 1) * gap) / perRow)
  const cell = Math.max(1, Math.floor((side * ratio) / Math.max(columns, rows))) / ratio
  return { columns: perRow, gap, width: cell * columns, height: cell * rows }
}

/** How many tiles make even rows: a divisor where one is near, else all rows but the last are full. */
function evenRow(count, most) {
  for (let size = Math.min(count, most); size > most / 2; size -= 1) if (count % size === 0) return size
  return Math.ceil(count / Math.ceil(count / most))
}

/**
 * @param {Layout} layout
 * @param {number} count how many tiles
 * @returns {[number, number]} width and height of all of them
 */
function sizeOfTiles({ columns, gap, width, height }, count) {
  return [columns * (width + gap) - gap, Math.ceil(count / columns) * (height + gap) - gap]
}

/**
 * @param {Layout} layout
 * @param {number} index
 * @returns {{x: number, y: number}} where a tile begins
 */
function tileAt({ columns, gap, width, height }, index) {
  return { x: (index % columns) * (width + gap), y: Math.floor(index / columns) * (height + gap) }
}

/**
 * Find the cell under a place on the canvas; a gap belongs to the tile before it.
 *
 * @param {Layout} layout
 * @param {number[]} shape
 * @param {number} x
 * @param {number} y
 * @returns {{map: number, row: number, column: number}}
 */
function cellAt(layout, [count, rows, columns], x, y) {
  const across = bounded(Math.floor(x / (layout.width + layout.gap)), layout.columns)
  const down = Math.max(0, Math.floor(y / (layout.height + layout.gap)))
  const map = bounded(down * layout.columns + across, count)
  const tile = tileAt(layout, map)
  return {
    map,
    row: bounded(Math.floor(((y - tile.y) / layout.height) * rows), rows),
    column: bounded(Math.floor(((x - tile.x) / layout.width) * columns), columns),
  }
}

/**
 * Paint tiles from a lookup of packed colours.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} scratch
 * @param {Layout} layout
 * @param {number[]} shape
 * @param {function(Uint32Array): void} fill gets all cells, map by map
 */
function paintTiles(canvas, scratch, layout, [count, rows, columns], fill) {
  paintPixels(scratch, columns, count * rows, fill)
  const context = crispContext(canvas, ...sizeOfTiles(layout, count))
  context.imageSmoothingEnabled = false
  for (let map = 0; map < count; map += 1) {
    const { x, y } = tileAt(layout, map)
    context.drawImage(scratch, 0, map * rows, columns, rows, x, y, layout.width, layout.height)
  }
}

/** Where a cell lies on the canvas of tiles. */
function boxOf(layout, [, rows, columns], { map, row, column }) {
  const { x, y } = tileAt(layout, map)
  const [width, height] = [layout.width / columns, layout.height / rows]
  return { x: x + column * width, y: y + row * height, width, height }
}
