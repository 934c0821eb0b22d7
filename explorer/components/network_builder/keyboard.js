const FIRST_HINT = "Choose a row to change it, to move it, or to add a layer after it."
const NARROW_HINT = " There is more than fits here: tap a row, and its form shows its work, its memory and what it sees."
const HINT =
  "Keys: arrows go from row to row, left and right fold a block and open it, Enter goes into the form, " +
  "Escape back; Alt and arrow moves the layer, Shift and arrow selects several, A adds a layer, D duplicates, Delete removes, Ctrl+Z takes back."

/** What keys do in the table, and everywhere in the builder. */
class Keyboard {
  constructor(view) {
    this.view = view
  }

  pressed(event) {
    const { view } = this
    // Streamlit has shortcuts of its own on the page, and takes what is typed in here for them.
    if (event.target.matches("input, select")) event.stopPropagation()
    const isTravel = (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase())
    if (isTravel && !this.isTyping(event.target)) {
      const isRedo = event.key.toLowerCase() === "y" || event.shiftKey
      view.errands.say({ op: isRedo ? "redo" : "undo" })
    } else if (event.target.closest("tr.editor")) {
      if (event.key !== "Escape") return
      view.focusRow()
    } else if (!event.target.matches("tbody tr") || !this.onRow(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Whether a text is being changed that the browser's own undo works on. */
  isTyping(target) {
    return target.matches("input:not([type='checkbox'])") && target.value !== target.defaultValue
  }

  onRow(event) {
    const { view } = this
    const { key, altKey, shiftKey } = event
    if (event.ctrlKey || event.metaKey) return false
    const step = { ArrowUp: -1, ArrowDown: 1 }[key]
    const acts = {
      Enter: () => this.enter(),
      Delete: () => view.removeSelected(),
      Backspace: () => view.removeSelected(),
      a: () => this.openMenu(),
      d: () => view.entry?.branches && view.errands.say({ op: "duplicate" }),
      Home: () => view.go(view.entries[0].address),
      End: () => view.go(view.entries.at(-1).address),
      ArrowLeft: () => this.outwards(),
      ArrowRight: () => this.inwards(),
      Escape: () => view.go(""),
    }
    if (step && altKey) view.move(step)
    else if (step && shiftKey) this.extend(step)
    else if (step) view.errands.whenSettled(() => this.step(step))
    else if (!altKey && acts[key]) acts[key]()
    else return false
    return true
  }

  /** Go to the next row; from nothing, to the one that has the keyboard. */
  step(by) {
    const { view } = this
    const place = view.entries.findIndex(({ address }) => address === view.selected)
    const target = place < 0 ? view.entries[0] : view.entries[place + by]
    if (target) view.go(target.address)
  }

  extend(by) {
    const { view } = this
    const from = view.model.byAddress.get(view.range.size ? view.rangeEnd : view.selected)
    const target = from?.branches && view.model.siblingsOf(from)[from.place + by]
    if (target) view.extendTo(target.address)
  }

  enter() {
    const { view } = this
    if (!view.entry) this.step(1)
    else view.errands.whenSettled(() => view.editor.focus())
  }

  openMenu() {
    const { view } = this
    if (!view.entry) return
    view.editor.layers.toggle(true)
    view.editor.layers.panel.querySelector("button").focus()
  }

  outwards() {
    const { view } = this
    const { entry } = view
    if (entry?.type === "block" && !view.isFolded(entry)) view.setFolded(entry, true)
    else if (entry?.parent) view.go(entry.parent.address)
  }

  inwards() {
    const { view } = this
    const { entry } = view
    if (entry?.type === "block" && view.isFolded(entry)) view.setFolded(entry, false)
    else if (entry?.type === "block" || entry?.type === "branch") this.step(1)
  }
}
