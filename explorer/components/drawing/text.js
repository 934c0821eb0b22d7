/**
 * Strokes as text: `text.py` says how, and reads and writes the same.
 *
 * In here a place is kept in whole tenths of a canvas unit and a pressure in whole percent, as they travel.
 *
 * @typedef {{width: number, felt: boolean, points: number[][], text?: string}} Stroke `felt`: the pen feels pressure
 */

const CANVAS_SIZE = 280
const MOUSE_PRESSURE = 50
const MOST_STROKES = 200
const MOST_POINTS = 4000

/** @param {Stroke[]} strokes @returns {string} */
function encodeInk(strokes) {
  return strokes.map((stroke) => stroke.text ?? encodeStroke(stroke)).join("_")
}

/** @param {Stroke} stroke @returns {string} */
function encodeStroke(stroke) {
  const numbers = [stroke.width]
  let before = [0, 0, 0]
  for (const point of stroke.points) {
    numbers.push(point[0] - before[0], point[1] - before[1])
    if (stroke.felt) numbers.push(point[2] - before[2])
    before = point
  }
  return (stroke.felt ? "p" : "m") + numbers.join(".")
}

/** @param {string} text @returns {Stroke[]} */
function decodeInk(text) {
  return text === "" ? [] : text.split("_").map(decodeStroke)
}

/** @param {string} text @returns {Stroke} */
function decodeStroke(text) {
  const felt = text[0] === "p"
  const [width, ...numbers] = text.slice(1).split(".").map(Number)
  const axes = felt ? 3 : 2
  const points = []
  let before = [0, 0, felt ? 0 : MOUSE_PRESSURE]
  for (let first = 0; first + axes <= numbers.length; first += axes) {
    before = before.map((value, axis) => value + (numbers[first + axis] ?? 0) * (axis < axes))
    points.push(before)
  }
  return { width, felt, points, text }
}
