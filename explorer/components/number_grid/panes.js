/** The planes in the order in which Python sends them. */
const [RED, GREEN, BLUE, GREY] = [0, 1, 2, 3]
const PLANES = ["Red", "Green", "Blue", "Grey"]
/** How far the canvas of the marks reaches over the picture's edge, so that a line there is seen whole. */
const MARGIN = 4

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

/** A picture with its window and the pixel that is read; a finger or a mouse moves the window. */
class Pane {
  /**
   * @param {string} name
   * @param {{drag: function(number, number): void, rest: function(): void, keydown?: function(KeyboardEvent): void}} hears
   */
  constructor(name, hears) {
    this.name = name
    this.hears = hears
    this.value = element("span", { class: "shape" })
    this.title = element("span", { class: "title" }, name)
    this.pixels = element("canvas", { class: "pixels enlarged", "aria-hidden": "true" })
    this.marks = element("canvas", {
      class: "marks",
      ...(hears.keydown
        ? { tabindex: "0", role: "application", "aria-roledescription": "picture with a window", keydown: hears.keydown }
        : { role: "img" }),
      pointerdown: (event) => this.pressed(event),
      pointermove: (event) => this.moved(event),
      pointerup: () => this.released(),
      pointercancel: () => this.released(),
    })
    this.picture = element("div", { class: "picture" }, this.pixels, this.marks)
    this.node = element(
      "figure",
      { class: "panel", "data-pane": name.toLowerCase() },
      element("figcaption", {}, this.title, this.value),
      this.picture,
    )
  }

  pressed(event) {
    if (event.button !== 0) return
    this.dragging = true
    this.marks.setPointerCapture(event.pointerId)
    this.moved(event)
  }

  moved({ clientX, clientY }) {
    if (!this.dragging) return
    const box = this.picture.getBoundingClientRect()
    this.hears.drag((clientY - box.top) / box.height, (clientX - box.left) / box.width)
  }

  released() {
    if (!this.dragging) return
    this.dragging = false
    this.hears.rest()
  }

  /** @param {function(Uint32Array): void} fill */
  paint([height, width], fill) {
    this.size = [height, width]
    this.picture.style.aspectRatio = `${width} / ${height}`
    this.node.style.setProperty("--ratio", width / height)
    paintPixels(this.pixels, width, height, fill)
  }

  /** Outline the window, and in it the pixel that is read. */
  mark({ row, column, height, width }, pixel) {
    const [tall, wide] = [this.picture.clientHeight, this.picture.clientWidth]
    if (!tall || !wide) return
    const context = crispContext(this.marks, wide + 2 * MARGIN, tall + 2 * MARGIN)
    const [down, across] = [tall / this.size[0], wide / this.size[1]]
    const box = (top, left, rows, columns) => ({
      x: MARGIN + left * across,
      y: MARGIN + top * down,
      width: columns * across,
      height: rows * down,
    })
    outline(context, box(row, column, height, width))
    outline(context, box(pixel.row, pixel.column, 1, 1), { least: 4, line: 1, colour: "#ffd23f" })
  }
}
