/** How many choices an item takes is the last of what Python says of it. */
const [NAME, TITLE, FAMILY, HINT, COUNT] = [0, 1, 2, 3, 4]
const STEPS = { ArrowLeft: -1, ArrowRight: 1 }

/** The gallery. What is chosen here is the truth; Python is told, and heard only when it says so with a new version. */
class GalleryView {
  constructor() {
    this.version = -1
    this.chosen = []
    this.list = element("div", { class: "list", role: "listbox", keydown: (event) => this.pressed(event) })
    this.compare = element("input", { type: "checkbox", change: () => this.compared() })
    this.words = element("span")
    this.comparing = element("label", { class: "compare" }, this.compare, this.words)
    this.status = element("p", { class: "status", role: "status" })
    this.root = element("div", { class: "gallery" }, this.list, this.comparing, this.status)
  }

  update({ parentElement, data, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.tell = (text) => setStateValue("text", text)
    this.most = data.most
    this.comparing.hidden = data.most === 1
    this.words.textContent = `Compare up to ${data.most}`
    this.list.setAttribute("aria-label", data.label)
    this.lay(data)
    if (data.version > this.version) {
      this.version = data.version
      this.chosen = data.text.split(",")
      this.compare.checked = this.chosen.length > 1
    }
    this.show()
    this.reveal()
  }

  /** Make the options, once for the same items. */
  lay({ items, sheet, columns, side, pixelated }) {
    this.root.style.setProperty("--sheet", `url(${sheet})`)
    this.root.style.setProperty("--side", `${side}px`)
    this.root.classList.toggle("pixelated", pixelated)
    if (this.laid === items) return
    this.laid = items
    this.items = JSON.parse(items)
    this.options = this.items.map((item, place) => this.option(item, place, columns, side))
    this.list.replaceChildren(...this.families())
    this.place = 0
  }

  option(item, place, columns, side) {
    const [left, top] = [-(place % columns) * side, -Math.floor(place / columns) * side]
    const picture = element("span", { class: "picture", style: `background-position: ${left}px ${top}px` })
    const words = { "aria-label": item[TITLE], title: item[HINT] }
    const attributes = { class: "option", role: "option", ...words, click: () => this.choose(place) }
    return element("div", attributes, picture, element("span", { class: "title" }, item[TITLE]))
  }

  /** @returns {HTMLElement[]} a group with its heading for every family */
  families() {
    const groups = new Map()
    this.items.forEach((item, place) => {
      if (!groups.has(item[FAMILY])) groups.set(item[FAMILY], [])
      groups.get(item[FAMILY]).push(this.options[place])
    })
    return [...groups].map(([family, options]) => {
      const heading = family ? [element("div", { class: "family", "aria-hidden": "true" }, family)] : []
      const tiles = element("div", { class: "tiles" }, ...options)
      return element("div", { role: "group", "aria-label": family || null }, ...heading, tiles)
    })
  }

  show() {
    const several = this.compare.checked && this.most > 1
    this.list.setAttribute("aria-multiselectable", String(several))
    this.items.forEach((item, place) => {
      const order = this.chosen.indexOf(item[NAME])
      this.options[place].setAttribute("aria-selected", String(order >= 0))
      this.options[place].dataset.order = several && order >= 0 ? order + 1 : ""
    })
    const first = this.items.findIndex((item) => item[NAME] === this.chosen[0])
    this.stand(this.list.matches(":focus-within") ? this.place : Math.max(first, 0))
  }

  /** Let one option be the one that the Tab key reaches. */
  stand(place) {
    this.place = Math.min(place, this.items.length - 1)
    this.options.forEach((option, other) => option.setAttribute("tabindex", other === this.place ? "0" : "-1"))
  }

  /** Scroll the list, and nothing else, to the first chosen item. */
  reveal() {
    if (this.revealed === this.version) return
    this.revealed = this.version
    const option = this.options[this.place]
    const middle = option.offsetTop - this.list.offsetTop - (this.list.clientHeight - option.clientHeight) / 2
    this.list.scrollTop = middle
  }

  choose(place) {
    const name = this.items[place][NAME]
    this.stand(place)
    this.options[place].focus({ preventScroll: true })
    if (!this.compare.checked || this.most === 1) this.commit([name])
    else if (this.chosen.includes(name)) this.commit(this.chosen.filter((other) => other !== name))
    else this.commit([...this.chosen, name])
  }

  compared() {
    this.show()
    if (!this.compare.checked && this.chosen.length > 1) this.commit(this.chosen.slice(-1))
  }

  /** Put a choice in force, unless it is none, too much, or what is in force already. */
  commit(chosen) {
    const taken = this.items.filter((item) => chosen.includes(item[NAME])).reduce((sum, item) => sum + item[COUNT], 0)
    const full = taken > this.most && chosen.length > 1
    this.status.textContent = full ? `At most ${this.most} at once. Take one away first.` : ""
    if (chosen.length === 0 || full || String(chosen) === String(this.chosen)) return
    this.chosen = chosen
    this.show()
    this.tell(`${this.version}|${chosen.join(",")}`)
  }

  pressed(event) {
    const act = this.meaning(event)
    if (!act) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
    act()
  }

  meaning(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return null
    if (event.key === " " || event.key === "Enter") return () => this.choose(this.place)
    const target = this.target(event.key)
    return target === null ? null : () => this.go(target)
  }

  /** Where a key leads: along the options, or to the nearest one in the row above or below. */
  target(key) {
    if (key === "Home") return 0
    if (key === "End") return this.items.length - 1
    if (key in STEPS) return Math.min(Math.max(this.place + STEPS[key], 0), this.items.length - 1)
    if (key !== "ArrowUp" && key !== "ArrowDown") return null
    const here = this.options[this.place].getBoundingClientRect()
    const side = key === "ArrowDown" ? 1 : -1
    let best = null
    this.options.forEach((option, place) => {
      const there = option.getBoundingClientRect()
      const away = side * (there.top - here.top)
      if (away <= here.height / 2) return
      const far = away * 1000 + Math.abs(there.left - here.left)
      if (best === null || far < best.far) best = { far, place }
    })
    return best === null ? this.place : best.place
  }

  go(place) {
    this.stand(place)
    this.options[place].focus()
  }

  remove() {
    this.root.remove()
  }
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new GalleryView())
}
