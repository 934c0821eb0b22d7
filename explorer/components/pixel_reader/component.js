/**
 * The pixel reader: panels from the input to pooling, and the arithmetic of the cell that is looked at.
 *
 * @typedef {{diverging: Uint32Array, sequential: Uint32Array, wheel?: Uint32Array}} Tables
 * @typedef {{kind: "map"|"activated"|"pooled"|"gradient", map: number, row: number, column: number}} Place
 */

const HINT =
  "Move over a picture, drag a finger over it, or use the arrow keys; a click pins a cell. " +
  "Rows and columns count from 0."
const STEPS = { "←": [0, -1], "↑": [-1, 0], "↓": [1, 0], "→": [0, 1] }
const STEP_NAMES = { "←": "One column left", "↑": "One row up", "↓": "One row down", "→": "One column right" }

/** @param {Object} component what Streamlit hands over */
export default function (component) {
  return mount(component, makeReader)
}

function makeReader({ parentElement }) {
  const panels = new Map()
  const grid = element("div", { class: "panels" })
  const table = makeTable()
  const title = element("h3")
  const where = element("p", { class: "where" })
  const pinButton = element("button", { type: "button", class: "pin", click: () => togglePin(place) })
  const steppers = Object.entries(STEPS).map(([arrow, [down, across]]) =>
    element(
      "button",
      { type: "button", "aria-label": STEP_NAMES[arrow], click: () => move(place, down, across) },
      arrow,
    ),
  )
  const heard = element("p", { class: "heard-only", "aria-live": "polite" })
  const reading = element(
    "section",
    { class: "reading", "aria-label": "Arithmetic of one cell" },
    element(
      "header",
      {},
      element("div", { class: "words" }, title, where),
      element("div", { class: "controls" }, element("div", { class: "steppers" }, ...steppers), pinButton),
    ),
    table.node,
  )
  const root = element(
    "div",
    { class: "reader" },
    grid,
    element("p", { class: "hint" }, HINT),
    reading,
    heard,
  )
  parentElement.append(root)

  let sent, tables, setStateValue, place, pin, pinnedByPython
  let pixel = null
  let painted = -1
  let speaking = 0
  let room = 0
  let fitted = ""
  let reserved = ""
  const drawing = oncePerFrame(drawAndSpeak)
  const sizes = new ResizeObserver(([{ contentRect }]) => {
    room = contentRect.width
    if (!sent) return
    fit()
    draw()
  })
  sizes.observe(grid)

  function update(component) {
    sent = unpack(component.data)
    setStateValue = component.setStateValue
    const names = ["diverging", "sequential", "wheel"].filter((name) => sent.arrays[name])
    tables = Object.fromEntries(names.map((name) => [name, packColours(sent.arrays[name])]))
    const { pinned, start } = sent.header
    const [map, row, column] = pinned ?? start
    if (String(pinned) !== pinnedByPython) pin = pinned && { kind: "map", map, row, column }
    pinnedByPython = String(pinned)
    if (pin && !exists(pin)) pin = null
    if (!place || !exists(place)) place = pin ?? { kind: "map", map, row, column }
    pixel = null
    showPanels()
    room ||= grid.clientWidth
    fit()
    draw()
    // What was just drawn need not be drawn again in the next frame.
    drawing.cancel()
  }

  function exists({ kind, map, row, column }) {
    const [height, width] = sizeOf(kind)
    return map < sent.header.maps.length && row < height && column < width
  }

  /** The size of what a place of this kind counts in; nothing where there is no such panel. */
  function sizeOf(kind) {
    if (kind === "map") return mapSize(sent)
    if (!sent.header[kind]) return [0, 0]
    return kind === "pooled" ? sent.header.pooled.size : mapSize(sent)
  }

  function showPanels() {
    const plans = plansOf(sent, tables, place.map)
    const ids = new Set(plans.map(({ id }) => id))
    for (const [id, panel] of panels)
      if (!ids.has(id)) {
        panel.node.remove()
        panels.delete(id)
      }
    plans.forEach((plan, order) => {
      if (!panels.has(plan.id)) panels.set(plan.id, makePanel(plan.id, listenersOf(plan.id)))
      const panel = panels.get(plan.id)
      panel.show(plan)
      paintPanel(panel, sent, tables, place.map)
      if (grid.children[order] !== panel.node) grid.insertBefore(panel.node, grid.children[order] ?? null)
    })
    painted = place.map
  }

  /** Lay the panels in even rows and draw over them in the screen's own pixels. */
  function fit() {
    reserve()
    const { sides, unread } = sent.header
    const shapes = Array.from(panels.values(), ({ plan }) => [plan.id, plan.shape])
    const now = JSON.stringify([room, window.devicePixelRatio, shapes, sides, unread])
    if (!room || now === fitted) return
    fitted = now
    const most = Math.max(1, Math.min(6, Math.floor((room + 12) / (room < 600 ? 110 : 162))))
    const rows = Math.ceil(panels.size / most)
    grid.style.setProperty("--columns", String(Math.ceil(panels.size / rows)))
    for (const panel of panels.values()) panel.measure()
    for (const panel of panels.values()) drawShade(panel, sent.header)
  }

  /** Reserve the height of the longest arithmetic, so that nothing below moves from one cell to the next. */
  function reserve() {
    const { kernel, maps, activated, pooled, gradient } = sent.header
    const numbers = maps.map(({ channels, digits, gain, divisor, bias }) => [
      channels,
      digits,
      gain,
      divisor,
      bias,
    ])
    const now = JSON.stringify([room, kernel, numbers, activated?.title, pooled?.kernel, gradient?.turn])
    if (!room || now === reserved) return
    reserved = now
    const kinds = ["map", ...(pooled ? ["pooled"] : [])]
    table.reserve(kinds.map((kind) => arithmeticOf({ kind, map: place.map, row: 0, column: 0 })))
  }

  function draw() {
    if (painted !== place.map) showPanels()
    const looking = { place, pixel, pin }
    for (const panel of panels.values()) drawMarks(panel, marksOn(panel.plan, sent, looking))
    const arithmetic = arithmeticOf(place)
    table.show(arithmetic)
    write(title, arithmetic.title)
    write(where, pixel ? pixelText(sent, pixel) : arithmetic.place)
    const pinned = pin !== null && samePlace(pin, place)
    write(pinButton, pinned ? "Unpin" : "Pin")
    pinButton.setAttribute("aria-disabled", String(place.kind === "pooled"))
    return pixel ? where.textContent : arithmetic.spoken
  }

  /** Draw what the visitor turned to, and say it when the visitor has stayed there for a moment. */
  function drawAndSpeak() {
    const sentence = draw()
    clearTimeout(speaking)
    speaking = setTimeout(() => write(heard, sentence), 250)
  }

  function arithmeticOf({ kind, map, row, column }) {
    if (kind === "pooled") return poolingAt(sent, tables, { map, row, column })
    if (kind === "gradient" || (kind === "map" && sent.header.gradient))
      return gradientAt(sent, tables, { row, column })
    return convolutionAt(sent, tables, { map, row, column })
  }

  function listenersOf(id) {
    const point = (event) => look(panels.get(id).plan, ...cellUnder(panels.get(id), event))
    return {
      pointerdown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        point(event)
      },
      pointermove: point,
      pointerleave: leave,
      pointercancel: leave,
      click: (event) => {
        point(event)
        if (!pixel) togglePin(place)
      },
      keydown: (event) => press(panels.get(id).plan, event),
      // Coming by keyboard, begin where the reading stands.
      focus: ({ currentTarget }) =>
        currentTarget.matches(":focus-visible") &&
        look(panels.get(id).plan, ...standing(panels.get(id).plan)),
      blur: leave,
    }
  }

  function look({ kind, map }, row, column) {
    if (kind === "picture" || kind === "padded") {
      const shift = kind === "picture" ? sent.header.sides.map(([before]) => before) : [0, 0]
      pixel = { row: row + shift[0], column: column + shift[1] }
    } else {
      pixel = null
      place = { kind, map: map ?? place.map, row, column }
    }
    drawing.ask()
  }

  function leave() {
    pixel = null
    if (pin) place = pin
    drawing.ask()
  }

  /** Where the marks stand on a panel, in its own rows and columns. */
  function standing({ kind, shape: [, height, width] }) {
    if (kind !== "picture" && kind !== "padded")
      return [bounded(place.row, height), bounded(place.column, width)]
    const shift = kind === "picture" ? sent.header.sides.map(([before]) => before) : [0, 0]
    const [window] = inputMarks(sent, place)
    const from = pixel ?? { row: window?.top ?? 0, column: window?.left ?? 0 }
    return [bounded(from.row - shift[0], height), bounded(from.column - shift[1], width)]
  }

  function press(plan, event) {
    const [, height, width] = plan.shape
    const [row, column] = standing(plan)
    const paged = { PageUp: -10, PageDown: 10 }[event.key]
    const target = paged
      ? { row: bounded(row + paged, height), column }
      : cellAfterKey(event, { row, column }, [height, width])
    if (target) look(plan, target.row, target.column)
    else if (event.key === "Enter" || event.key === " ") togglePin(place)
    else if (event.key === "Escape" && pin) setPin(null)
    else return
    event.preventDefault()
  }

  /** Go one cell on from a place, for fingers that are larger than a cell. */
  function move({ kind, map, row, column }, down, across) {
    const [height, width] = sizeOf(kind)
    look({ kind, map }, bounded(row + down, height), bounded(column + across, width))
  }

  /** Only a feature map's cell is pinned: a pooled one is not what the address speaks of. */
  function togglePin(at) {
    if (at.kind !== "pooled") setPin(pin && samePlace(pin, at) ? null : { ...at, kind: "map" })
  }

  function setPin(cell) {
    pin = cell
    const text = cell ? [cell.row, cell.column, ...(cell.map ? [cell.map] : [])].join(",") : ""
    setStateValue("pinned", text)
    drawing.ask()
  }

  function remove() {
    sizes.disconnect()
    drawing.cancel()
    clearTimeout(speaking)
    root.remove()
  }

  return { update, remove }
}

function samePlace(one, other) {
  return one.map === other.map && one.row === other.row && one.column === other.column
}

/** The row and column of a panel's picture that lie under the pointer. */
function cellUnder(
  {
    marks,
    plan: {
      shape: [, height, width],
    },
  },
  { clientX, clientY },
) {
  const box = marks.getBoundingClientRect()
  const row = Math.floor(((clientY - box.top - MARGIN) / (box.height - 2 * MARGIN)) * height)
  const column = Math.floor(((clientX - box.left - MARGIN) / (box.width - 2 * MARGIN)) * width)
  return [bounded(row, height), bounded(column, width)]
}
