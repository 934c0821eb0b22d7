/**
 * A panel on the page: the picture in three layers (pixels, what is shaded, what is marked), its words and its legend.
 *
 * @typedef {{node: HTMLElement, pixels: HTMLCanvasElement, shade: HTMLCanvasElement, marks: HTMLCanvasElement,
 *   plan: Plan, size: [number, number], painted: ?Array, marked: string, show: function(Plan): void,
 *   measure: function(): void}} Panel `size` is the picture's, in CSS pixels, as it was last measured; `painted` is
 *   what its pixels were painted from and `marked` what its marks were drawn from
 */

/**
 * @param {string} id
 * @param {Object<string, function(Event): void>} listeners put on the layer that the pointer meets
 * @returns {Panel}
 */
function makePanel(id, listeners) {
  const title = element("span", { class: "title" })
  const shape = element("span", { class: "shape" })
  const [pixels, shade] = ["pixels", "shade"].map((name) =>
    element("canvas", { class: name, "aria-hidden": "true" }),
  )
  const marks = element("canvas", {
    class: "marks",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "picture to read",
    ...listeners,
  })
  const picture = element("div", { class: "picture" }, pixels, shade, marks)
  const bar = element("div", { class: "bar" })
  const ends = element("div", { class: "ends" })
  const zero = element("span", { class: "zero" }, "0")
  const legend = element("div", { class: "legend" }, bar, ends)
  const notes = element("div", { class: "notes" })
  const node = element(
    "figure",
    { class: "panel", "data-panel": id },
    element("figcaption", {}, title, shape),
    picture,
    legend,
    notes,
  )
  const panel = {
    node,
    pixels,
    shade,
    marks,
    plan: null,
    size: [0, 0],
    painted: null,
    marked: "",
    show,
    measure,
  }
  let shown = ""
  return panel

  function show(plan) {
    panel.plan = plan
    const now = JSON.stringify(plan)
    if (now === shown) return
    shown = now
    const [, height, width] = plan.shape
    write(title, plan.title)
    title.title = plan.title
    write(shape, [plan.of, plan.shape.join(" × ")].filter(Boolean).join(", "))
    picture.style.aspectRatio = `${width} / ${height}`
    picture.style.width = `min(100%, calc(26rem * ${width / height}))`
    marks.setAttribute("aria-label", `${plan.alt.replace(/\.$/, "")}. Arrow keys move, Enter pins.`)
    legend.hidden = !plan.bar
    if (plan.bar) showBar(plan.bar)
    showNotes(plan.notes ?? [])
  }

  function showNotes(list) {
    const lines = list.map(({ text, swatch }) =>
      element("p", {}, swatch ? element("span", { class: `swatch ${swatch}` }) : "", text),
    )
    if (lines.length || notes.firstChild) notes.replaceChildren(...lines)
  }

  function measure() {
    panel.size = [picture.clientWidth, picture.clientHeight]
  }

  function showBar(plan) {
    bar.style.background = plan.gradient
    // A zero that would run into an end's number says nothing that the colours do not say.
    const clear = plan.zero > 0.25 && plan.zero < 0.75
    zero.hidden = !clear
    if (clear) zero.style.left = `${100 * plan.zero}%`
    zero.classList.toggle("tight", plan.ends.join("").length > 9)
    if (ends.children.length !== plan.ends.length + 1)
      ends.replaceChildren(...plan.ends.map(() => element("span")), zero)
    plan.ends.forEach((text, place) => write(ends.children[place], text))
  }
}

/**
 * Paint a panel's numbers, unless they are the ones that it shows already.
 *
 * @param {Panel} panel
 * @param {Sent} sent
 * @param {Tables} tables
 * @param {number} current
 */
function paintPanel(panel, sent, tables, current) {
  const { plan, pixels } = panel
  const [, height, width] = plan.shape
  const map = plan.map ?? current
  const { header, arrays } = sent
  const relu = header.activated?.name === "relu"
  const mapNumbers = [partOf(sent, "sums", map), header.maps[map]]
  const activatedNumbers = arrays.activated
    ? [partOf(sent, "activated", map), header.activated.scales[map]]
    : [...mapNumbers, relu]
  const origin = plan.kind === "picture" ? header.sides.map(([before]) => before) : [0, 0]
  const painters = {
    picture: [[arrays.padded, origin], (out) => fillPicture(out, sent, origin, height, width)],
    padded: [[arrays.padded], (out) => fillPicture(out, sent, origin, height, width)],
    map: [mapNumbers, (out) => fillSums(out, sent, tables, map, false)],
    activated: [activatedNumbers, (out) => fillActivated(out, sent, tables, map, relu)],
    pooled: [
      [...activatedNumbers, partOf(sent, arrays.pooled ? "pooled" : "winners", map), header.pooled],
      (out) => fillPooled(out, sent, tables, map),
    ],
    magnitude: [[arrays.magnitude], (out) => fillMagnitude(out, sent, tables)],
    direction: [[arrays.direction, arrays.magnitude], (out) => fillDirection(out, sent, tables)],
  }
  const [sources, fill] = painters[plan.kind === "gradient" ? plan.id : plan.kind]
  const painted = [plan.shape, ...sources]
  if (sameNumbers(panel.painted, painted)) return
  panel.painted = painted
  paintPixels(pixels, width, height, fill)
  pixels.classList.toggle("enlarged", width < 400)
}

