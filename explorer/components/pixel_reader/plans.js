/**
 * What a panel shows: a picture with its title, its shape and a legend.
 *
 * @typedef {{text: string, swatch?: "padding"|"unread"}} Note
 * @typedef {{gradient: string, ends: string[], zero?: number}} Bar the texts under it, evenly apart; where 0 lies
 * @typedef {{id: string, kind: "picture"|"padded"|"map"|"activated"|"pooled"|"gradient", map?: number, title: string,
 *   of?: string, shape: number[], alt: string, notes?: Note[], bar?: Bar}} Plan
 */

/**
 * List the panels, from the input to pooling.
 *
 * @param {Sent} sent
 * @param {{diverging: Uint32Array, sequential: Uint32Array}} tables
 * @param {number} current the map that the panels after the feature maps show
 * @returns {Plan[]}
 */
function plansOf(sent, tables, current) {
  const { header } = sent
  return [
    ...inputPlans(sent),
    ...header.maps.map((map, index) => mapPlan(sent, tables, map, index)),
    ...(header.activated ? [activatedPlan(sent, tables, current)] : []),
    ...(header.pooled ? [pooledPlan(sent, tables, current)] : []),
    ...(header.gradient ? gradientPlans(sent, tables) : []),
  ]
}

function inputPlans({ header, shapes }) {
  const bar =
    header.picture[0] === 3
      ? undefined
      : { gradient: "linear-gradient(90deg, #000, #fff)", ends: ["0", "255"] }
  const picture = {
    id: "picture",
    kind: "picture",
    title: "Input",
    shape: header.picture,
    alt: `Input: ${header.alt}`,
    notes: unreadNotes(header, "picture"),
    bar,
  }
  if (!isPadded(header)) return [picture]
  const padding = paddingText(header)
  const padded = {
    id: "padded",
    kind: "padded",
    title: "Padded input",
    shape: shapes.padded,
    alt: `Padded input, ${padding}`,
    notes: [{ text: capital(padding), swatch: "padding" }, ...unreadNotes(header, "padded")],
    bar,
  }
  return [picture, padded]
}

function mapPlan(sent, tables, map, index) {
  const alone = sent.header.maps.length === 1
  return {
    id: `map ${index}`,
    kind: "map",
    map: index,
    title: alone ? "Feature map" : map.title,
    shape: [1, ...mapSize(sent)],
    alt: `Feature map ${map.title}, ${rangeText(map.scale)}`,
    bar: divergingBar(tables, map.scale),
  }
}

function activatedPlan(sent, tables, current) {
  const { activated, maps } = sent.header
  return {
    id: "activated",
    kind: "activated",
    title: `After ${activated.title}`,
    of: maps.length > 1 ? maps[current].title : undefined,
    shape: [1, ...mapSize(sent)],
    alt: `${maps[current].title} after ${activated.title}, ${rangeText(activated.scales[current])}`,
    bar: divergingBar(tables, activated.scales[current]),
  }
}

function pooledPlan(sent, tables, current) {
  const { pooled, maps } = sent.header
  return {
    id: "pooled",
    kind: "pooled",
    title: `${capital(pooled.kind)} pooling`,
    of: maps.length > 1 ? maps[current].title : undefined,
    shape: [1, ...pooled.size],
    alt: `${maps[current].title} after ${pooled.kind} pooling, ${rangeText(pooled.scales[current])}`,
    bar: divergingBar(tables, pooled.scales[current]),
  }
}

function gradientPlans(sent, { sequential, wheel }) {
  const { lowest, highest } = sent.header.gradient
  const [strengths, angles] = sent.shapes.wheel
  const full = wheel.subarray((strengths - 1) * angles)
  const shared = { kind: "gradient", shape: [1, ...mapSize(sent)] }
  return [
    {
      ...shared,
      id: "magnitude",
      title: "Gradient magnitude",
      alt: `Gradient magnitude, ${rangeText([lowest, highest])}`,
      bar: { gradient: cssGradient(sequential, 0, 255), ends: ["0", nearText(highest, 5)] },
    },
    {
      ...shared,
      id: "direction",
      title: "Gradient direction",
      alt: "Gradient direction: where the picture grows brighter",
      notes: [{ text: "Where it grows brighter: → 0°, ↓ 90°. Grey: flat." }],
      bar: { gradient: cssGradient(full, 0, angles - 1), ends: ["←", "↑", "→", "↓", "←"] },
    },
  ]
}

function divergingBar(tables, [low, high, limit]) {
  const zero = low < 0 && high > 0 ? -low / (high - low) : undefined
  const gradient = cssGradient(tables.diverging, divergingIndex(low, limit), divergingIndex(high, limit))
  return { gradient, ends: [nearText(low, 5), nearText(high, 5)], zero }
}

function rangeText([low, high]) {
  return `values from ${nearText(low)} to ${nearText(high)}`
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1)
}

function isPadded({ sides }) {
  return sides.flat().some((cells) => cells > 0)
}

/** What the four sides of the padding are, in words. */
function paddingText({ sides: [[top, bottom], [left, right]], paddingMode }) {
  const filled = {
    zeros: "zeros",
    reflect: "reflected cells",
    replicate: "repeated edge cells",
    circular: "cells from the opposite side",
  }
  const even = top === bottom && left === right && top === left
  const named = Object.entries({ top, bottom, left, right }).filter(([, cells]) => cells > 0)
  const sides = even ? `${top} on each side` : named.map(([side, cells]) => `${side} ${cells}`).join(", ")
  return `padding, ${filled[paddingMode]}: ${sides}`
}

/** The unread runs of a panel, in its own rows and columns. */
function unreadOf({ unread, sides, picture }, kind) {
  if (kind !== "picture") return unread
  return unread.map((runs, axis) => {
    const shift = sides[axis][0]
    return runs
      .map(([start, stop]) => [Math.max(start - shift, 0), Math.min(stop - shift, picture[axis + 1])])
      .filter(([start, stop]) => start < stop)
  })
}

function unreadNotes(header, kind) {
  const [rows, columns] = unreadOf(header, kind).map((runs, axis) =>
    placesText(runs, ["row", "column"][axis]),
  )
  const places = [rows, columns].filter(Boolean).join(" and ")
  if (!places) return []
  return [{ text: `Not read by any window: ${places}`, swatch: "unread" }]
}

/** Runs of rows in words: "row 5", "rows 3 to 7", "84 rows". */
function placesText(runs, name) {
  const count = runs.reduce((sum, [start, stop]) => sum + stop - start, 0)
  if (count === 0) return ""
  if (count === 1) return `${name} ${runs[0][0]}`
  if (runs.length === 1) return `${name}s ${runs[0][0]} to ${runs[0][1] - 1}`
  return `${count} ${name}s`
}
