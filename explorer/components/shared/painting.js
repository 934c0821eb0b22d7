/**
 * Pack a table of colours, three bytes each, into one number a colour, as canvas pixels lie in memory.
 *
 * @param {ArrayLike<number>} bytes
 * @returns {Uint32Array}
 */
function packColours(bytes) {
  const colours = new Uint32Array(bytes.length / 3)
  for (let index = 0; index < colours.length; index += 1) {
    const at = 3 * index
    colours[index] = (255 << 24) | (bytes[at + 2] << 16) | (bytes[at + 1] << 8) | bytes[at]
  }
  return colours
}

/** The greys from black to white, packed. */
const GREYS = Uint32Array.from({ length: 256 }, (_, grey) => (255 << 24) | (grey * 0x010101))

/**
 * The place of a number in the diverging table: zero in its middle, `limit` at its end.
 *
 * @param {number} value
 * @param {number} limit
 * @returns {number} 0 to 254
 */
function divergingIndex(value, limit) {
  const place = limit > 0 ? Math.round((value * 127) / limit) + 127 : 127
  return place < 0 ? 0 : place > 254 ? 254 : place
}

/**
 * Write a packed colour for CSS.
 *
 * @param {number} packed
 * @returns {string}
 */
function cssColour(packed) {
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`
}

/**
 * Say which ink is read best on a packed colour: black or white (WCAG's relative luminance).
 *
 * @param {number} packed
 * @returns {string}
 */
function inkOn(packed) {
  const linear = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255].map((part) =>
    part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  )
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  return luminance > 0.179 ? "#000" : "#fff"
}

/**
 * Write the colours of a table from one place to another as a CSS gradient, left to right.
 *
 * @param {Uint32Array} table
 * @param {number} from
 * @param {number} to
 * @returns {string}
 */
function cssGradient(table, from, to) {
  const steps = 12
  const stops = Array.from({ length: steps + 1 }, (_, step) =>
    cssColour(table[Math.round(from + ((to - from) * step) / steps)]),
  )
  return `linear-gradient(90deg, ${stops.join(", ")})`
}

/** The pixels of every canvas that was painted, kept to be painted over. */
const pictures = new WeakMap()

/**
 * Paint a canvas pixel by pixel; `fill` gets the packed colours, row by row.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {function(Uint32Array): void} fill
 */
function paintPixels(canvas, width, height, fill) {
  let picture = pictures.get(canvas)
  if (picture?.width !== width || picture?.height !== height) {
    canvas.width = width
    canvas.height = height
    picture = new ImageData(width, height)
    pictures.set(canvas, picture)
  }
  fill(new Uint32Array(picture.data.buffer))
  canvas.getContext("2d").putImageData(picture, 0, 0)
}

/**
 * Give a canvas as many pixels as the screen has under it, and measure in CSS pixels from then on.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height
 * @param {{top?: number, height?: number}} wiped the rows of pixels to wipe, if not all
 * @returns {CanvasRenderingContext2D} wiped there
 */
function crispContext(canvas, width, height, { top = 0, height: cleared = height } = {}) {
  const ratio = window.devicePixelRatio || 1
  const pixels = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]
  if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) [canvas.width, canvas.height] = pixels
  const context = canvas.getContext("2d")
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, top, width, cleared)
  return context
}

/**
 * Outline a rectangle so that it shows on every colour: a light line in a dark one. What is too small to be seen is
 * outlined a little larger.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, width: number, height: number}} box
 * @param {{least?: number, line?: number, colour?: string, dashed?: boolean}} style
 */
function outline(context, box, { least = 7, line = 1.5, colour = "#fff", dashed = false } = {}) {
  const width = Math.max(box.width, least)
  const height = Math.max(box.height, least)
  const x = box.x + (box.width - width) / 2
  const y = box.y + (box.height - height) / 2
  context.save()
  context.lineJoin = "round"
  context.strokeStyle = "rgb(0 0 0 / 0.8)"
  context.lineWidth = line + 2
  context.strokeRect(x, y, width, height)
  context.strokeStyle = colour
  context.lineWidth = line
  if (dashed) context.setLineDash([4, 3])
  context.strokeRect(x, y, width, height)
  context.restore()
}

/**
 * Cover rectangles with slanted lines, dark and light, that show on every picture and let it through.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, width: number, height: number}[]} boxes
 */
function hatch(context, boxes) {
  if (!boxes.length) return
  const tile = new OffscreenCanvas(6, 6)
  const lines = tile.getContext("2d")
  lines.fillStyle = "rgb(255 255 255 / 0.45)"
  lines.fillRect(0, 0, 6, 6)
  lines.strokeStyle = "rgb(0 0 0 / 0.6)"
  lines.lineWidth = 1.3
  for (const shift of [-6, 0, 6]) {
    lines.moveTo(shift - 1, 7)
    lines.lineTo(shift + 7, -1)
  }
  lines.stroke()
  context.fillStyle = context.createPattern(tile, "repeat")
  context.beginPath()
  for (const box of boxes) context.rect(box.x, box.y, box.width, box.height)
  context.fill()
}

/**
 * Collect calls and run the last of them when the browser is about to draw its next frame.
 *
 * @template Argument
 * @param {function(Argument): void} act
 * @returns {{ask: function(Argument): void, now: function(Argument): void, cancel: function(): void}}
 */
function oncePerFrame(act) {
  let frame = 0
  let latest
  return {
    // For what has just come from Python: it would wait for a frame of its own, after the one that it came in.
    now(argument) {
      this.cancel()
      act(argument)
    },
    ask(argument) {
      latest = argument
      frame ||= requestAnimationFrame(() => {
        frame = 0
        act(latest)
      })
    },
    cancel() {
      cancelAnimationFrame(frame)
      frame = 0
    },
  }
}
