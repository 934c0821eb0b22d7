const COLUMNS = ["Name", "Layer", "Output", "Parameters", "MACs", "Memory", "Receptive field", "stride", "offset"]
const FIELD_TITLES = ["size of the receptive field", "how far apart neighbouring units look", "first row and column that unit 0 sees"]
/** A table of more rows than this draws only those in the window. */
const LONG = 100
const WARNING = "M10 3 18 17H2zM10 8v4M10 14.4v.4"
const FOLD = "M7 5l6 5-6 5"

/** One row: its nodes are made once and then only rewritten. */
class Row {
  constructor() {
    this.fold = element("button", { type: "button", class: "fold", tabindex: "-1" }, icon(FOLD))
    this.name = element("span", { class: "path" })
    this.kind = element("b")
    this.words = element("span", { class: "words" })
    this.output = element("span", { class: "size" })
    this.formula = element("span", { class: "formula" })
    this.warning = icon(WARNING)
    this.sums = [0, 1, 2].map(() => ({ arithmetic: element("span", { class: "arithmetic" }), text: element("b"), bar: element("i", { class: "share" }) }))
    this.field = FIELD_TITLES.map(() => element("td", { role: "gridcell", class: "field-part" }))
    const cell = (name, ...children) => element("td", { role: "gridcell", class: name }, ...children)
    this.node = element(
      "tr",
      { role: "row", tabindex: "-1" },
      cell("name", element("div", { class: "label" }, this.fold, this.name)),
      cell("layer", this.kind, " ", this.words),
      cell("output", this.warning, this.output, " ", this.formula),
      ...this.sums.map(({ arithmetic, text, bar }, place) => cell(`sum sum-${place}`, element("div", { class: "figure" }, arithmetic, text, bar))),
      ...this.field,
    )
  }

  show(entry, { isSelected, isFolded, isTabStop, groupOf, joinOf }) {
    const { node } = this
    this.joinOf = joinOf
    const look = `${isSelected} ${isFolded} ${isTabStop} ${entry.isEmpty}`
    if (entry === this.entry && look === this.look) return
    Object.assign(this, { entry, look })
    node.className = `${entry.type}${entry.problem ? " problem" : ""}${entry.isBehind ? " behind" : ""}${entry.isAside ? " aside" : ""}`
    node.dataset.address = entry.address
    node.dataset.group = groupOf(entry.kind)
    node.style.setProperty("--level", entry.level - 1)
    node.setAttribute("aria-level", entry.level)
    node.setAttribute("aria-selected", String(isSelected))
    node.tabIndex = isTabStop ? 0 : -1
    if (entry.type === "block") node.setAttribute("aria-expanded", String(!isFolded))
    else node.removeAttribute("aria-expanded")
    this.fold.hidden = entry.type !== "block"
    this.fold.setAttribute("aria-label", `${isFolded ? "Open" : "Fold"} ${entry.path}`)
    if (entry.type === "branch") this.writeBranch(entry)
    else this.write(entry, isFolded)
  }

  writeBranch(entry) {
    setContent(this.name, `branch ${entry.number + 1}`)
    setContent(this.kind, "")
    setContent(this.words, entry.isEmpty ? "empty: hands its input on" : "")
    this.writeSums(["", "", ""], [0, 0, 0])
    this.writeOutput("")
    this.writeField([])
  }

  write(entry, isFolded) {
    setContent(this.name, entry.label)
    this.name.title = entry.label === entry.path ? "" : entry.path
    setContent(this.kind, entry.type === "block" ? this.joinOf(entry.kind) : entry.type === "input" ? "" : entry.kind)
    setContent(this.words, entry.type === "block" ? blockWords(entry) : entry.words ?? "")
    this.writeOutput(entry.problem ? "cannot work" : entry.isBehind ? "not reached" : entry.output)
    this.writeSums(entry.sums ?? ["", "", ""], entry.type === "block" && !isFolded ? [0, 0, 0] : entry.shares ?? [0, 0, 0])
    const isKnown = entry.output && entry.type !== "input"
    this.writeField(isKnown && entry.field.length === 0 ? ["varies", "", ""] : entry.field ?? [])
  }

