/** How a layer's section begins: its name, what it is, its shape and its facts. */
function makeHeading() {
  const name = element("span", { class: "name" })
  const title = element("span", { class: "what" })
  const shape = element("span", { class: "shape" })
  const facts = element("dl", { class: "facts" })
  const node = element("header", {}, element("h3", {}, name, " ", title), shape, facts)
  let written = ""
  return {
    node,
    show(layer) {
      const now = JSON.stringify([layer.name, layer.title, layer.shape, layer.facts])
      if (now === written) return
      written = now
      name.textContent = layer.name
      title.textContent = layer.title
      shape.textContent = layer.shape.join(" × ")
      facts.replaceChildren(
        ...layer.facts.map(([label, text]) =>
          element("div", {}, element("dt", {}, label), element("dd", {}, text)),
        ),
      )
    },
  }
}

/**
 * A layer of feature maps.
 *
 * @param {{look: function(?Object): void, press: function(Event): void, redraw: function(): void}} visitor
 */
function makeMapsSection(visitor) {
  const heading = makeHeading()
  const bar = element("div", { class: "bar" })
  const ends = element("div", { class: "ends" })
  const legend = element("div", { class: "legend" }, bar, ends)
  const pixels = element("canvas", { "aria-hidden": "true" })
  const scratch = document.createElement("canvas")
  const marks = element("canvas", {
    class: "marks",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "feature maps",
    pointerdown: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      point(event)
    },
    pointermove: point,
    keydown: (event) => visitor.press(event),
    focus: () => marks.matches(":focus-visible") && visitor.look(null),
  })
  const tiles = element("div", { class: "tiles" }, pixels, marks)
  const kernelPixels = element("canvas", { role: "img" })
  const kernelScratch = document.createElement("canvas")
  const kernelNote = element("p", { class: "note" })
  const kernelMark = element("div", { class: "kernel-mark" })
  const kernelPicture = element("div", { class: "kernel-picture" }, kernelPixels, kernelMark)
  const kernels = element("div", { class: "kernels", hidden: true }, kernelPicture, kernelNote)
  const toggle = element("button", {
    type: "button",
    class: "toggle",
    "aria-expanded": "false",
    click: toggleKernels,
  })
  const words = element("ul", { class: "heard-only" })
  const node = element(
    "section",
    { class: "layer" },
    heading.node,
    element("div", { class: "row" }, legend, toggle),
    tiles,
    kernels,
    words,
  )
  let sent, tables, index, layout, room, kernelLayout

  function show(newSent, newTables, newIndex) {
    ;[sent, tables, index] = [newSent, newTables, newIndex]
    const layer = sent.header.layers[index]
    heading.show(layer)
    node.setAttribute("aria-label", `${layer.name}: ${layer.title}`)
    marks.setAttribute(
      "aria-label",
      `${layer.name}: ${describe()}. Arrow keys move, Page Up and Page Down change the map.`,
    )
    toggle.hidden = !layer.kernels
    nameToggle()
    showLegend()
    if (room) fit(room)
  }

  function describe() {
    const [count, rows, columns] = mapsShape(sent, index)
    const [lowest, highest] = rangeOfLayer(sent, index)
    const cells = `${rows} by ${columns}, from ${nearText(lowest, 4)} to ${nearText(highest, 4)}`
    return count === 1 ? `1 map of ${cells}` : `${count} maps of ${cells}`
  }

  function showLegend() {
    const [lowest, highest] = rangeOfLayer(sent, index)
    const limit = Math.max(-lowest, highest)
    const own = sent.header.scale === "map" && mapsShape(sent, index)[0] > 1
    bar.style.background = own
      ? cssGradient(tables.diverging, 0, 254)
      : cssGradient(tables.diverging, divergingIndex(lowest, limit), divergingIndex(highest, limit))
    const zero = own ? 0.5 : lowest < 0 && highest > 0 ? -lowest / (highest - lowest) : 0
    const texts = own ? ["each map's own scale", ""] : [nearText(lowest, 4), nearText(highest, 4)]
    const middle =
      !own && zero > 0.25 && zero < 0.75
        ? [element("span", { class: "zero", style: `left: ${100 * zero}%` }, "0")]
        : []
    ends.replaceChildren(...texts.map((text) => element("span", {}, text)), ...middle)
  }

  function fit(newRoom) {
    room = newRoom
    const shape = mapsShape(sent, index)
    const strip = sent.header.layers[index].kind === "strip"
    layout = layTiles(shape, room, strip ? { largest: 480 } : {})
    const [width, height] = sizeOfTiles(layout, shape[0])
    tiles.style.width = `${width}px`
    tiles.style.height = `${height}px`
    const numbers = numbersOf(sent, index)
    const limits = Array.from({ length: shape[0] }, (_, map) =>
      numbers.step ? limitOf(sent, index, map) / numbers.step : 0,
    )
    paintTiles(pixels, scratch, layout, shape, (out) => fillWhole(out, numbers, limits, tables.diverging))
    if (!kernels.hidden) paintKernels()
  }

  function paintKernels() {
    const { kernels: shape, kernelStep } = sent.header.layers[index]
    const [filters, channels, height, width] = shape
    const count = filters * channels
    kernelLayout = layKernels(shape, room)
    const size = sizeOfTiles(kernelLayout, count)
    kernelPicture.style.width = `${size[0]}px`
    kernelPicture.style.height = `${size[1]}px`
    const whole = sent.arrays[`kernels${index}`]
    paintTiles(kernelPixels, kernelScratch, kernelLayout, [count, height, width], (out) =>
      fillWhole(out, { whole, least: -Infinity }, Array(count).fill(32767), tables.diverging),
    )
    const each = `one kernel of ${height} × ${width}`
    const text =
      channels === 1 ? `For each map ${each}` : `For each map a row, in it ${each} for each map before`
    const largest = nearText(32767 * kernelStep, 4)
    kernelNote.textContent = `${text}. Blue is negative, orange positive; the largest is ${largest} in size.`
    kernelPixels.setAttribute("aria-label", kernelNote.textContent)
  }

  /** Frame the kernels that make one map. */
  function markKernels(map) {
    const [, channels] = sent.header.layers[index].kernels
    const { x, y } = tileAt(kernelLayout, map * channels)
    kernelMark.style.transform = `translate(${x - 2}px, ${y - 2}px)`
    kernelMark.style.width = `${channels * (kernelLayout.width + kernelLayout.gap) - kernelLayout.gap + 4}px`
    kernelMark.style.height = `${kernelLayout.height + 4}px`
  }

  function toggleKernels() {
    kernels.hidden = !kernels.hidden
    toggle.setAttribute("aria-expanded", String(!kernels.hidden))
    nameToggle()
    if (kernels.hidden) return
    paintKernels()
    visitor.redraw()
  }

  function nameToggle() {
    toggle.textContent = kernels.hidden ? "Show kernels" : "Hide kernels"
  }

  function point(event) {
    const box = marks.getBoundingClientRect()
    visitor.look(
      cellAt(layout, mapsShape(sent, index), event.clientX - box.left - 4, event.clientY - box.top - 4),
    )
  }

  function mark(place) {
    if (!layout) return
    const shape = mapsShape(sent, index)
    const [width, height] = sizeOfTiles(layout, shape[0])
    const context = crispContext(marks, width + 8, height + 8)
    kernelMark.hidden = !place
    if (!place) return
    if (!kernels.hidden) markKernels(place.map)
    context.translate(4, 4)
    const tile = tileAt(layout, place.map)
    if (shape[0] > 1) outline(context, { ...tile, width: layout.width, height: layout.height }, { line: 1 })
    outline(context, boxOf(layout, shape, place), { least: 7, line: 2, colour: "#ffd60a" })
  }

  /** Say of every map what a picture of it shows, for those who hear it. */
  function say() {
    const [count] = mapsShape(sent, index)
    const texts = Array.from({ length: count }, (_, map) => {
      const { lowest, highest, row, column } = statisticsOf(sent, index, map)
      const range =
        lowest === highest
          ? `${nearText(lowest, 4)} everywhere`
          : `from ${nearText(lowest, 4)} to ${nearText(highest, 4)}, strongest at row ${row}, column ${column}`
      return `Map ${map}: ${range}`
    })
    texts.forEach((text, map) => {
      if (!words.children[map]) words.append(element("li"))
      words.children[map].textContent = text
    })
    while (words.children.length > count) words.lastChild.remove()
  }

  return { node, marks, show, fit, mark, say }
}

/** Lay kernels: side by side where each makes a map alone, else a row for each map. */
function layKernels([filters, channels, height, width], room) {
  const gap = 4
  const across = Math.min(room, 480)
  if (channels === 1) return layTiles([filters, height, width], across, { least: 40, largest: 54, gap })
  const cell = Math.max(2, Math.min(6, Math.floor(((across + gap) / channels - gap) / width)))
  return { columns: channels, gap, width: cell * width, height: cell * height }
}
