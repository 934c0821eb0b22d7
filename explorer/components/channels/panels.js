/** The grids of a volume: a plane for each channel with a kernel beneath it, a map for each filter, the biases. */
class VolumePanels {
  /** @param {Object} view has `turn`, `rest`, `togglePin` and an `editor`; a grid's name is its kind and number */
  constructor(view) {
    this.view = view
    this.allPlanes = []
    this.allMaps = []
    this.legend = element("p", { class: "legend" })
    this.bias = this.grid("bias 0", "Biases", view.editor.listeners("bias 0"))
    const [title, words] = [element("span", { class: "title" }, "Biases"), element("span", { class: "shape" }, "one for each filter")]
    this.biasPanel = element("figure", { class: "panel biases" }, element("figcaption", {}, title, words), this.bias.node)
    this.input = this.region()
    this.output = this.region()
    this.output.node.append(this.biasPanel)
    this.node = element("div", { class: "volume" }, this.input.node, this.output.node)
  }

  region() {
    const [title, shape, holder] = [element("h3"), element("span", { class: "shape" }), element("div", { class: "panels" })]
    const node = element("section", {}, element("div", { class: "head" }, title, shape), holder)
    return { node, title, shape, holder }
  }

  grid(name, spoken, listeners) {
    const { view } = this
    return new NumberGrid(spoken, { look: (place) => view.turn(name, place), leave: () => view.rest(), ...listeners })
  }

  planePanel(channel) {
    const { editor } = this.view
    const name = `plane ${channel}`
    const grid = this.grid(name, `Channel ${channel}`, editor.listeners(name))
    const kernel = this.grid(`kernel ${channel}`, `Kernel on channel ${channel}`, editor.listeners(`kernel ${channel}`))
    const [title, read] = [element("span", { class: "title" }), element("span", { class: "shape" })]
    const below = element("div", { class: "kernel" }, read, kernel.node)
    return { node: element("figure", { class: "panel plane" }, element("figcaption", {}, title), grid.node, below), grid, kernel, title, read }
  }

  mapPanel(map) {
    const grid = this.grid(`map ${map}`, `Map ${map}`, {
      act: (place) => this.view.togglePin(map, place),
      key: (event, place) => this.changeMap(event, map, place),
    })
    const [title, kind] = [element("span", { class: "title" }, `Map ${map}`), element("span", { class: "shape" })]
    return { node: element("figure", { class: "panel map" }, element("figcaption", {}, title, kind), grid.node), grid, kind }
  }

  changeMap({ key }, map, place) {
    const by = { PageUp: -1, PageDown: 1 }[key]
    if (!by) return false
    this.maps[bounded(map + by, this.maps.length)].grid.cells[place].node.focus()
    return true
  }

  gridOf(name) {
    const [kind, number] = name.split(" ")
    if (kind === "bias") return this.bias
    return kind === "map" ? this.maps[number].grid : this.planes[number][kind === "plane" ? "grid" : "kernel"]
  }

  /** Have as many planes and maps as Python sent, each of its size. */
  layOut(sent) {
    const { header, arrays } = sent
    const count = (length) => Array.from({ length }, (_, place) => place)
    const [channels, height, width] = header.input
    this.sent = sent
    this.cells = header.size[0] * header.size[1]
    while (this.allPlanes.length < channels) this.allPlanes.push(this.planePanel(this.allPlanes.length))
    while (this.allMaps.length < header.filters) this.allMaps.push(this.mapPanel(this.allMaps.length))
    this.planes = this.allPlanes.slice(0, channels)
    this.maps = this.allMaps.slice(0, header.filters)
    have(this.input.holder, this.planes)
    have(this.output.holder, this.maps)
    const chars = [arrays.values, arrays.weights].map((numbers, index) => longestText(numbers, header.digits[index]))
    for (const { grid, kernel, node } of this.planes) {
      grid.layOut(header.rows, header.columns, chars[0])
      kernel.layOut(count(header.kernel[0]), count(header.kernel[1]), chars[1])
      grid.shapeWindow({ height: header.kernel[0], width: header.kernel[1], cells: [] })
      node.classList.toggle("wide", header.columns.length > 6)
    }
    const shown = Array.from(arrays.outputs, (_, at) => outputText(sent, at).length)
    const widest = Math.max(...shown, longestText(arrays.products, header.digits[2]))
    for (const { grid, node } of this.maps) {
      grid.layOut(count(header.size[0]), count(header.size[1]), widest)
      grid.shapeWindow({ height: 1, width: 1, cells: [] })
      node.classList.toggle("wide", header.size[1] > 6)
    }
    this.bias.layOut([0], count(header.filters), longestText(arrays.bias, header.digits[3]))
    this.biasPanel.hidden = !header.hasBias
    this.entitle(`${height}×${width}×${channels}`)
  }

