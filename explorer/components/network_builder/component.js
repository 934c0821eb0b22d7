/**
 * A network to build by hand: a table of its layers, a form for the selected one. What a visitor asks for goes to
 * Python as commands; the rows and what is selected come back in two parcels, drawn when both speak of one network.
 */

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new BuilderView(component))
}

class BuilderView {
  constructor({ parentElement, data }) {
    const schema = unpack(data).header
    this.key = schema.key
    this.folding = deskOf(this.key, () => new Folding())
    this.joins = new Map(schema.joins.map(({ word, said }) => [word, said]))
    this.groups = new Map(schema.kinds.map(({ word, group }) => [word, group]))
    this.errands = new Errands()
    this.range = new Set()
    this.selected = ""
    this.isTouched = false
    this.keyboard = new Keyboard(this)
    this.build(schema)
    parentElement.append(this.root)
    this.listen = ({ detail }) => this.arrived(detail)
    window.addEventListener("cnn-explorer-parcel", this.listen)
  }

  build(schema) {
    this.editor = new Editor(schema, {
      say: (command) => this.errands.say(command),
      insert: (command) => this.change(command),
      remove: () => this.removeSelected(),
      move: (by) => this.move(by),
      group: (join) => this.group(join),
    })
    this.table = new NetworkTable(this.editor)
    this.table.body.addEventListener("click", (event) => this.clicked(event))
    this.title = element("input", { type: "text", class: "title", maxlength: "80", spellcheck: "false", autocomplete: "off", placeholder: "Untitled network", "aria-label": "Title of the network", change: () => this.errands.say({ op: "title", title: this.title.value }) })
    this.undo = toolButton("Undo", ICONS.undo, () => this.errands.say({ op: "undo" }), "Take the last change back (Ctrl+Z)")
    this.redo = toolButton("Redo", ICONS.redo, () => this.errands.say({ op: "redo" }), "Make it again (Ctrl+Shift+Z)")
    this.foldAll = toolButton("Fold all blocks", ICONS.group, () => this.setAll(true))
    this.openAll = toolButton("Open all blocks", ICONS.block, () => this.setAll(false))
    this.problem = element("p", { class: "why" })
    this.mends = element("div", { class: "proposals" })
    this.alert = element("div", { class: "alert", role: "status" }, this.problem, this.mends)
    this.sentence = element("p", { class: "sentence" })
    this.speaker = new Speaker()
    this.hint = element("p", { class: "hint keys" }, HINT)
    this.root = element(
      "div",
      {
        class: "builder",
        pointerdown: () => (this.isTouched = true),
        keydown: (event) => {
          this.isTouched = true
          this.keyboard.pressed(event)
        },
      },
      element("div", { class: "tools" }, this.title, this.undo, this.redo, this.foldAll, this.openAll),
      element("p", { class: "hint" }, FIRST_HINT, element("span", { class: "narrow" }, NARROW_HINT)),
      this.alert,
      this.table.node,
      this.sentence,
      this.hint,
      this.speaker.node,
    )
    this.alert.hidden = true
  }

