const UNDO = "M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8h-2"
const REDO = "M12 5l4 4-4 4M16 9H8a4 4 0 0 0 0 8h2"
const CLEAR = "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11"
const HOW = "Arrow keys move the pen, with Shift less. Space sets it down or lifts it."
const FULL = `The paper is full at ${MOST_STROKES} strokes or ${MOST_POINTS} points. Undo or clear to go on.`
/** Tenths of a canvas unit; a point nearer to the last one than this would not be seen. */
const NEAREST = 12

/** The paper with its tools. What is on it here is the truth; Python is told, and heard only when it says "replace". */
class DrawingView {
  /** @param {{data: {key: string}}} component */
  constructor({ data }) {
    this.key = data.key
    this.desk = deskOf(data.key, () => ({ version: -1, width: 0, sheet: new History([]), courier: new Courier() }))
    this.stroke = null
    this.build()
    this.pen = new KeyboardPen(this.ring, this)
    followPointer(this.paper, this)
    this.resized = () => this.paper.fit() && this.paper.paint(this.strokes)
    this.observer = new ResizeObserver(this.resized)
    this.observer.observe(this.canvas)
    window.addEventListener("resize", this.resized)
    this.answered = ({ detail }) => this.hear(detail)
    window.addEventListener("cnn-explorer-answer", this.answered)
  }

  get sheet() {
    return this.desk.sheet
  }

  /** @returns {Stroke[]} */
  get strokes() {
    return this.sheet.present
  }

