const MAGNIFIED = 1.5
const STEPS = { ArrowLeft: -1, ArrowRight: 1 }

/** Counts of what was meant (rows) against what was read (columns), and the pictures behind the chosen one. */
class ConfusionView {
  constructor() {
    this.version = -1
    this.cell = ""
    this.opened = -1
    this.grid = new NumberGrid("How often a digit that was meant, in rows, was read as another, in columns", {
      look: (place) => this.look(place),
      leave: () => this.look(this.pinned()),
      act: (place) => this.choose(place),
    })
    this.sentence = element("p", { class: "where", role: "status" })
    this.list = element("div", { class: "examples", role: "group", keydown: (event) => this.pressed(event) })
    this.root = element(
      "div",
      { class: "confusion" },
      element(
        "div",
        { class: "matrix" },
        element("p", { class: "axis top", "aria-hidden": "true" }, "Read as"),
        element("p", { class: "axis side", "aria-hidden": "true" }, "Meant as"),
        this.grid.node,
      ),
      element("div", { class: "behind" }, this.sentence, this.list),
    )
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.tell = (text) => setStateValue("text", text)
    const { header, arrays, shapes } = unpack(data)
    this.counts = arrays.counts
    this.size = shapes.counts[0]
    if (header.version !== this.version) {
      this.version = header.version
      this.cell = cellOf(header.text)
    }
    this.draw()
    // What comes for a cell that was left meanwhile is late.
    if (header.cell === this.cell) this.show(header)
    this.look(this.pinned())
  }

  /** @returns {number} the place of the chosen cell, -1 for none */
  pinned() {
    if (!this.cell) return -1
    const [meant, read] = this.cell.split(",").map(Number)
    return meant * this.size + read
  }

  draw() {
    const names = Array.from({ length: this.size }, (_, digit) => digit)
    this.grid.layOut(names, names, 3)
    this.grid.write(Array.from(this.counts, (count) => String(count)))
    const wrong = Math.max(1, ...this.counts.filter((_, place) => place % (this.size + 1) !== 0))
    const pinned = this.pinned()
    this.grid.dress(
      Array.from(this.counts, (count, place) => {
        const right = place % (this.size + 1) === 0
        const share = right ? count / Math.max(1, this.meant(place)) : Math.sqrt(count / wrong)
        const kinds = [right ? "heat right" : "", count ? "" : "none", place === pinned ? "pinned" : ""]
        return { share, kind: kinds.filter(Boolean).join(" "), words: this.words(place) }
      }),
    )
  }

  /** How many digits were meant as the row of a place says. */
  meant(place) {
    const row = Math.floor(place / this.size)
    return this.counts.slice(row * this.size, (row + 1) * this.size).reduce((sum, count) => sum + count, 0)
  }

  words(place) {
    const [meant, read] = [Math.floor(place / this.size), place % this.size]
    const count = this.counts[place]
    const how = meant === read ? `read rightly` : `read as ${read}`
    return `${count} of ${this.meant(place)} digits that were meant as ${meant} ${count === 1 ? "is" : "are"} ${how}.`
  }

  look(place) {
    const more = place === this.pinned() ? "" : " Click to see them."
    setContent(
      this.sentence,
      place < 0 ? "Click a count to see the digits behind it." : this.words(place) + (this.counts[place] ? more : ""),
    )
  }

  choose(place) {
    const cell = `${Math.floor(place / this.size)},${place % this.size}`
    if (cell === this.cell) return
    this.cell = cell
    this.shown = null
    this.list.replaceChildren()
    this.draw()
    this.look(place)
    this.say(cell)
  }

  say(text) {
    this.tell(`${this.version}|${text}`)
  }

  show({ examples, sheet, columns, rows, side }) {
    const shown = `${this.cell} ${sheet}`
    if (shown === this.shown) return
    this.shown = shown
    this.list.style.setProperty("--sheet", sheet ? `url(${sheet})` : "none")
    this.list.style.setProperty("--side", `${side * MAGNIFIED}px`)
    this.list.style.setProperty("--columns", columns)
    this.list.style.setProperty("--rows", rows)
    this.list.setAttribute("aria-label", `${examples.length} digits; a click opens one`)
    this.list.replaceChildren(...examples.map((example, place) => this.example(example, place, columns)))
  }

  example([number, words], place, columns) {
    return element("button", {
      type: "button",
      class: "example",
      style: `--left: ${place % columns}; --top: ${Math.floor(place / columns)}`,
      "aria-label": words,
      title: words,
      "aria-pressed": String(number === this.opened),
      tabindex: place ? "-1" : "0",
      focus: (event) => this.stand(event.target),
      click: (event) => this.open(number, event.currentTarget),
    })
  }

  open(number, button) {
    this.opened = number
    for (const other of this.list.children) other.setAttribute("aria-pressed", String(other === button))
    this.say(`${this.cell},${number}`)
  }

  /** Let one picture be the one that the Tab key reaches. */
  stand(button) {
    for (const other of this.list.children) other.setAttribute("tabindex", other === button ? "0" : "-1")
  }

  pressed(event) {
    const buttons = [...this.list.children]
    const here = buttons.indexOf(event.target)
    const ends = { Home: 0, End: buttons.length - 1 }
    const place = event.key in STEPS ? here + STEPS[event.key] : (ends[event.key] ?? -1)
    if (here < 0 || !buttons[place]) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
    buttons[place].focus()
  }

  remove() {
    this.root.remove()
  }
}

function cellOf(text) {
  return text.split(",").slice(0, 2).join(",")
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new ConfusionView())
}
