/** How far the canvas of the marks reaches over the picture's edge, so that a line there is seen whole. */
const MARGIN = 4

/** A picture with marks over it; a finger or a mouse that drags is told of in shares of height and width. */
class Pane {
  /**
   * @param {string} name
   * @param {{drag: function(number, number): void, rest: function(): void, grab?: function(number, number): void,
   *   hover?: function(number, number): void, keydown?: function(KeyboardEvent): void, role?: string}} hears
   *   `grab` comes before the first `drag`, `hover` while nothing is pressed; `role` describes what keys do move
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
        ? { tabindex: "0", role: "application", "aria-roledescription": hears.role, keydown: hears.keydown }
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

  /** Where an event is, as shares of the picture's height and width. */
  place({ clientX, clientY }) {
    const box = this.picture.getBoundingClientRect()
    return [(clientY - box.top) / box.height, (clientX - box.left) / box.width]
  }

  pressed(event) {
    if (event.button !== 0) return
    this.dragging = true
    this.marks.setPointerCapture(event.pointerId)
    this.hears.grab?.(...this.place(event))
    this.moved(event)
  }

  moved(event) {
    if (this.dragging) this.hears.drag(...this.place(event))
    else this.hears.hover?.(...this.place(event))
  }

  released() {
    if (!this.dragging) return
    this.dragging = false
    this.hears.rest()
  }

  /** @param {function(Uint32Array): void} fill */
  paint([height, width], fill) {
    this.shape([height, width])
    paintPixels(this.pixels, width, height, fill)
  }

  /** @param {ImageBitmap} picture */
  show([height, width], picture) {
    this.shape([height, width])
    Object.assign(this.pixels, { width, height })
    this.pixels.getContext("2d").drawImage(picture, 0, 0, width, height)
  }

  shape([height, width]) {
    this.size = [height, width]
    this.picture.style.aspectRatio = `${width} / ${height}`
    this.node.style.setProperty("--ratio", width / height)
  }

  /**
   * Paint the marks anew.
   *
   * @param {function(CanvasRenderingContext2D, function(number, number, number, number): Object): void} draw gets a
   *   context in CSS pixels, and what turns a row, a column, and how many of each into a box on it
   */
  mark(draw) {
    const [tall, wide] = [this.picture.clientHeight, this.picture.clientWidth]
    if (!tall || !wide) return
    const context = crispContext(this.marks, wide + 2 * MARGIN, tall + 2 * MARGIN)
    const [down, across] = [tall / this.size[0], wide / this.size[1]]
    draw(context, (row, column, rows, columns) => ({
      x: MARGIN + column * across,
      y: MARGIN + row * down,
      width: columns * across,
      height: rows * down,
    }))
  }
}