  entitle(size) {
    const { header } = this.sent
    const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`
    const isPadded = header.padded.join() !== header.input.slice(1).join()
    setContent(this.input.title, `Input, ${size}`)
    setContent(this.input.shape, isPadded ? `each plane padded to ${header.padded.join("×")}` : plural(this.planes.length, "channel"))
    setContent(this.output.title, `Output, ${header.size.join("×")}×${header.filters}`)
    setContent(this.output.shape, plural(header.filters, "filter") + (header.groups > 1 ? ` in ${header.groups} groups` : ""))
  }

  /** Write and colour the numbers that stay as they are while one looks around. */
  dress(pin) {
    const { header, arrays } = this.sent
    const area = arrays.kinds.length
    const most = largest(arrays.values)
    const kinds = Array.from(arrays.kinds, (kind, place) => (kind ? "padding" : arrays.uses[place] ? "" : "unread"))
    const words = { padding: "padding", unread: "no window reads it" }
    this.pin = pin
    this.kernelsOf = null
    this.planes.forEach(({ grid, title }, channel) => {
      const values = Array.from(arrays.values.subarray(channel * area, (channel + 1) * area))
      setContent(title, channelName(this.sent, channel))
      grid.write(values.map((value) => decimalText(value, header.digits[0])))
      grid.dress(values.map((value, place) => ({ share: (0.6 * value) / most, kind: kinds[place], words: words[kinds[place]] })))
    })
    this.bias.write(Array.from(arrays.bias, (bias) => decimalText(bias, header.digits[3])))
    this.maps.forEach((_, map) => this.writeMap(map, null))
    this.showLegend(kinds)
  }

  /** Write a map's outputs, or the products of the weight that is looked at. */
  writeMap(map, products) {
    const { sent, cells } = this
    const { header, arrays } = sent
    const held = this.maps[map]
    const numbers = products ?? arrays.outputs.subarray(map * cells, (map + 1) * cells)
    const limit = largest(products ?? arrays.outputs)
    const rounded = header.digits[5] === null && !products
    held.products = products !== null
    setContent(held.kind, products ? "products" : rounded ? "rounded" : "")
    held.grid.write(
      Array.from(numbers, (number, cell) =>
        products ? decimalText(number, header.digits[2]) : outputText(sent, map * cells + cell),
      ),
    )
    held.grid.dress(
      Array.from(numbers, (number, cell) => {
        const pinned = map * cells + cell === this.pin ? "pinned" : ""
        return { share: number / limit, kind: pinned, words: pinned }
      }),
    )
  }

  /** Write the kernels of the filter that makes a map, and dim the planes that it does not read. */
  writeKernels(map) {
    if (this.kernelsOf === map) return
    this.kernelsOf = map
    const { header, arrays } = this.sent
    const terms = header.kernel[0] * header.kernel[1]
    const most = largest(arrays.weights)
    this.planes.forEach(({ node, kernel, read }, channel) => {
      const index = header.reads[map].indexOf(channel)
      node.classList.toggle("passed", index < 0)
      setContent(read, index < 0 ? `Not read by filter ${map}` : `Filter ${map}`)
      if (index < 0) return
      const from = (map * header.perFilter + index) * terms
      const weights = Array.from(arrays.weights.subarray(from, from + terms))
      kernel.write(weights.map((weight) => decimalText(weight, header.digits[1])))
      kernel.dress(weights.map((weight) => ({ share: weight / most })))
    })
  }

  showLegend(kinds) {
    const said = { padding: "padding", unread: "read by no window" }
    const shown = Object.keys(said).filter((kind) => kinds.includes(kind))
    this.legend.replaceChildren(
      ...shown.flatMap((kind) => [element("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), element("span", {}, said[kind])]),
    )
  }
}

/** Have exactly these panels in a holder. */
function have(holder, panels) {
  if (holder.children.length !== panels.length) holder.replaceChildren(...panels.map(({ node }) => node))
}
