/** The numbers of the window as a table, with the picture's own rows and columns named at its edges. */
class NumberTable {
  /**
   * @param {{look: function(number, number): void, push: function(number, number): boolean}} hears cells are named by
   *   their place in the window; `push` moves the window by rows and columns and says whether it could
   */
  constructor(hears) {
    this.hears = hears
    this.place = { row: 0, column: 0 }
    this.table = element("table", {
      role: "grid",
      pointerover: (event) => this.meet(event),
      focusin: (event) => this.meet(event),
      keydown: (event) => this.pressed(event),
    })
    this.node = element("div", { class: "scroll" }, this.table)
    this.shape = ""
  }

  meet({ target }) {
    const cell = target.closest?.("td")
    if (!cell) return
    this.stand({ row: Number(cell.dataset.row), column: Number(cell.dataset.column) })
    this.hears.look(this.place.row, this.place.column)
  }

  /** Let one cell be the one that the Tab key reaches, and mark it. */
  stand({ row, column }) {
    const old = this.cells[this.place.row]?.[this.place.column]
    old?.node.setAttribute("tabindex", "-1")
    old?.node.classList.remove("read")
    this.place = { row: bounded(row, this.cells.length), column: bounded(column, this.cells[0].length) }
    const { node } = this.cells[this.place.row][this.place.column]
    node.setAttribute("tabindex", "0")
    node.classList.add("read")
  }

  pressed(event) {
    if (event.altKey || event.metaKey) return
    const target = cellAfterKey(event, this.place, [this.cells.length, this.cells[0].length])
    if (!target) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
    const stuck = target.row === this.place.row && target.column === this.place.column
    const ways = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
    if (stuck && event.key in ways) this.hears.push(...ways[event.key])
    else this.cells[target.row][target.column].node.focus()
  }

  /** Make the cells anew where the window's size or the number of lines in a cell changed. */
  layOut(rows, columns, lines) {
    const shape = `${rows} ${columns} ${lines}`
    if (shape === this.shape) return
    const focused = this.table.contains(this.table.getRootNode().activeElement)
    this.shape = shape
    const heads = (count, scope) => Array.from({ length: count }, () => element("th", { scope }))
    this.columnHeads = heads(columns, "col")
    this.rowHeads = heads(rows, "row")
    this.cells = this.rowHeads.map((_, row) =>
      Array.from({ length: columns }, (_, column) => {
        const texts = Array.from({ length: lines }, () => document.createTextNode(""))
        const parts = texts.map((text) => element("div", {}, text))
        return { node: element("td", { tabindex: "-1", "data-row": row, "data-column": column }, ...parts), texts }
      }),
    )
    const body = this.rowHeads.map((head, row) => element("tr", {}, head, ...this.cells[row].map(({ node }) => node)))
    const top = element("tr", {}, element("td", { class: "corner", "aria-hidden": "true" }), ...this.columnHeads)
    this.table.replaceChildren(element("thead", {}, top), element("tbody", {}, ...body))
    this.table.classList.toggle("dense", columns > 8)
    this.table.classList.toggle("tiny", columns > 12)
    this.stand(this.place)
    if (focused) this.cells[this.place.row][this.place.column].node.focus()
  }

  /**
   * Write and colour every cell.
   *
   * @param {{row: number, column: number}} window
   * @param {function(number, number): {texts: string[], colour: number}} dress
   */
  write(window, dress) {
    this.columnHeads.forEach((head, column) => this.name(head, "Column", window.column + column))
    this.rowHeads.forEach((head, row) => this.name(head, "Row", window.row + row))
    this.cells.forEach((line, row) =>
      line.forEach(({ node, texts }, column) => {
        const now = dress(window.row + row, window.column + column)
        texts.forEach((text, place) => {
          if (text.data !== now.texts[place]) text.data = now.texts[place]
        })
        node.style.background = cssColour(now.colour)
        node.style.color = inkOn(now.colour)
      }),
    )
  }

  name(head, kind, place) {
    if (head.textContent === String(place)) return
    head.textContent = String(place)
    head.setAttribute("aria-label", `${kind} ${place}`)
  }
}
