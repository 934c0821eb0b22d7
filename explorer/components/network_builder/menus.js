/** A button that opens a panel of choices, and closes it again. */
class Menu {
  /**
   * @param {string} title
   * @param {string} path of the button's icon
   * @param {function(Menu): Node[]} fill makes what the panel holds, at its first opening
   */
  constructor(title, path, fill) {
    this.fill = fill
    this.words = element("span", {}, title)
    this.button = element("button", { type: "button", "aria-expanded": "false", click: () => this.toggle() }, icon(path), this.words)
    this.panel = element("div", { class: "menu", keydown: (event) => this.pressed(event) })
    this.panel.hidden = true
  }

  toggle(isOpen = this.panel.hidden) {
    if (isOpen && !this.panel.hasChildNodes()) this.panel.append(...this.fill(this))
    this.panel.hidden = !isOpen
    this.button.setAttribute("aria-expanded", String(isOpen))
    if (isOpen) this.opened?.(this)
  }

  pressed(event) {
    if (event.key !== "Escape") return
    event.stopPropagation()
    this.toggle(false)
    this.button.focus()
  }
}

/** A choice of a menu. */
function choice(title, summary, act) {
  return element("button", { type: "button", class: "choice", title: summary, click: act }, title)
}

/** All kinds of layers, by their groups. */
function kindChoices(kinds, act) {
  const groups = [...new Set(kinds.map(({ group }) => group))]
  return groups.map((group) =>
    element(
      "div",
      { class: "group", role: "group", "aria-label": group },
      element("p", { class: "heading" }, group),
      ...kinds.filter((kind) => kind.group === group).map((kind) => choice(kind.title, kind.summary, () => act(kind))),
    ),
  )
}
