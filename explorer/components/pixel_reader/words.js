/** How a direction follows from the two derivatives; kernels that do not look right and down turn or mirror it. */
function angleFormula({ turn, sense }) {
  const turned = turn ? ` ${turn < 0 ? MINUS : "+"} ${nearText(Math.abs(turn))}°` : ""
  return `${sense < 0 ? MINUS : ""}atan2(y, x)${turned}`
}

/** Hundredths of degrees in words; exact along the axes and the diagonals alone. */
function angleText(hundredths, texts) {
  const [x, y] = texts.map((text) => text.replace(MINUS, ""))
  const exact = x === "0" || y === "0" || (x === y && !x.startsWith("≈"))
  return `${exact ? "" : "≈ "}${decimalText(hundredths, 2)}°`
}

/** Where a picture grows brighter: 0 is to the right, 90 degrees is downwards. */
function compass(hundredths) {
  const names = ["right", "down right", "down", "down left", "left", "up left", "up", "up right"]
  return names[((Math.round(hundredths / 4500) % 8) + 8) % 8]
}

/**
 * Say what a pixel holds and how many windows read it.
 *
 * @param {Sent} sent
 * @param {{row: number, column: number}} pixel in places of the padded picture
 * @returns {string}
 */
function pixelText(sent, pixel) {
  const { header, shapes, arrays } = sent
  const [channels, height, width] = shapes.padded
  const values = Array.from({ length: channels }, (_, channel) => {
    const value = arrays.padded[(channel * height + pixel.row) * width + pixel.column]
    return channels === 1 ? value : `${channelName(header, channel).toLowerCase()} ${value}`
  })
  const [row, column] = [pixel.row - header.sides[0][0], pixel.column - header.sides[1][0]]
  const count = readersOfPixel(sent, pixel).reduce((product, axis) => product * axis.count, 1)
  const read =
    count === 0 ? "no window reads it" : count === 1 ? "1 window reads it" : `${count} windows read it`
  const name = outsidePicture(header, pixel) ? "Padding" : "Input"
  return `${name} at row ${row}, column ${column}: ${values.join(", ")}; ${read}`.replaceAll("-", MINUS)
}

function outsidePicture({ sides: [[top], [left]], picture: [, height, width] }, { row, column }) {
  return row < top || column < left || row >= top + height || column >= left + width
}

function channelName({ channelNames }, channel) {
  return channelNames[channel] ?? `Channel ${channel}`
}

function rangeOf({ top, left, rows, columns }) {
  const axis = (name, first, count) =>
    count === 1 ? `${name} ${first}` : `${name}s ${first} to ${first + count - 1}`
  return `${axis("row", top, rows)}, ${axis("column", left, columns)}`.replaceAll("-", MINUS)
}

function windowText(sent, row, column) {
  const [down, across] = sent.header.dilation
  const holes = down > 1 || across > 1 ? `; every ${ordinal(down)} row, every ${ordinal(across)} column` : ""
  const input = isPadded(sent.header) ? "padded input" : "input"
  return `Window: ${rangeOf(spanOf(windowOf(sent, row, column)))} of the ${input}${holes}`
}

function ordinal(number) {
  return number === 1 ? "single" : number === 2 ? "2nd" : number === 3 ? "3rd" : `${number}th`
}
