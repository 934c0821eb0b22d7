/**
 * A layer of numbers as bars, and what every cell before it gave to the one that is looked at.
 *
 * @param {{look: function(Object): void, press: function(Event): void}} visitor
 */
function makeBarsSection(visitor) {
  const heading = makeHeading()
  const list = element("div", {
    class: "bars",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "bars",
    keydown: (event) => visitor.press(event),
    focus: () => list.matches(":focus-visible") && visitor.look(null),
  })
  const sum = element("p", { class: "sum" })
  const pixels = element("canvas", { role: "img" })
  const scratch = document.createElement("canvas")
  const note = element(
    "p",
    { class: "note" },
    "What every cell of the maps before gives: orange raises, blue lowers.",
  )
  const given = element("div", { class: "given", hidden: true }, sum, pixels, note)
  const node = element(
    "section",
    { class: "layer" },
    heading.node,
    element("div", { class: "outputs" }, list, given),
  )
  let sent, tables, index, room
  let rows = []
  let shown = -1

  function show(newSent, newTables, newIndex) {
    ;[sent, tables, index] = [newSent, newTables, newIndex]
    const layer = sent.header.layers[index]
    heading.show(layer)
    node.setAttribute("aria-label", `${layer.name}: ${layer.title}`)
    list.setAttribute(
      "aria-label",
      `${layer.name}: ${layer.labels.map((label, bar) => `${label} is ${numberText(bar)}`).join(", ")}`,
    )
    if (rows.length !== layer.labels.length) build(layer.labels.length)
    const values = sent.arrays[`bars${index}`]
    const lowest = Math.min(0, ...values)
    const span = Math.max(0, ...values) - lowest || 1
    rows.forEach((row, bar) => {
      row.label.textContent = layer.labels[bar]
      row.value.textContent = numberText(bar)
      const [from, to] = [Math.min(0, values[bar]), Math.max(0, values[bar])]
      row.bar.style.left = `${(100 * (from - lowest)) / span}%`
      row.bar.style.width = `${(100 * (to - from)) / span}%`
      row.bar.classList.toggle("negative", values[bar] < 0)
    })
    given.hidden = !layer.contributions
    shown = -1
  }

  function build(count) {
    rows = Array.from({ length: count }, (_, bar) => {
      const label = element("span", { class: "label" })
      const fill = element("span", { class: "fill" })
      const value = element("span", { class: "value" })
      const node = element(
        "div",
        {
          class: "output",
          "aria-hidden": "true",
          pointermove: () => visitor.look({ bar }),
          pointerdown: () => visitor.look({ bar }),
        },
        label,
        element("span", { class: "track" }, fill),
        value,
      )
      return { node, label, bar: fill, value }
    })
    list.replaceChildren(...rows.map(({ node }) => node))
  }

  function numberText(bar) {
    return barText(sent, index, bar)
  }

  function fit(newRoom) {
    room = newRoom
    shown = -1
  }

  /** Show the contributions to one bar; to the longest while none is looked at. */
  function mark(place) {
    const { contributions: shape, contributionStep: step, sums, labels } = sent.header.layers[index]
    rows.forEach(({ node }, bar) => node.classList.toggle("looked", place?.bar === bar))
    if (!shape || !room) return
    const values = sent.arrays[`bars${index}`]
    const bar = place?.bar ?? values.indexOf(Math.max(...values))
    if (bar === shown) return
    shown = bar
    const [, count, height, width] = shape
    const layout = layTiles([count, height, width], Math.min(given.clientWidth, 480), {
      least: 36,
      largest: 54,
    })
    const [across, down] = sizeOfTiles(layout, count)
    pixels.style.width = `${across}px`
    pixels.style.height = `${down}px`
    const cells = count * height * width
    const whole = sent.arrays[`contributions${index}`].subarray(bar * cells, (bar + 1) * cells)
    paintTiles(pixels, scratch, layout, [count, height, width], (out) =>
      fillWhole(out, { whole, least: -Infinity }, Array(count).fill(step ? 32767 : 0), tables.diverging),
    )
    const [raised, lowered, bias, total] = sums[bar].map(hundredthsText)
    const size = lowered.replace(MINUS, "")
    sum.textContent = `${labels[bar]}: raised by ${raised}, lowered by ${size}, bias ${bias}; together ${total}`
    pixels.setAttribute("aria-label", `What every cell of the maps before gives to ${labels[bar]}`)
  }

  function say() {}

  return { node, marks: list, show, fit, mark, say }
}

/** The number of a bar in words: the page's own, or one that agrees with its sum, or as exact as float32 is. */
function barText(sent, index, bar) {
  const { printed, sums } = sent.header.layers[index]
  if (printed[bar]) return printed[bar]
  return sums ? hundredthsText(sums[bar].at(-1)) : nearText(sent.arrays[`bars${index}`][bar])
}

function hundredthsText(hundredths) {
  return (hundredths / 100).toFixed(2).replace("-", MINUS)
}
