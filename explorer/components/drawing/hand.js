/** Canvas units, in tenths, that an arrow key moves the pen; and with Shift. */
const STEP = 100
const SMALL_STEP = 20
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/**
 * Follow one pointer at a time over the canvas; a second finger or the palm beside a pen draws nothing.
 *
 * @param {Paper} paper
 * @param {{begin: function(number[], boolean), extend: function(number[][]), finish: function()}} view
 */
function followPointer(paper, view) {
  const canvas = paper.canvas
  let pointer = null
  let felt = false
  const point = (event) => [...paper.place(event), felt ? Math.round(event.pressure * 100) : MOUSE_PRESSURE]
  const end = (event) => {
    if (event.pointerId !== pointer) return
    pointer = null
    view.finish()
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return
    pointer = event.pointerId
    canvas.setPointerCapture(pointer)
    // Screens make up a pressure for fingers (always 1, or the size of the finger); only a pen's is meant.
    felt = event.pointerType === "pen"
    view.begin(point(event), felt)
  })
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return
    const between = event.getCoalescedEvents?.() ?? []
    view.extend((between.length > 0 ? between : [event]).map(point))
  })
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) canvas.addEventListener(name, end)
}

/** A pen that arrow keys move and that Space or Enter sets down and lifts; a ring shows where it is. */
class KeyboardPen {
  /**
   * @param {HTMLElement} ring
   * @param {{begin: function(number[], boolean), extend: function(number[][]), finish: function(),
   *   say: function(string), paper: Paper}} view
   */
  constructor(ring, view) {
    this.ring = ring
    this.view = view
    this.down = false
  }

  /** What a key asks of the pen: something to do, or nothing. */
  meaning(event) {
    if (event.key in ARROWS) return () => this.move(ARROWS[event.key], event.shiftKey ? SMALL_STEP : STEP)
    if (event.key === " " || event.key === "Enter") return () => event.repeat || this.toggle()
    return event.key === "Escape" && this.down ? () => this.lift() : null
  }

  /** Where the pen is, in the middle until it was moved; the paper has its height only after it was made. */
  get place() {
    return this.moved ?? this.sides.map((side) => side / 2)
  }

  /** The sides of the paper, in tenths of a canvas unit. */
  get sides() {
    return [10 * CANVAS_SIZE, 10 * this.view.paper.height]
  }

  move(direction, step) {
    this.moved = this.place.map((place, axis) =>
      Math.min(Math.max(place + step * direction[axis], 0), this.sides[axis]),
    )
    if (this.down) this.view.extend([[...this.place, MOUSE_PRESSURE]])
    this.view.say(`${this.down ? "Drawing" : "Pen up"}, ${this.where}.`)
    this.show(true)
  }

  toggle() {
    if (this.down) this.lift()
    else this.set()
    this.show(true)
  }

  set() {
    this.down = this.view.begin([...this.place, MOUSE_PRESSURE], false)
    if (this.down) this.view.say(`Pen down, ${this.where}.`)
  }

  lift() {
    if (!this.down) return
    this.down = false
    this.view.finish()
    this.show(this.shown)
  }

  get where() {
    const [across, down] = this.place.map((place, axis) => Math.round((100 * place) / this.sides[axis]))
    return `${across} % across, ${down} % down`
  }

  show(shown) {
    this.shown = shown
    this.ring.classList.toggle("shown", shown)
    this.ring.classList.toggle("down", this.down)
    const [left, top] = this.place.map((place, axis) => `${(100 * place) / this.sides[axis]}%`)
    Object.assign(this.ring.style, { left, top })
  }
}