  update({ parentElement, setStateValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.errands.send = (text) => setStateValue("commands", text)
    this.arrived(`${this.key}_state`)
  }

  arrived(address) {
    if (address !== `${this.key}_rows` && address !== `${this.key}_state`) return
    const [rows, state] = ["rows", "state"].map((name) => window.cnnExplorerParcels?.get(`${this.key}_${name}`))
    if (!rows || !state) return
    const news = state.header
    if (rows.header.epoch !== news.epoch || rows.header.revision !== news.revision || (rows === this.takenRows && state === this.takenState)) return
    const isOther = rows !== this.takenRows
    Object.assign(this, { takenRows: rows, takenState: state, state: news })
    if (isOther) this.model = new NetworkModel(rows)
    this.errands.answered(news.epoch, news.applied)
    const isAhead = this.errands.isWaitingFor("select") && this.model.has(this.selected)
    if (!isAhead) this.select(news.selected)
    const hadFocus = this.hasFocus
    this.draw()
    if (isOther) this.describe()
    // On a phone the form is longer than the window, and what is wrong stands below its fields.
    if (isOther && this.editor.panel.contains(this.alert)) this.alert.scrollIntoView({ block: "nearest" })
    // A button that is gone took the keyboard's focus with it.
    if (hadFocus && !this.hasFocus) this.focusRow()
    this.errands.resume()
  }

  /** Take over what is selected, and open the blocks around it. */
  select(address) {
    if (address === this.selected) return
    this.selected = address
    this.range = new Set()
    for (const block of this.model.around(address)) this.folding.set(block, false)
  }

  isFolded(block) {
    return this.folding.isFolded(this.model, block)
  }

  get entry() {
    return this.model.byAddress.get(this.selected)
  }

  draw() {
    const active = this.root.getRootNode().activeElement
    const wasInside = active !== null && this.root.contains(active)
    const wasRow = wasInside && active.closest("tbody tr:not(.editor)") !== null
    this.entries = this.model.visible((block) => this.isFolded(block))
    const { selected, range } = this
    if (this.entry) this.editor.show(this.entry, this.model, { state: this.state, count: range.size + 1, isWaiting: this.errands.isWaiting })
    this.table.show(this.entries, {
      ...{ selected, range },
      isFolded: (block) => this.isFolded(block),
      groupOf: (kind) => this.groups.get(kind) ?? "",
      joinOf: (join) => this.joins.get(join),
    })
    this.placeAlert()
    this.undo.setAttribute("aria-disabled", String(this.state.undo === 0))
    this.redo.setAttribute("aria-disabled", String(this.state.redo === 0))
    const { blocks } = this.model
    for (const button of [this.foldAll, this.openAll]) button.hidden = blocks.length === 0
    if (this.wantsRow || wasRow) this.focusRow()
    else if (wasInside) this.keepFocus(active)
    this.wantsRow = false
  }

  get hasFocus() {
    const active = this.root.getRootNode().activeElement
    return active !== null && this.root.contains(active) && active.offsetParent !== null
  }

  keepFocus(active) {
    if (this.root.contains(active) && active.offsetParent !== null) active.focus({ preventScroll: true })
    else this.focusRow()
  }

  focusRow() {
    const row = this.table.rowOf(this.selected) ?? this.table.body.querySelector("tr[tabindex='0']")
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: "nearest" })
  }

  /** Write what is told of the whole network: totals, what dominates, and why it cannot work. */
  describe() {
    const { header } = this.model
    if (this.root.getRootNode().activeElement !== this.title) put(this.title, header.title)
    this.table.showTotals(header.totals)
    setContent(this.sentence, header.sentence)
    const [problem] = header.problems
    this.alert.hidden = !problem
    if (problem) {
      const [address, path, message] = problem
      const more = header.problems.length > 1 ? ` (${header.problems.length} problems in all)` : ""
      const link = element("button", { type: "button", class: "where", click: () => this.go(address) }, path)
      this.problem.replaceChildren(icon(WARNING), element("span", {}, "The network cannot work at ", link, `: ${message}${more}.`))
      this.mends.replaceChildren(...this.mendLines(header.mends))
    }
    const words = problem ? this.problem.textContent : `${header.totals[0][1]} parameters`
    this.speaker.say(() => `${header.rows.length} layers and blocks. ${words}`, false)
  }

  /** What mends the whole network on one line; on the next, what leads on to another problem. */
  mendLines(mends) {
    const lines = [["What would mend it:", 1], ["What would lead on to the next problem:", 0]]
    return lines.flatMap(([words, isComplete]) => {
      const titles = mends.filter((mend) => mend[1] === isComplete).map(([title]) => title)
      const buttons = titles.map((title) => element("button", { type: "button", click: () => this.errands.say({ op: "mend", title }) }, title))
      return buttons.length ? [element("div", { class: "mends" }, element("span", {}, words), ...buttons)] : []
    })
  }

  /** What is wrong stands in the form once the visitor is at work: there it is seen, and moves no row above it. */
  placeAlert() {
    const isInForm = this.isTouched && this.entry !== undefined
    const [parent, before] = isInForm ? [this.editor.panel, this.editor.tools] : [this.root, this.table.node]
    if (this.alert.parentNode !== parent) parent.insertBefore(this.alert, before)
  }

  /** Select an entry: at once here, in a moment in Python. */
  go(address, wantsFocus = true) {
    this.errands.whenSettled(() => {
      this.select(address)
      this.errands.say({ op: "select", address })
      this.wantsRow = wantsFocus
      this.draw()
    })
  }

  clicked(event) {
    const row = event.target.closest("tr[data-address]")
    if (!row) return
    const { address } = row.dataset
    const entry = this.model.byAddress.get(address)
    if (event.target.closest(".fold")) this.setFolded(entry, !this.isFolded(entry))
    else if (event.shiftKey && this.selected) this.extendTo(address)
    else if (address === this.selected && event.detail < 2) this.go("", false)
    else this.go(address)
  }

  setFolded(block, isFolded) {
    this.folding.set(block, isFolded)
    if (isFolded && this.model.around(this.selected).includes(block)) this.go(block.address)
    else this.draw()
  }

  setAll(isFolded) {
    for (const block of this.model.blocks) this.folding.set(block, isFolded)
    if (isFolded && this.model.around(this.selected).length) this.go(this.model.around(this.selected).at(-1).address)
    else this.draw()
  }

  /** Select further rows of the same branch, up to this one. */
  extendTo(address) {
    const [from, to] = [this.entry, this.model.byAddress.get(address)]
    if (!from?.branches || !to?.branches || this.model.siblingsOf(from) !== this.model.siblingsOf(to)) return
    const [first, last] = [from.place, to.place].sort((one, other) => one - other)
    this.range = new Set(this.model.siblingsOf(from).slice(first, last + 1).map((entry) => entry.address))
    this.range.delete(from.address)
    this.rangeEnd = address
    this.draw()
  }

  change(command) {
    this.wantsRow = true
    this.errands.say(command)
  }

  removeSelected() {
    this.errands.whenSettled(() => {
      const { entry } = this
      if (entry?.type === "branch") this.change({ op: "remove_branch", at: stepsOf(entry.parent.address), branch: entry.number })
      else if (entry?.branches) this.errands.say({ op: "remove" })
    })
  }

  move(by) {
    this.errands.whenSettled(() => {
      const entry = this.entry
      if (!entry?.branches) return
      const neighbour = this.model.siblingsOf(entry)[entry.place + by]
      this.errands.say({ op: "move", by, enter: neighbour?.type === "block" && !this.isFolded(neighbour) })
    })
  }

  group(join) {
    this.errands.whenSettled(() => {
      const chosen = [this.entry, ...[...this.range].map((address) => this.model.byAddress.get(address))]
      const first = chosen.reduce((one, other) => (other.place < one.place ? other : one))
      this.change({ op: "group", at: stepsOf(first.address), count: chosen.length, join })
    })
  }

  remove() {
    window.removeEventListener("cnn-explorer-parcel", this.listen)
    this.errands.rest()
    this.speaker.stop()
    this.root.remove()
  }
}
