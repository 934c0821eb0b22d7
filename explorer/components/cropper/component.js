/** By how many steps of the arrow keys plus and minus change the side. */
const LONGER = 4
/** A side with this much room is changed by keys in hundredths of it, not pixel by pixel. */
const ROOM = 200
const [CORNER_LINE, CORNER_PART] = [5, 0.18]

/** A picture and a square on it. Where the square stands here is the truth; Python is told of it. */
class CropperView {
  constructor() {
    this.known = -1
    this.reading = 0
    this.teller = new Teller(() => `${this.known}|${this.square.row},${this.square.column},${this.square.side}`)
    this.square = { row: 0, column: 0, side: 1 }
    this.pane = new Pane("Picture", {
      grab: (down, across) => this.grab(down, across),
      drag: (down, across) => this.drag(down, across),
      hover: (down, across) => this.hover(down, across),
      rest: () => this.teller.now(),
      keydown: (event) => this.pressed(event),
      role: "picture with a square",
    })
    this.side = element("input", {
      type: "range",
      step: "1",
      input: () => this.resize(Number(this.side.value)),
      change: () => this.teller.now(),
    })
    this.where = element("p", { class: "where", role: "status" })
    this.frame = oncePerFrame(() => this.draw())
    // In the frame that it came in: one later, the square would be seen at its old size on the new picture.
    this.watching = new ResizeObserver(() => this.frame.now())
    this.watching.observe(this.pane.picture)
    this.root = element(
      "div",
      { class: "cropper" },
      this.pane.node,
      element("label", {}, element("span", {}, "Side of the square"), this.side),
      this.where,
    )
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.teller.tell = (text) => setStateValue("text", text)
    const { header, arrays } = unpack(data)
    this.read(arrays.file, (picture) => this.show(header, picture))
  }

  /** Read a file; what was sent later is not undone by what took longer to read. */
  async read(file, then) {
    const reading = (this.reading += 1)
    const picture = await createImageBitmap(new Blob([file]))
    if (reading === this.reading) then(picture)
    picture.close()
  }

  show(header, picture) {
    this.size = header.size
    this.least = header.least
    this.step = header.step
    if (header.version !== this.known) {
      this.known = header.version
      const [row, column, side] = header.text.split(",").map(Number)
      this.square = { row, column, side }
    }
    this.pane.show(header.shown, picture)
    this.pane.value.textContent = header.words
    this.pane.marks.setAttribute(
      "aria-label",
      `${header.alt} Arrow keys move the square, with Shift ten times as far; plus and minus change its side.`,
    )
    const most = Math.min(...this.size)
    const least = Math.min(this.least, most)
    this.side.min = String(least)
    this.side.max = String(most)
    this.side.step = most - least < ROOM ? "1" : "any"
    this.moveTo(this.square)
    this.frame.now()
  }

  pixelAt(down, across) {
    return [down * this.size[0], across * this.size[1]]
  }

  corner(at) {
    return cornerAt(this.square, at, this.pane.picture.clientWidth / this.size[1])
  }

  holds([y, x]) {
    const { row, column, side } = this.square
    return y >= row && y < row + side && x >= column && x < column + side
  }

  /** Take hold of a corner, or of the square; outside of it, of its middle. */
  grab(down, across) {
    const at = this.pixelAt(down, across)
    const { row, column, side } = this.square
    const corner = this.corner(at)
    this.anchor = corner && {
      row: corner[0] ? row : row + side,
      column: corner[1] ? column : column + side,
      down: corner[0],
      across: corner[1],
    }
    this.held = this.holds(at) ? [at[0] - row, at[1] - column] : [side / 2, side / 2]
  }

  drag(down, across) {
    const at = this.pixelAt(down, across)
    if (this.anchor) this.moveTo(stretched(this.anchor, at, this.size, this.least))
    else this.moveTo({ ...this.square, row: at[0] - this.held[0], column: at[1] - this.held[1] })
  }

  hover(down, across) {
    const at = this.pixelAt(down, across)
    const corner = this.corner(at)
    const over = corner ? (corner[0] === corner[1] ? "nwse-resize" : "nesw-resize") : this.holds(at) ? "move" : "crosshair"
    if (this.pane.marks.style.cursor !== over) this.pane.marks.style.cursor = over
  }

  pressed(event) {
    if (event.altKey || event.metaKey) return
    const { row, column, side } = this.square
    const { step } = this
    // Keys count in steps: a pixel of a large photo is less than can be seen.
    const room = this.size.map((length) => (length - side) / step + 1)
    const longer = { "+": LONGER, "=": LONGER, "-": -LONGER, _: -LONGER }[event.key]
    const target = longer ? null : cellAfterKey(event, { row: row / step, column: column / step }, room)
    if (!longer && !target) return
    // With Control these keys are the browser's own: they enlarge the page.
    if (longer && event.ctrlKey) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
    if (longer) this.resize(side + longer * step)
    else this.moveTo({ row: target.row * step, column: target.column * step, side })
    this.teller.soon()
  }

  resize(side) {
    const most = Math.min(...this.size)
    this.moveTo(resized(this.square, Math.min(Math.max(side, Math.min(this.least, most)), most)))
  }

  moveTo(square) {
    this.square = squareInside(square, this.size, this.least)
    this.frame.ask()
  }

  draw() {
    const { row, column, side } = this.square
    const words = `Rows ${row} to ${row + side - 1}, columns ${column} to ${column + side - 1}: ${side} × ${side} pixels`
    if (this.where.textContent !== words) this.where.textContent = words
    this.side.value = String(side)
    this.side.setAttribute("aria-valuetext", `${side} pixels`)
    this.pane.mark((context, box) => {
      const [down, across] = this.pane.size.map((length, axis) => length / this.size[axis])
      const [whole, kept] = [
        box(0, 0, ...this.pane.size),
        box(row * down, column * across, side * down, side * across),
      ]
      context.fillStyle = "rgb(0 0 0 / 0.55)"
      context.beginPath()
      for (const { x, y, width, height } of [whole, kept]) context.rect(x, y, width, height)
      context.fill("evenodd")
      outline(context, kept)
      this.drawCorners(context, kept)
    })
  }

  drawCorners(context, { x, y, width }) {
    const arm = Math.min(16, width * CORNER_PART)
    for (const [colour, line] of [
      ["rgb(0 0 0 / 0.8)", CORNER_LINE + 2],
      ["#fff", CORNER_LINE],
    ]) {
      context.strokeStyle = colour
      context.lineWidth = line
      context.beginPath()
      for (const [down, across] of CORNERS) {
        const [cornerX, cornerY] = [x + across * width, y + down * width]
        context.moveTo(cornerX, cornerY + (down ? -arm : arm))
        context.lineTo(cornerX, cornerY)
        context.lineTo(cornerX + (across ? -arm : arm), cornerY)
      }
      context.stroke()
    }
  }

  remove() {
    this.reading += 1
    this.teller.cancel()
    this.frame.cancel()
    this.watching.disconnect()
    this.root.remove()
  }
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new CropperView())
}
