/**
 * Say what is marked on a panel.
 *
 * @param {Plan} plan the panel's
 * @param {Sent} sent
 * @param {{place: Place, pixel: ?{row: number, column: number}, pin: ?Place}} looking where the visitor looks: a cell,
 *   a pixel of the padded picture under the pointer, the cell that is pinned
 * @returns {Mark[]}
 */
function marksOn(plan, sent, { place, pixel, pin }) {
  const { kind } = plan
  if (kind === "picture" || kind === "padded") {
    const shift = kind === "picture" ? sent.header.sides.map(([before]) => before) : [0, 0]
    const seen = pixel && (kind === "padded" || !outsidePicture(sent.header, pixel))
    const marks = [...inputMarks(sent, place), ...(seen ? [cellMark("cell", pixel)] : [])]
    return marks.map((mark) => ({ ...mark, top: mark.top - shift[0], left: mark.left - shift[1] }))
  }
  if (kind === "pooled") return place.kind === "pooled" ? [cellMark("cell", place)] : []
  const ownMap = plan.map ?? place.map
  const pinned = pin && pin.map === ownMap && kind === "map" ? [cellMark("other", pin)] : []
  if (place.kind === "pooled") {
    const source = sent.header.activated ? "activated" : "map"
    return kind === source && ownMap === place.map ? [...pinned, ...poolingMarks(sent, place)] : pinned
  }
  const read = ownMap === place.map || sent.header.gradient
  return [...pinned, ...readerMarks(sent, pixel), cellMark(read ? "cell" : "other", place)]
}

function cellMark(kind, { row, column }) {
  return { kind, top: row, left: column, rows: 1, columns: 1 }
}

/** What is read of the padded picture: the window of a cell, or the one that won the pooling. */
function inputMarks(sent, place) {
  const read = place.kind === "pooled" ? pooledAt(sent, place.map, place.row, place.column).winner : place
  if (!read) return []
  const window = windowOf(sent, read.row, read.column)
  const dilated = sent.header.dilation.some((step) => step > 1)
  return [
    { kind: "window", ...spanOf(window) },
    ...(dilated ? cellsOf(window).map((cell) => cellMark("tap", cell)) : []),
  ]
}

function poolingMarks(sent, { map, row, column }) {
  const { winner } = pooledAt(sent, map, row, column)
  const window = { kind: "window", ...spanOf(poolingWindowOf(sent, row, column)) }
  return winner ? [window, cellMark("winner", winner)] : [window]
}

/** The part of the feature map that reads the pixel under the pointer. */
function readerMarks(sent, pixel) {
  const axes = pixel ? readersOfPixel(sent, pixel) : []
  if (!axes.length || axes.some(({ count }) => count === 0)) return []
  const [rows, columns] = axes
  return [
    {
      kind: "region",
      top: rows.first,
      left: columns.first,
      rows: rows.last - rows.first + 1,
      columns: columns.last - columns.first + 1,
    },
  ]
}

/**
 * Which windows read a pixel, along both axes.
 *
 * @param {Sent} sent
 * @param {{row: number, column: number}} pixel in places of the padded picture
 */
function readersOfPixel(sent, { row, column }) {
  const { kernel, stride, dilation } = sent.header
  return [row, column].map((cell, axis) =>
    readersOf(cell, {
      size: mapSize(sent)[axis],
      kernel: kernel[axis],
      stride: stride[axis],
      dilation: dilation[axis],
    }),
  )
}
