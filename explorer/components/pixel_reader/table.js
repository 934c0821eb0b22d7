/**
 * The arithmetic of one cell, written out.
 *
 * @typedef {{text: string, ground?: string, ink?: string, kind?: "outside"|"winner"}} Number
 * @typedef {{title: string, height: number, width: number, cells: Number[], chars: number, sign?: string,
 *   dense?: boolean}} Grid `chars` is the length of the longest number
 * @typedef {{label: string, grids: Grid[]}} Block one channel, or one derivative
 * @typedef {{label: string, text: string, ground?: string, result?: boolean}} Step
 * @typedef {{title: string, place: string, blocks: Block[], steps: Step[], spoken: string}} Arithmetic
 */

/** @returns {{node: HTMLElement, show: function(Arithmetic): void, reserve: function(Arithmetic[]): void}} */
function makeTable() {
  const blocks = element("div", {
    class: "blocks",
    tabindex: "0",
    role: "region",
    "aria-label": "Window, kernel and products",
  })
  const steps = element("dl", { class: "steps" })
  const node = element("div", { class: "arithmetic" }, blocks, steps)
  let built = ""
  let cells = []
  let lines = []

  function build(arithmetic) {
    cells = []
    blocks.replaceChildren(
      ...arithmetic.blocks.map(({ label, grids }) =>
        element(
          "div",
          { class: "block" },
          label ? element("div", { class: "label" }, label) : "",
          element("div", { class: "grids" }, ...grouped(grids.map(makeGrid))),
        ),
      ),
    )
    lines = arithmetic.steps.map(({ result }) => {
      const name = element("dt")
      const swatch = element("span", { class: "swatch" })
      const value = element("span")
      const row = element(
        "div",
        { class: result ? "step result" : "step" },
        name,
        element("dd", {}, swatch, value),
      )
      return { row, name, swatch, value }
    })
    steps.replaceChildren(...lines.map(({ row }) => row))
  }

  /** The products and what they add up to stay side by side; the rest may stand in as many rows as it needs. */
  function grouped(made) {
    return made.length < 4 ? made : [...made.slice(0, 2), element("div", { class: "pair" }, ...made.slice(2))]
  }

  function makeGrid({ title, height, width, chars, sign, dense }) {
    // Not a <table>: there, every number that changes makes the browser lay out the whole of it anew.
    const rows = Array.from({ length: height }, () => {
      const row = Array.from({ length: width }, () => {
        const text = document.createTextNode("")
        const cell = element("div", { role: "cell", class: "cell" }, text)
        cells.push({ cell, text, ground: "", kind: "" })
        return cell
      })
      return element("div", { role: "row", class: "row" }, ...row)
    })
    return element(
      "div",
      { class: dense ? "grid dense" : "grid", style: `--chars: ${chars}` },
      element("span", { class: "sign", "aria-hidden": "true" }, sign ?? ""),
      element(
        "div",
        { class: "numbers" },
        element("div", { class: "caption", "aria-hidden": "true" }, title),
        element("div", { role: "table", "aria-label": title, class: "rows" }, ...rows),
      ),
    )
  }

  function show(arithmetic) {
    const shape = JSON.stringify([
      arithmetic.blocks.map(({ label, grids }) => [
        label,
        grids.map(({ title, height, width, chars }) => [title, height, width, chars]),
      ]),
      arithmetic.steps.map(({ result }) => Boolean(result)),
    ])
    if (shape !== built) build(arithmetic)
    built = shape
    let index = 0
    for (const { grids } of arithmetic.blocks)
      for (const grid of grids) for (const number of grid.cells) writeCell(cells[index++], number)
    arithmetic.steps.forEach(({ label, text, ground }, line) => {
      const { name, swatch, value } = lines[line]
      write(name, label)
      write(value, text)
      swatch.style.background = ground ?? "transparent"
      swatch.hidden = !ground
    })
  }

  /** Keep the height of the tallest of these, whatever is shown later. */
  function reserve(all) {
    node.style.minHeight = ""
    const heights = all.map((arithmetic) => {
      show(arithmetic)
      return Math.ceil(node.getBoundingClientRect().height)
    })
    node.style.minHeight = `${Math.max(...heights)}px`
  }

  return { node, show, reserve }
}

/** Write a text, and touch nothing where it stands already: every touch lays out anew. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** Write a number into its cell, its colours and its kind, each only where it changed. */
function writeCell(held, { text, ground = "", ink = "", kind = "" }) {
  if (held.text.data !== text) held.text.data = text
  if (held.ground !== ground) {
    held.cell.style.backgroundColor = ground
    held.cell.style.color = ink
    held.ground = ground
  }
  if (held.kind !== kind) {
    held.cell.className = `cell ${kind}`
    held.kind = kind
  }
}
