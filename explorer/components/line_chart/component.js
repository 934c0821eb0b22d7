const SPACE = "http://www.w3.org/2000/svg"
const SIZE = [460, 240]
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 12, 10, 44]
const TICKS = [0, 0.25, 0.5, 0.75, 1]
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }

/** Lines over two axes; built anew when Python says something new, hover only moves a mark. */
class LineChartView {
  constructor() {
    this.picture = drawn("svg", { viewBox: `0 0 ${SIZE.join(" ")}`, role: "img" })
    this.keys = element("ul", { class: "keys" })
    this.reading = element("p", { class: "reading", role: "status" })
    this.frame = element("div", {
      class: "frame",
      tabindex: 0,
      role: "group",
      pointermove: (event) => this.point(event),
      pointerdown: (event) => this.point(event),
      pointerleave: () => this.rest(),
      keydown: (event) => this.press(event),
      blur: () => this.rest(),
    })
    this.frame.append(this.picture)
    this.root = element("div", { class: "chart" }, this.frame, this.keys, this.reading)
  }

  /** Take in what Python says. */
  update({ parentElement, data }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    const told = `${data.lines}${data.across}${data.up}`
    this.picture.setAttribute("aria-label", data.description)
    this.frame.setAttribute("aria-label", `${data.up} by ${data.across}. Arrow keys read the lines.`)
    if (told === this.told) return
    this.told = told
    this.data = data
    Object.assign(this, JSON.parse(data.lines))
    this.build()
    this.rest()
  }

  build() {
    this.mark = drawn("path", { class: "mark" })
    this.dots = this.lines.map((line) => drawn("circle", { class: line.style, r: 4 }))
    const lines = this.lines.map((line) => drawn("polyline", { class: line.style, points: this.points(line) }))
    this.picture.replaceChildren(...axes(this.data), this.mark, ...lines, ...this.dots)
    this.keys.replaceChildren(...this.lines.map(keyOf))
  }

  points({ heights }) {
    return heights.map((height, index) => at(this.places[index], height).map(short).join()).join(" ")
  }

  point(event) {
    const box = this.picture.getBoundingClientRect()
    const share = (((event.clientX - box.left) / box.width) * SIZE[0] - LEFT) / (SIZE[0] - LEFT - RIGHT)
    const far = this.places.map((place) => Math.abs(place - share))
    this.read(far.indexOf(Math.min(...far)))
  }

  press(event) {
    const last = this.places.length - 1
    const ends = { Home: 0, End: last }
    const next = ends[event.key] ?? (this.index ?? -1) + (STEPS[event.key] ?? Number.NaN)
    if (Number.isNaN(next)) return
    event.preventDefault()
    event.stopPropagation()
    this.read(Math.min(Math.max(next, 0), last))
  }

  /** Say and mark what the lines are at one place. */
  read(index) {
    if (index === this.index) return
    this.index = index
    const place = this.places[index]
    const [x, top] = at(place, 1)
    this.mark.setAttribute("d", `M${x} ${top}V${at(0, 0)[1]}`)
    this.dots.forEach((dot, which) => {
      const [left, height] = at(place, this.lines[which].heights[index])
      dot.setAttribute("cx", left)
      dot.setAttribute("cy", height)
    })
    this.frame.classList.add("read")
    const said = this.lines.map((line) => `${line.title}: ${percent(line.heights[index])}`)
    setContent(this.reading, `${this.data.across}: ${percent(place)}. ${said.join(". ")}.`)
  }

  rest() {
    this.index = undefined
    this.frame.classList.remove("read")
    setContent(this.reading, "")
  }

  remove() {
    this.root.remove()
  }
}

function axes({ across, up }) {
  const [left, bottom] = at(0, 0)
  const [right, top] = at(1, 1)
  const grid = TICKS.slice(1).map((tick) => drawn("path", { class: "grid", d: `M${left} ${at(0, tick)[1]}H${right}` }))
  const beside = TICKS.map((tick) => words(percent(tick, 0), { x: left - 6, y: at(0, tick)[1] + 4 }, "end"))
  const below = TICKS.map((tick) =>
    words(percent(tick, 0), { x: at(tick, 0)[0], y: bottom + 16 }, tick === 1 ? "end" : "middle"),
  )
  const turned = { transform: `translate(10 ${(top + bottom) / 2}) rotate(-90)` }
  return [
    ...grid,
    drawn("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }),
    ...beside,
    ...below,
    words(across, { x: (left + right) / 2, y: SIZE[1] - 6 }, "middle"),
    words(up, turned, "middle"),
  ]
}

function keyOf({ title, style }) {
  const sample = drawn("svg", { viewBox: "0 0 28 8", "aria-hidden": "true" })
  sample.append(drawn("polyline", { class: style, points: "1,4 27,4" }))
  const key = element("li", {}, title)
  key.prepend(sample)
  return key
}

function drawn(name, attributes) {
  const made = document.createElementNS(SPACE, name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  return made
}

function words(text, place, anchor) {
  const made = drawn("text", { ...place, "text-anchor": anchor })
  made.textContent = text
  return made
}

/** Where a point of the lines is in the picture. */
function at(x, y) {
  return [LEFT + x * (SIZE[0] - LEFT - RIGHT), TOP + (1 - y) * (SIZE[1] - TOP - BOTTOM)]
}

function short(number) {
  return Math.round(number * 100) / 100
}

function percent(share, decimals = 1) {
  return `${(100 * share).toFixed(decimals)} %`
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new LineChartView())
}
