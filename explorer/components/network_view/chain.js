/** The names of all layers in a row: where an opened map is in the network, and a way to every other layer. */
class Chain {
  /** @param {function(number): void} go called with the index of a stage */
  constructor(go) {
    this.go = go
    this.node = element("nav", { class: "chain", "aria-label": "Layers" })
  }

  show(model, index) {
    if (this.model !== model) this.lay(model)
    if (this.index === index) return
    this.index = index
    this.links.forEach((link, at) => link.setAttribute("aria-current", String(at + 1 === index)))
    const link = this.links[index - 1]
    // Only sideways: the page itself stays where it is.
    this.node.scrollLeft = link.offsetLeft - (this.node.clientWidth - link.offsetWidth) / 2
  }

  lay(model) {
    Object.assign(this, { model, index: 0 })
    // The keys [ and ] lead from layer to layer: a stop of the Tab key at each would only be in the way.
    this.links = model.stages.slice(1).map(({ name, index }) => element("button", { type: "button", tabindex: "-1", click: () => this.go(index) }, name))
    this.node.replaceChildren(element("span", {}, model.stages[0].name), ...this.links)
  }
}
