/** The picture, its window and its numbers. Where the window stands here is the truth; Python is told of it. */
class NumberGridView {
  constructor() {
    this.known = -1
    this.teller = new Teller(() => `${this.known}|${this.window.row},${this.window.column}`)
    this.window = { row: 0, column: 0, height: 1, width: 1 }
    this.pixel = { row: 0, column: 0 }
    this.table = new NumberTable({
      look: (row, column) => this.look(this.window.row + row, this.window.column + column),
      push: (rows, columns) => this.push(rows, columns),
    })
    const hears = { drag: (down, across) => this.drag(down, across), rest: () => this.teller.now() }
    this.main = new Pane("Picture", {
      ...hears,
      keydown: (event) => this.pressed(event),
      role: "picture with a window",
    })
    this.planes = PLANES.slice(RED, GREY).map((name) => new Pane(name, hears))
    this.row = this.field("First row", "row")
    this.column = this.field("First column", "column")
    this.where = element("p", { class: "where", role: "status" })
    this.reading = new Reading()
    this.frame = oncePerFrame(() => this.draw())
    this.watching = new ResizeObserver(() => this.frame.now())
    this.root = element(
      "div",
      { class: "number-grid" },
      element(
        "div",
        { class: "top" },
        element("div", { class: "whole" }, this.main.node, element("div", { class: "fields" }, this.row.label, this.column.label)),
        element("div", { class: "numbers" }, this.where, this.table.node),
      ),
      element("div", { class: "bottom" }, element("div", { class: "planes" }, ...this.planes.map(({ node }) => node)), this.reading.node),
    )
    for (const pane of [this.main, ...this.planes]) this.watching.observe(pane.picture)
  }

  field(name, axis) {
    const input = element("input", {
      type: "number",
      min: "0",
      step: "1",
      inputmode: "numeric",
      change: () => {
        const place = Math.trunc(Number(input.value))
        this.moveTo({ ...this.window, [axis]: Number.isFinite(place) ? place : this.window[axis] })
        this.teller.now()
      },
    })
    return { input, label: element("label", {}, element("span", {}, name), input) }
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.teller.tell = (text) => setStateValue("text", text)
    const { header, arrays, shapes } = unpack(data)
    Object.assign(this, header, { values: arrays.planes, size: shapes.planes.slice(1) })
    if (header.version !== this.known) {
      this.known = header.version
      const [row, column] = header.text.split(",").map(Number)
      this.pixel = null
      this.window = { ...this.window, row, column }
    }
    this.paint()
    this.window.height = Math.min(this.side, this.size[0])
    this.window.width = Math.min(this.side, this.size[1])
    this.table.layOut(this.window.height, this.window.width, this.channel === "colour" ? 3 : 1)
    this.moveTo(this.window)
    this.frame.now()
  }

  at(plane, row, column) {
    return this.values[(plane * this.size[0] + row) * this.size[1] + column]
  }

  colourAt(row, column) {
    const [red, green, blue] = [RED, GREEN, BLUE].map((plane) => this.at(plane, row, column))
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
  }

  paint() {
    const area = this.size[0] * this.size[1]
    const { values } = this
    const plane = this.channel === "colour" ? -1 : PLANES.findIndex((name) => name.toLowerCase() === this.channel)
    this.plane = plane
    this.main.title.textContent = plane < 0 ? "Picture" : `Picture, ${this.channel} plane`
    this.main.value.textContent = `${this.size[0]} × ${this.size[1]} pixels`
    this.main.paint(this.size, (pixels) => {
      for (let place = 0; place < area; place += 1)
        pixels[place] =
          plane < 0
            ? (255 << 24) | (values[2 * area + place] << 16) | (values[area + place] << 8) | values[place]
            : planeColour(plane, values[plane * area + place])
    })
    this.planes.forEach((pane, plane) => {
      pane.paint(this.size, (pixels) => {
        for (let place = 0; place < area; place += 1) pixels[place] = planeColour(plane, values[plane * area + place])
      })
      pane.marks.setAttribute("aria-label", `The ${pane.name.toLowerCase()} plane of the picture`)
    })
    this.main.marks.setAttribute("aria-label", `${this.alt} Arrow keys move the window, with Shift ten pixels.`)
  }

  drag(down, across) {
    const { height, width } = this.window
    const [row, column] = [Math.floor(down * this.size[0]), Math.floor(across * this.size[1])]
    this.moveTo({ row: row - Math.floor(height / 2), column: column - Math.floor(width / 2) })
  }

  pressed(event) {
    if (event.altKey || event.metaKey) return
    const { row, column, height, width } = this.window
    const room = [this.size[0] - height + 1, this.size[1] - width + 1]
    const target = cellAfterKey(event, { row, column }, room)
    if (!target) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
    this.moveTo(target)
    this.teller.soon()
  }

  push(rows, columns) {
    this.moveTo({ row: this.window.row + rows, column: this.window.column + columns })
    this.look(this.window.row + this.table.place.row, this.window.column + this.table.place.column)
    this.teller.soon()
  }

  /** Put the window at a place, or as near as the picture allows; the pixel that is read stays in it. */
  moveTo({ row, column }) {
    const { height, width } = this.window
    row = bounded(row, this.size[0] - height + 1)
    column = bounded(column, this.size[1] - width + 1)
    const { place } = this.table
    this.window = { row, column, height, width }
    this.pixel = { row: row + place.row, column: column + place.column }
    this.frame.ask()
  }

  look(row, column) {
    this.pixel = { row, column }
    this.frame.ask()
  }

  draw() {
    const { row, column, height, width } = this.window
    const texts = this.scales[this.scale][1]
    const shown = this.plane < 0 ? [RED, GREEN, BLUE] : [this.plane]
    this.table.write(this.window, (y, x) => ({
      texts: shown.map((plane) => texts[this.at(plane, y, x)]),
      colour: this.plane < 0 ? this.colourAt(y, x) : cellColour(this.plane, this.at(this.plane, y, x)),
    }))
    const rows = `Rows ${row} to ${row + height - 1}, columns ${column} to ${column + width - 1}`
    if (this.where.textContent !== rows) this.where.textContent = rows
    const order = shown.map((plane) => PLANES[plane].toLowerCase()).join(", ")
    this.table.table.setAttribute("aria-label", `Numbers in the window: ${order}`)
    this.fill(this.row.input, row, this.size[0] - height)
    this.fill(this.column.input, column, this.size[1] - width)
    for (const pane of [this.main, ...this.planes]) markWindow(pane, this.window, this.pixel)
    const values = PLANES.map((_, plane) => this.at(plane, this.pixel.row, this.pixel.column))
    this.planes.forEach((pane, plane) => {
      pane.value.textContent = texts[values[plane]]
    })
    this.reading.show(this.pixel, values, this.scales, this.colourAt(this.pixel.row, this.pixel.column))
  }

  fill(input, value, most) {
    input.max = String(most)
    input.value = String(value)
  }

  remove() {
    this.teller.cancel()
    this.frame.cancel()
    this.watching.disconnect()
    this.root.remove()
  }
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new NumberGridView())
}