/** The numbers of one map out of an array of all maps, if there is such an array. */
function partOf({ arrays, shapes }, name, map) {
  if (!arrays[name]) return null
  const [, height, width] = shapes[name]
  return arrays[name].subarray(map * height * width, (map + 1) * height * width)
}

/** Whether two lists of arrays and plain values say the same. */
function sameNumbers(before, now) {
  return before?.length === now.length && now.every((value, index) => sameValue(before[index], value))
}

function sameValue(one, other) {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other))
    return JSON.stringify(one) === JSON.stringify(other)
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

function fillPicture(out, { arrays, shapes }, [top, left], height, width) {
  const [channels, rows, columns] = shapes.padded
  const [first, second, third] = channels === 3 ? [0, rows * columns, 2 * rows * columns] : [0, 0, 0]
  const padded = arrays.padded
  for (let row = 0, at = 0; row < height; row += 1) {
    let from = (row + top) * columns + left
    for (let column = 0; column < width; column += 1, at += 1, from += 1)
      out[at] =
        (255 << 24) | (padded[third + from] << 16) | (padded[second + from] << 8) | padded[first + from]
  }
}

function fillSums(out, sent, { diverging }, map, positive) {
  const { slope, offset, scale } = sent.header.maps[map]
  const limit = scale[2]
  const times = limit > 0 ? (slope * 127) / limit : 0
  // The half rounds: cutting off what stands after the point of a positive number is faster than rounding it.
  const plus = limit > 0 ? (offset * 127) / limit + 127.5 : 127.5
  const least = positive ? 127 : 0
  const sums = partOf(sent, "sums", map)
  for (let at = 0; at < out.length; at += 1) {
    const place = (sums[at] * times + plus) | 0
    out[at] = diverging[place < least ? least : place > 254 ? 254 : place]
  }
}

function fillActivated(out, sent, tables, map, relu) {
  const { activated } = sent.arrays
  if (activated) fillValues(out, activated, map, sent.header.activated.scales[map][2], tables)
  else fillSums(out, sent, tables, map, relu)
}

function fillValues(out, values, map, limit, { diverging }) {
  const start = map * out.length
  for (let at = 0; at < out.length; at += 1) out[at] = diverging[divergingIndex(values[start + at], limit)]
}

function fillPooled(out, sent, tables, map) {
  const limit = sent.header.pooled.scales[map][2]
  if (sent.arrays.pooled) {
    fillValues(out, sent.arrays.pooled, map, limit, tables)
    return
  }
  const [height, width] = mapSize(sent)
  const { winners, activated, sums } = sent.arrays
  const { slope, offset } = sent.header.maps[map]
  const { pooled } = sent.header
  const least = sent.header.activated?.name === "relu" ? 0 : -Infinity
  const [rows, columns] = pooled.size
  const start = map * out.length
  for (let row = 0, at = 0; row < rows; row += 1) {
    const top = map * height + row * pooled.stride[0] - pooled.padding[0]
    for (let column = 0; column < columns; column += 1, at += 1) {
      const won = winners[start + at]
      const down = Math.floor(won / pooled.kernel[1])
      const right = won - down * pooled.kernel[1]
      const left = column * pooled.stride[1] - pooled.padding[1]
      const from = (top + down * pooled.dilation[0]) * width + left + right * pooled.dilation[1]
      const value = activated ? activated[from] : Math.max(sums[from] * slope + offset, least)
      out[at] = tables.diverging[divergingIndex(value, limit)]
    }
  }
}

function fillMagnitude(out, { arrays, header }, { sequential }) {
  const times = header.gradient.highest > 0 ? 255 / header.gradient.highest : 0
  for (let at = 0; at < out.length; at += 1) out[at] = sequential[Math.round(arrays.magnitude[at] * times)]
}

/** Directions in full colour from a quarter of the steepest slope on; below, the colour fades to grey. */
function fillDirection(out, { arrays, header, shapes }, { wheel }) {
  const [strengths, angles] = shapes.wheel
  const times = header.gradient.highest > 0 ? (4 * (strengths - 1)) / header.gradient.highest : 0
  for (let at = 0; at < out.length; at += 1) {
    const strength = Math.min(Math.round(arrays.magnitude[at] * times), strengths - 1)
    const angle = Math.round(((arrays.direction[at] + 18000) * angles) / 36000) & (angles - 1)
    out[at] = wheel[strength * angles + angle]
  }
}
