// Paper is white and ink is dark in the dark theme too: the network reads what is seen here.
const PAPER = "#ffffff"
const INK = "#000000"

/** Round dots joined by straight lines, as `explorer.pictures.strokes.draw_strokes` draws them. */
class Paper {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas
    this.context = canvas.getContext("2d")
    /** Canvas units from top to bottom; from left to right they are always `CANVAS_SIZE`. */
    this.height = CANVAS_SIZE
  }

  /** Give the canvas as many pixels as the screen has under it; say whether that changed. */
  fit() {
    const pixels = Math.round(this.canvas.getBoundingClientRect().width * window.devicePixelRatio)
    const high = Math.round((pixels * this.height) / CANVAS_SIZE)
    if (pixels === 0 || (pixels === this.canvas.width && high === this.canvas.height)) return false
    this.canvas.width = pixels
    this.canvas.height = high
    return true
  }

  /** @param {Stroke[]} strokes */
  paint(strokes) {
    const { context, canvas } = this
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = PAPER
    context.fillRect(0, 0, canvas.width, canvas.height)
    for (const stroke of strokes) this.paintStroke(stroke, 0)
  }

  /** Paint a stroke from one of its points on, over what is there. */
  paintStroke(stroke, first) {
    const scale = this.canvas.width / (10 * CANVAS_SIZE)
    this.context.setTransform(scale, 0, 0, scale, 0, 0)
    this.context.strokeStyle = INK
    this.context.lineCap = this.context.lineJoin = "round"
    for (let place = first; place < stroke.points.length; place += 1)
      this.paintLine(stroke, stroke.points[Math.max(place - 1, 0)], stroke.points[place])
  }

  paintLine(stroke, from, to) {
    const { context } = this
    context.lineWidth = (penWidth(stroke.width, from[2]) + penWidth(stroke.width, to[2])) / 2
    context.beginPath()
    context.moveTo(from[0], from[1])
    // A line without length would not be painted, and a tap is a dot.
    context.lineTo(to[0] + 0.01, to[1])
    context.stroke()
  }

  /** Where a pointer is on the paper, in tenths of a canvas unit, kept on the paper. */
  place(event) {
    const box = this.canvas.getBoundingClientRect()
    return [
      onPaper((event.clientX - box.left) / box.width, CANVAS_SIZE),
      onPaper((event.clientY - box.top) / box.height, this.height),
    ]
  }
}

/** @param {number} part of a side of the paper @param {number} units that this side has */
function onPaper(part, units) {
  return Math.round(Math.min(Math.max(part, 0), 1) * 10 * units)
}

/** The width that a pen draws at a pressure in percent: `explorer.pictures.strokes.pen_width`. */
function penWidth(width, pressure) {
  return width * (0.4 + (1.2 * pressure) / 100)
}
