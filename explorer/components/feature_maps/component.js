/**
 * The layers of a network below one another, their maps as tiles, and beside them the input with what the cell under
 * the pointer sees of it.
 *
 * @typedef {{layer: number, map: number, row: number, column: number}|{layer: number, bar: number}} Place
 */

/** @param {Object} component what Streamlit hands over */
export default function (component) {
  return mount(component, makeFeatureMaps)
}

function makeFeatureMaps({ parentElement }) {
  const pixels = element("canvas", { class: "pixels enlarged", role: "img" })
  const seen = element("canvas", { class: "seen", "aria-hidden": "true" })
  const where = element("p", { class: "where" })
  const value = element("p", { class: "value" })
  const extent = element("p", { class: "extent" })
  const layers = element("div", { class: "layers" })
  const heard = element("p", { class: "heard-only", "aria-live": "polite" })
  const aside = element(
    "aside",
    { "aria-label": "Input and reading" },
    element("div", { class: "input" }, pixels, seen),
    element("div", { class: "readout" }, where, value, extent),
  )
  const root = element("div", { class: "frame" }, element("div", { class: "network" }, aside, layers), heard)
  parentElement.append(root)

  let sent, tables, place
  let sections = []
  let built = ""
  let marked = -1
  let speaking = 0
  let saying = 0
  const drawing = oncePerFrame(draw)
  const sizes = new ResizeObserver(fit)
  sizes.observe(layers)

  function update({ data }) {
    sent = unpack(data)
    tables = { diverging: packColours(sent.arrays.diverging) }
    const structure = JSON.stringify(sent.header.layers.map(({ name, kind, shape }) => [name, kind, shape]))
    if (structure !== built) build()
    built = structure
    const [height, width] = sent.header.input
    paintPixels(pixels, width, height, (out) =>
      out.forEach((_, at) => (out[at] = GREYS[sent.arrays.input[at]])),
    )
    pixels.setAttribute("aria-label", `Input, ${height} by ${width}: ${sent.header.alt}`)
    sections.forEach((section, index) => section.show(sent, tables, index))
    place ??= standingIn(0)
    fit()
    draw()
    clearTimeout(saying)
    saying = setTimeout(() => sections.forEach((section) => section.say()), 400)
  }

  function build() {
    sections = sent.header.layers.map(({ kind }, index) => {
      const visitor = {
        look: (found) => look(found ? { layer: index, ...found } : standingIn(index)),
        press: (event) => press(index, event),
        redraw: () => drawing.ask(),
      }
      return kind === "bars" ? makeBarsSection(visitor) : makeMapsSection(visitor)
    })
    layers.replaceChildren(...sections.map(({ node }) => node))
    place = undefined
  }

  /** Where a layer is looked at when it is entered: where the visitor is, or its strongest cell. */
  function standingIn(layer) {
    if (place?.layer === layer) return place
    if (sent.header.layers[layer].kind === "bars") {
      const values = sent.arrays[`bars${layer}`]
      return { layer, bar: values.indexOf(Math.max(...values)) }
    }
    const strongest = Array.from({ length: mapsShape(sent, layer)[0] }, (_, map) => ({
      map,
      ...statisticsOf(sent, layer, map),
    }))
    const size = ({ lowest, highest }) => Math.max(-lowest, highest)
    const { map, row, column } = strongest.reduce((best, each) => (size(each) > size(best) ? each : best))
    return { layer, map, row, column }
  }

  function look(found) {
    place = found
    drawing.ask()
  }

  function press(index, event) {
    const here = standingIn(index)
    const target = "bar" in here ? barTarget(here, event.key) : cellTarget(here, event)
    if (!target) return
    event.preventDefault()
    look({ layer: index, ...target })
  }

  function barTarget({ layer, bar }, key) {
    const count = sent.header.layers[layer].labels.length
    const moves = {
      ArrowUp: bar - 1,
      ArrowLeft: bar - 1,
      ArrowDown: bar + 1,
      ArrowRight: bar + 1,
      Home: 0,
      End: count - 1,
    }
    return key in moves ? { bar: bounded(moves[key], count) } : null
  }

  function cellTarget(here, event) {
    const [count, rows, columns] = mapsShape(sent, here.layer)
    const paged = { PageUp: -1, PageDown: 1 }[event.key]
    if (paged) return { map: bounded(here.map + paged, count), row: here.row, column: here.column }
    const target = cellAfterKey(event, here, [rows, columns])
    return target && { map: here.map, ...target }
  }

  function fit() {
    const room = layers.clientWidth
    if (!sent || !room) return
    for (const section of sections) section.fit(room)
    for (const section of sections) section.mark(null)
    drawing.ask()
  }

  function draw() {
    if (marked !== place.layer) sections[marked]?.mark(null)
    sections[place.layer].mark(place)
    marked = place.layer
    const field = fieldOf(place)
    drawField(field)
    const words = "bar" in place ? barWords(place) : cellWords(place)
    where.textContent = words.where
    value.textContent = words.value
    extent.textContent = extentText(field)
    clearTimeout(speaking)
    speaking = setTimeout(
      () => (heard.textContent = `${words.where}: ${words.value}. ${extent.textContent}`),
      250,
    )
  }

  function cellWords({ layer, map, row, column }) {
    const { name, kind } = sent.header.layers[layer]
    const [, rows, columns] = mapsShape(sent, layer)
    const { whole, step, least } = numbersOf(sent, layer)
    const place = Math.min((map * rows + row) * columns + column, whole.length - 1)
    const number = Math.max(whole[place], least) * step
    const at = kind === "strip" ? `number ${place}` : `map ${map}, row ${row}, column ${column}`
    return { where: `${name}, ${at}`, value: stepText(number, step) }
  }

  function barWords({ layer, bar }) {
    const { name, labels } = sent.header.layers[layer]
    return { where: `${name}, ${labels[bar]}`, value: barText(sent, layer, bar) }
  }

  /** What a place sees of the input, in rows and columns from, up to and not including. */
  function fieldOf({ layer, row = 0, column = 0 }) {
    const { field, kind } = sent.header.layers[layer]
    const [size, stride, offset] = field
    const [down, across] = kind === "maps" ? [row, column] : [0, 0]
    const top = offset[0] + down * stride[0]
    const left = offset[1] + across * stride[1]
    return { top, bottom: top + size[0], left, right: left + size[1] }
  }

  function drawField({ top, bottom, left, right }) {
    const [height, width] = sent.header.input
    const [across, down] = [pixels.clientWidth, pixels.clientHeight]
    const context = crispContext(seen, across + 8, down + 8)
    context.translate(4, 4)
    const clipped = {
      top: Math.max(top, 0),
      bottom: Math.min(bottom, height),
      left: Math.max(left, 0),
      right: Math.min(right, width),
    }
    const box = {
      x: (clipped.left * across) / width,
      y: (clipped.top * down) / height,
      width: ((clipped.right - clipped.left) * across) / width,
      height: ((clipped.bottom - clipped.top) * down) / height,
    }
    context.fillStyle = "rgb(0 0 0 / 0.35)"
    context.beginPath()
    context.rect(0, 0, across, down)
    context.rect(box.x, box.y, box.width, box.height)
    context.fill("evenodd")
    outline(context, box, { line: 2, colour: "#ffd60a" })
  }

  function extentText({ top, bottom, left, right }) {
    const [height, width] = sent.header.input
    if (top <= 0 && left <= 0 && bottom >= height && right >= width) return "Sees the whole input."
    const axis = (name, from, to) => (to - from === 1 ? `${name} ${from}` : `${name}s ${from} to ${to - 1}`)
    const rows = axis("row", Math.max(top, 0), Math.min(bottom, height))
    const columns = axis("column", Math.max(left, 0), Math.min(right, width))
    const over = top < 0 || left < 0 || bottom > height || right > width
    return `Sees ${rows}, ${columns} of the input${over ? "; the rest of its field is padding." : "."}`
  }

  function remove() {
    sizes.disconnect()
    drawing.cancel()
    clearTimeout(speaking)
    clearTimeout(saying)
    root.remove()
  }

  return { update, remove }
}
