function pointOf({ clientX, clientY }) {
  return `${clientX} ${clientY}`
}

/** A table of numbers whose cells can be looked at, marked and, where `edit` is given, typed into. */
class NumberGrid {
  /**
   * @param {string} name what a screen reader calls it
   * @param {{look: function(number): void, leave: function(): void, act: function(number): void,
   *   key?: function(KeyboardEvent, number): boolean}} listeners
   */
  constructor(name, listeners) {
    this.listeners = listeners
    this.table = element("table", {
      role: "grid",
      "aria-label": name,
      pointerdown: (event) => {
        // A finger that wanders over the cells should meet each of them.
        if (event.target.hasPointerCapture?.(event.pointerId)) event.target.releasePointerCapture(event.pointerId)
      },
      pointermove: (event) => (this.pointed = pointOf(event)),
      // Where the pointer rests, a field that opens or closes beneath it is no news.
      pointerover: (event) => pointOf(event) !== this.pointed && this.meet(event, listeners.look),
      pointerleave: () => listeners.leave(),
      focusin: (event) => this.meet(event, (place) => this.arrive(place)),
      focusout: () => listeners.leave(),
      click: (event) => this.meet(event, (place) => listeners.act(place, event)),
      keydown: (event) => this.meet(event, (place) => this.pressed(event, place)),
    })
    this.top = element("tr", {}, element("th"))
    this.body = element("tbody")
    this.table.append(element("thead", {}, this.top), this.body)
    this.window = element("div", { class: "window", hidden: true, "aria-hidden": "true" })
    this.holder = element("div", { class: "holder" }, this.table, this.window)
    this.node = element("div", { class: "scroll" }, this.holder)
    Object.assign(this, { heads: [], lines: [], cells: [], marked: [], shape: "" })
  }

  meet({ target }, act) {
    const place = Number(target.closest?.("td")?.dataset.place ?? -1)
    if (place >= 0) act(place)
  }

  arrive(place) {
    this.stand(place)
    this.listeners.look(place)
  }

  /** Let one cell be the one that the Tab key reaches. */
  stand(place) {
    this.cells[this.standing ?? 0]?.node.setAttribute("tabindex", "-1")
    this.standing = Math.min(place, this.cells.length - 1)
    this.cells[this.standing].node.setAttribute("tabindex", "0")
  }

  pressed(event, place) {
    if (event.target instanceof HTMLInputElement || event.altKey || event.metaKey) return
    const from = { row: Math.floor(place / this.columns), column: place % this.columns }
    const target = cellAfterKey(event, from, [this.rows, this.columns])
    if (target) this.cells[target.row * this.columns + target.column].node.focus()
    else if (event.key === "Enter" || event.key === " ") this.listeners.act(place, event)
    else if (!this.listeners.key?.(event, place)) return
    event.preventDefault()
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation()
  }

  /** Take the size and the names of rows and columns; cells that are there already stay. */
  layOut(rowNames, columnNames, chars) {
    this.holder.style.setProperty("--chars", chars)
    const shape = JSON.stringify([rowNames, columnNames])
    if (shape === this.shape) return
    const focused = this.table.contains(this.table.getRootNode().activeElement)
    this.mark(new Map())
    this.shape = shape
    this.rows = rowNames.length
    this.columns = columnNames.length
    this.holder.classList.toggle("dense", this.columns > 8)
    this.holder.classList.toggle("tiny", this.columns > 13)
    this.holder.style.setProperty("--columns", this.columns)
    resized(this.heads, this.columns, () => newHead("col"), this.top)
    resized(this.lines, this.rows, newLine, this.body)
    this.heads.forEach((each, column) => nameHead(each, "Column", columnNames[column]))
    this.lines.forEach((each, row) => {
      nameHead(each.head, "Row", rowNames[row])
      resized(each.cells, this.columns, newCell, each.node)
    })
    this.cells = this.lines.flatMap(({ cells }) => cells)
    this.cells.forEach(({ node }, place) => (node.dataset.place = place))
    this.stand(Math.min(this.standing ?? 0, this.cells.length - 1))
    if (focused) this.cells[this.standing].node.focus()
  }

  /** Write the numbers; touch nothing that is so already. */
  write(texts) {
    this.cells.forEach(({ text }, place) => {
      if (text.data !== texts[place]) text.data = texts[place]
    })
  }

