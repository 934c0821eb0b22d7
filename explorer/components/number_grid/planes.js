/** The planes in the order in which Python sends them. */
const [RED, GREEN, BLUE, GREY] = [0, 1, 2, 3]
const PLANES = ["Red", "Green", "Blue", "Grey"]

/**
 * The colour of one pixel of one plane, packed: red, green and blue as that light alone, grey as grey.
 *
 * @param {number} plane
 * @param {number} value
 * @returns {number}
 */
function planeColour(plane, value) {
  if (plane === GREY) return GREYS[value]
  return ((255 << 24) | (value << (8 * plane))) >>> 0
}

/**
 * The same for a cell with a number on it: mixed with grey, because on pure red or blue no ink reads well.
 *
 * @param {number} plane
 * @param {number} value
 * @returns {number}
 */
function cellColour(plane, value) {
  if (plane === GREY) return GREYS[value]
  const shift = 8 * plane
  return ((GREYS[Math.round(0.55 * value)] & ~(255 << shift)) | (value << shift)) >>> 0
}

/**
 * Outline the window on a pane, and in it the pixel that is read.
 *
 * @param {Pane} pane
 * @param {{row: number, column: number, height: number, width: number}} window
 * @param {{row: number, column: number}} pixel
 */
function markWindow(pane, { row, column, height, width }, pixel) {
  pane.mark((context, box) => {
    outline(context, box(row, column, height, width))
    outline(context, box(pixel.row, pixel.column, 1, 1), { least: 4, line: 1, colour: "#ffd23f" })
  })
}