  writeOutput(text) {
    this.warning.style.display = this.entry.problem ? "" : "none"
    setContent(this.output, text)
    const { formula = "", problem } = this.entry
    setContent(this.formula, problem ? "" : formula)
    this.output.parentNode.title = problem ? "" : formula
  }

  writeSums(sums, shares) {
    this.sums.forEach(({ arithmetic, text, bar }, place) => {
      const [first, result] = sums[place].split(" = ")
      setContent(arithmetic, result === undefined ? "" : `${first} = `)
      setContent(text, result ?? first)
      text.className = first === "0" ? "none" : ""
      bar.style.setProperty("--share", shares[place])
      bar.hidden = shares[place] < 0.005
    })
  }

  writeField(parts) {
    this.field.forEach((cell, place) => setContent(cell, parts[place] ?? ""))
  }
}

function blockWords({ kind, branches, words }) {
  return LANES.includes(kind) ? `${branches.length} branches, ${words}` : words
}

/** The rows of the network, the form below the selected one, and the totals at the foot. */
class NetworkTable {
  constructor(editor) {
    this.editor = editor
    this.rows = new Map()
    this.body = element("tbody", { role: "rowgroup" })
    this.foot = element("tfoot", { role: "rowgroup" })
    const head = COLUMNS.map((title, place) => element("th", { scope: "col", role: "columnheader", class: place > 5 ? "field-part" : place > 2 ? "sum" : null, title: FIELD_TITLES[place - 6] ?? null }, title))
    const top = element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head))
    this.node = element("table", { role: "treegrid", "aria-label": "Layers of the network", "aria-multiselectable": "true" }, top, this.body, this.foot)
  }

  /** Bring the rows into the form and order of the entries; what stays where it is is not touched. */
  show(entries, { selected, range, isFolded, groupOf, joinOf }) {
    const kept = new Map()
    const wanted = []
    const tabStop = entries.some(({ address }) => address === selected) ? selected : entries[0].address
    for (const entry of entries) {
      const key = `${entry.type} ${entry.path}`
      const row = this.rows.get(key) ?? new Row()
      kept.set(key, row)
      const isSelected = entry.address === selected || range.has(entry.address)
      row.show(entry, { isSelected, isFolded: entry.type === "block" && isFolded(entry), isTabStop: entry.address === tabStop, groupOf, joinOf })
      wanted.push(row.node)
      if (entry.address === selected) wanted.push(this.editor.node)
    }
    this.rows = kept
    this.node.classList.toggle("long", entries.length > LONG)
    // What leaves its place goes first: else all that stood between its old place and its new one would move.
    const form = this.editor.node
    if (form.previousSibling !== wanted[wanted.indexOf(form) - 1]) form.remove()
    const staying = new Set(wanted)
    for (const node of [...this.body.children]) if (!staying.has(node)) node.remove()
    let here = this.body.firstChild
    for (const node of wanted) {
      if (node === here) here = here.nextSibling
      else this.body.insertBefore(node, here)
    }
  }

  rowOf(address) {
    return [...this.rows.values()].find(({ entry }) => entry.address === address)?.node
  }

  showTotals(totals) {
    const rows = totals.map(([title, ...sums]) =>
      element(
        "tr",
        { role: "row" },
        element("th", { scope: "row", role: "rowheader", colspan: "3" }, title),
        ...sums.map((text, place) => element("td", { role: "gridcell", class: "sum", "data-title": COLUMNS[place + 3] }, element("b", {}, text))),
        element("td", { role: "gridcell", class: "field-part", colspan: "3" }),
      ),
    )
    this.foot.replaceChildren(...rows)
  }
}