  /**
   * Colour the cells.
   *
   * @param {{share: number, kind?: string, words?: string}[]} dresses from -1 to 1: below zero or above, how far
   */
  dress(dresses) {
    dresses.forEach(({ share, kind = "", words = "" }, place) => {
      const cell = this.cells[place]
      const dress = `${share.toFixed(3)} ${kind} ${words}`
      if (cell.dress === dress) return
      cell.dress = dress
      cell.node.className = kind
      cell.node.dataset.sign = Math.sign(share)
      cell.node.style.setProperty("--share", Math.abs(share))
      if (words) cell.node.setAttribute("aria-description", words)
      else cell.node.removeAttribute("aria-description")
    })
  }

  /**
   * Mark some cells and unmark the others.
   *
   * @param {Map<number, string>} marks the word of each by its place
   */
  mark(marks) {
    for (const place of this.marked) if (!marks.has(place)) delete this.cells[place].node.dataset.mark
    for (const [place, mark] of marks) {
      const { node } = this.cells[place]
      if (node.dataset.mark !== mark) node.dataset.mark = mark
    }
    this.marked = [...marks.keys()]
  }

  /**
   * Give the window its shape: the size of its frame and the cells in it that are read. It lies on a layer of its own,
   * so that moving it paints no cell anew.
   *
   * @param {{height: number, width: number, cells: {row: number, column: number, note?: string}[]}} shape
   */
  shapeWindow({ height, width, cells }) {
    const shape = JSON.stringify([height, width, cells])
    if (shape === this.windowShape) return
    this.windowShape = shape
    setSizes(this.window, { tall: height, wide: width })
    this.window.replaceChildren(
      ...cells.map(({ row, column, note = "" }) => {
        const hole = element("div", { class: "hole" }, note)
        setSizes(hole, { row, column })
        return hole
      }),
    )
  }

  /** Lay the window with its first cell on a row and column, or take it away. */
  moveWindow(corner) {
    if (this.window.hidden !== !corner) this.window.hidden = !corner
    if (!corner) return
    const move = `translate(calc(var(--width) * ${corner.column}), calc(var(--height) * ${corner.row}))`
    if (move !== this.windowMove) this.window.style.transform = this.windowMove = move
  }

  /** Open a cell for typing; `done` gets what was typed, and where to go on. */
  edit(place, start, done) {
    const { node, inner } = this.cells[place]
    let open = true
    const close = (text, next) => {
      if (!open) return
      open = false
      field.remove()
      inner.hidden = false
      done(text, next)
    }
    const field = element("input", {
      // Not "decimal": the number pads of some phones have no minus sign.
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 9,
      "aria-label": node.getAttribute("aria-label") ?? "Number",
      keydown: (event) => {
        event.stopPropagation()
        if (event.key === "Enter") close(field.value, place)
        else if (event.key === "Escape") close(null, place)
        else if (event.key === "Tab") {
          const next = place + (event.shiftKey ? -1 : 1)
          close(field.value, this.cells[next] ? next : place)
        } else return
        event.preventDefault()
      },
      blur: () => close(field.value, null),
    })
    field.value = start
    inner.hidden = true
    node.append(field)
    field.focus()
    field.select()
    return field
  }
}

/** Let a list have so many members, and their nodes stand in a row. */
function resized(members, length, make, parent) {
  while (members.length > length) members.pop().node.remove()
  while (members.length < length) {
    members.push(make())
    parent.append(members.at(-1).node)
  }
}

function newHead(scope) {
  const text = document.createTextNode("")
  return { node: element("th", { scope }, text), text }
}

function newLine() {
  const first = newHead("row")
  return { node: element("tr", {}, first.node), head: first, cells: [] }
}

function newCell() {
  const text = document.createTextNode("")
  const inner = element("div", { class: "cell" }, text)
  return { node: element("td", { tabindex: "-1" }, inner), inner, text, dress: "" }
}

/** Write the name of a row or column; nothing has one between the cells of a stretched input. */
function nameHead({ node, text }, kind, said) {
  setText(text, shownNumber(`${said ?? "·"}`))
  const label = said === null ? "between" : `${kind} ${said}`
  if (node.getAttribute("aria-label") !== label) node.setAttribute("aria-label", label)
}

/** Tell the style how many rows and columns something is away, tall or wide. */
function setSizes(node, sizes) {
  for (const [name, cells] of Object.entries(sizes)) node.style.setProperty(`--${name}`, cells)
}

/** The room that some numbers over a power of ten need, in characters. */
function longestText(numbers, digits) {
  let [least, most] = [0, 0]
  for (const number of numbers) {
    if (number < least) least = number
    if (number > most) most = number
  }
  const before = [least, most].map((number) => decimalText(Math.trunc(number / 10 ** digits), 0).length)
  return Math.max(...before) + (digits && digits + 1)
}