  get pointCount() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0)
  }

  get courier() {
    return this.desk.courier
  }

  build() {
    this.canvas = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-roledescription": "drawing paper",
      focus: () => this.canvas.matches(":focus-visible") && this.takeUp(),
      blur: () => this.leave(),
      pointerdown: () => this.leave(),
      contextmenu: (event) => event.preventDefault(),
    })
    this.paper = new Paper(this.canvas)
    this.hint = element("p", { class: "hint", "aria-hidden": "true" })
    this.ring = element("div", { class: "ring" })
    this.status = element("p", { class: "status", role: "status" })
    this.tools = [
      this.tool("Undo", UNDO, "Control+Z", () => this.step("undo", "Undone")),
      this.tool("Redo", REDO, "Control+Y", () => this.step("redo", "Redone")),
      this.tool("Clear", CLEAR, "Delete", () => this.clear()),
    ]
    this.slider = element("input", { type: "range", step: 1, input: () => this.showPen() })
    this.dot = element("span", { class: "dot" })
    this.root = element(
      "div",
      { class: "drawing", keydown: (event) => this.pressed(event) },
      element("div", { class: "sheet" }, this.canvas, this.hint, this.ring),
      element("div", { class: "tools" }, ...this.tools),
      element("label", { class: "pen" }, "Pen", this.slider, element("span", { class: "well" }, this.dot)),
      this.status,
    )
  }

  tool(name, path, shortcut, act) {
    const click = (event) => event.currentTarget.getAttribute("aria-disabled") !== "true" && act()
    const title = `${name} (${shortcut.replace("Control", "Ctrl")})`
    return element("button", { type: "button", title, "aria-keyshortcuts": shortcut, click }, icon(path), name)
  }

  /** Take in what Python says. */
  update({ parentElement, data, setStateValue }) {
    const isNew = this.root.parentNode !== parentElement
    if (isNew) parentElement.append(this.root)
    this.tell = (text) => setStateValue("text", text)
    this.courier.send = (revision) => this.send(revision)
    this.root.style.maxWidth = `${data.size}px`
    this.root.style.setProperty("--height", data.height)
    this.paper.height = data.height
    this.canvas.setAttribute("aria-label", data.label)
    this.hint.textContent = data.hint
    if (data.version > this.desk.version) this.replace(data)
    else if (isNew) this.unpack(data)
  }

  /** Put what Python gave on the paper; what was there can be had back. */
  replace({ version, text }) {
    const [head, ink = ""] = text.split("|")
    const [revision, width] = head.split(".").map(Number)
    if (this.desk.version === -1) this.desk.width = width
    else this.sheet.change(this.strokes)
    this.desk.version = version
    this.sheet.present = decodeInk(ink)
    this.stroke = null
    this.courier.restart(revision)
    this.show()
  }

  /** Go on with what was on this desk when its page was left. */
  unpack({ version, text }) {
    this.courier.resume(version === this.desk.version ? Number.parseInt(text, 10) : -1)
    this.show()
  }

  show() {
    this.setPen(this.desk.width)
    this.paper.fit()
    this.refresh(count(this.strokes))
  }

  /** Python has seen something: a state of this drawing, perhaps. */
  hear({ key, version, revision }) {
    if (key === this.key && version === this.desk.version) this.courier.answered(revision)
  }

  send(revision) {
    const { version, width } = this.desk
    this.tell(`${version}|${revision}.${width}.${this.stroke ? 1 : 0}|${encodeInk(this.strokes)}`)
  }

  /** Start a stroke; say whether there is room for it. */
  begin(point, felt) {
    if (this.strokes.length >= MOST_STROKES || this.pointCount >= MOST_POINTS) {
      this.say(FULL)
      return false
    }
    this.stroke = { width: this.desk.width, felt, points: [point] }
    this.sheet.change([...this.strokes, this.stroke])
    this.longest = 1 + MOST_POINTS - this.pointCount
    this.paper.paintStroke(this.stroke, 0)
    this.refreshTools()
    this.courier.news()
    return true
  }

  extend(points) {
    if (!this.stroke) return
    const first = this.stroke.points.length
    for (const point of points)
      if (this.stroke.points.length < this.longest && this.isFar(point)) this.stroke.points.push(point)
    if (this.stroke.points.length === first) return
    this.paper.paintStroke(this.stroke, first)
    this.courier.news()
  }

  isFar([x, y]) {
    const last = this.stroke.points.at(-1)
    return Math.hypot(x - last[0], y - last[1]) >= NEAREST
  }

  finish() {
    if (!this.stroke) return
    const full = this.stroke.points.length === this.longest
    this.stroke.text = encodeStroke(this.stroke)
    this.stroke = null
    this.say(full ? FULL : count(this.strokes))
    this.courier.news()
  }

  step(direction, done) {
    if (!this.stroke && this.sheet[direction]()) this.changed(`${done}. ${count(this.strokes)}`)
  }

  clear() {
    if (this.stroke || this.strokes.length === 0) return
    this.sheet.change([])
    this.changed("Cleared. Undo brings it back.")
  }

  changed(sentence) {
    this.refresh(sentence)
    this.courier.news()
  }

  refresh(sentence) {
    this.paper.paint(this.strokes)
    this.refreshTools()
    this.say(sentence)
  }

  refreshTools() {
    const idle = [this.sheet.past, this.sheet.future, this.strokes].map((list) => list.length === 0)
    this.tools.forEach((tool, place) => tool.setAttribute("aria-disabled", String(idle[place])))
    this.hint.classList.toggle("gone", this.strokes.length > 0)
  }

  pressed(event) {
    const act = this.meaning(event)
    if (!act) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
    act()
  }

  /** What a key asks for: something to do, or nothing. */
  meaning(event) {
    const key = event.key.toLowerCase()
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) return () => this.step("undo", "Undone")
      if (key === "y" || key === "z") return () => this.step("redo", "Redone")
      return null
    }
    if (event.target !== this.canvas || event.altKey) return null
    return key === "delete" ? () => this.clear() : this.pen.meaning(event)
  }

  /** Show the keyboard's pen and say how it moves. */
  takeUp() {
    this.say(HOW)
    this.pen.show(true)
  }

  /** Put the keyboard's pen away. */
  leave() {
    this.pen.lift()
    this.pen.show(false)
  }

  setPen(width) {
    this.slider.min = Math.min(4, width / 10)
    this.slider.max = Math.max(Math.round((40 * this.paper.height) / CANVAS_SIZE), width / 10)
    this.slider.value = width / 10
    this.showPen()
  }

  showPen() {
    this.desk.width = Math.round(10 * this.slider.value)
    this.slider.setAttribute("aria-valuetext", `${this.slider.value} of ${CANVAS_SIZE} units`)
    this.root.style.setProperty("--pen", this.slider.value / CANVAS_SIZE)
  }

  say(sentence) {
    this.status.textContent = sentence
  }

  remove() {
    this.observer.disconnect()
    window.removeEventListener("resize", this.resized)
    window.removeEventListener("cnn-explorer-answer", this.answered)
    this.courier.rest()
    this.root.remove()
  }
}

function count(strokes) {
  if (strokes.length === 0) return "The paper is empty."
  return strokes.length === 1 ? "1 stroke." : `${strokes.length} strokes.`
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new DrawingView(component))
}
