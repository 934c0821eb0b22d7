const TOOL_ICONS = {
  Undo: "M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8h-2",
  Redo: "M12 5l4 4-4 4M16 9H8a4 4 0 0 0 0 8h2",
  Fewer: "M5 10h10",
  More: "M5 10h10M10 5v10",
}

/** What is wrong with a typed number, as a sentence; empty for nothing. */
function problemOf(text, most) {
  if (text === "") return "Write a number, 0 for nothing."
  if (/^[+-]?[0-9]*,[0-9]+$/.test(text)) return `Write a point: ${text.replace(",", ".")}`
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text)) return `"${text.slice(0, 12)}" is not a number.`
  const bound = most.toLocaleString("en")
  return Math.abs(Number(text)) > most ? `Numbers go from ${MINUS}${bound} to ${bound}.` : ""
}

function plain(text) {
  return text.trim().replaceAll(MINUS, "-")
}

/** A number as it is kept: at most so many digits after the point. */
function tidy(text, digits) {
  return String(Number(Number(text).toFixed(digits)) + 0)
}

/**
 * Typing into grids of numbers, and taking it back. The texts here are the truth; Python is told of every change.
 *
 * A component's own editor says what its texts are: `decode` and `encode` turn the text that Python knows into them
 * and back, `textAt` and `withText` read and replace one number, `gridOf` finds a grid by its name, `typedPlace` the
 * typed number that a shown cell stands for, -1 for a cell that is made from others.
 */
class CellEditor {
  /**
   * @param {string} key
   * @param {Object} view whose grids are edited; has `mayEdit`, `turn`, `rest`, `player`
   * @param {{most: number, digits: number}} limits the largest number, and digits after the point
   */
  constructor(key, view, limits) {
    this.view = view
    this.limits = limits
    this.desk = deskOf(key, () => ({ version: -1, history: new History(null), told: "" }))
    this.problem = element("p", { class: "problem", role: "status" })
    this.undo = this.tool("Undo", "Take the last change back (Ctrl+Z)", () => this.travel("undo"))
    this.redo = this.tool("Redo", "Make it again (Ctrl+Y)", () => this.travel("redo"))
    this.tell = () => {}
  }

  tool(name, title, act) {
    const click = ({ currentTarget }) => currentTarget.getAttribute("aria-disabled") !== "true" && act()
    return element("button", { type: "button", title, "aria-label": title, click }, icon(TOOL_ICONS[name]))
  }

  /** Python's texts count when they are of a newer version; otherwise what was typed here does. */
  takeOver({ version, text }) {
    const { desk } = this
    if (version <= desk.version) return
    const texts = this.decode(text)
    if (desk.version === -1) desk.history.present = texts
    else desk.history.change(texts)
    Object.assign(desk, { version, told: text })
  }

  showTools() {
    const { past, future } = this.desk.history
    this.undo.setAttribute("aria-disabled", String(past.length === 0))
    this.redo.setAttribute("aria-disabled", String(future.length === 0))
  }

  /** What a grid that can be edited answers to. */
  listeners(name) {
    return {
      act: (place, event) => this.touch(name, place, event),
      // A digit or a sign that is typed on a cell opens it.
      key: (event, place) => {
        if (event.ctrlKey || !/^[-+.0-9]$/.test(event.key)) return false
        this.open(name, place, event.key)
        return true
      },
    }
  }

  /** The first touch of a finger shows what belongs to a cell, the second one opens it. */
  touch(name, place, event) {
    if (event.target instanceof HTMLInputElement) return
    const here = `${name} ${place}`
    const again = this.touched === here
    this.touched = here
    if (event.pointerType !== "touch" || again) this.open(name, place)
  }

  open(name, place, start) {
    const typed = this.typedPlace(name, place)
    if (typed < 0 || !this.view.mayEdit) return
    this.view.player.pause()
    this.view.turn(name, place)
    const before = this.textAt(this.desk.history.present, name, typed)
    const done = (text, next) => this.close(name, { place, typed, before, text, next })
    const field = this.gridOf(name).edit(place, start ?? before, done)
    if (start !== undefined) field.setSelectionRange(start.length, start.length)
  }

  close(name, { place, typed, before, text, next }) {
    const { cells } = this.gridOf(name)
    if (next !== null) cells[bounded(next, cells.length)]?.node.focus()
    // What typing does to the output is what one wants to see now.
    this.view.rest()
    this.problem.textContent = ""
    if (text === null || plain(text) === before) return
    const problem = problemOf(plain(text), this.limits.most)
    if (problem) {
      this.problem.textContent = `${problem} The cell keeps ${shownNumber(before)}.`
      return
    }
    const kept = tidy(plain(text), this.limits.digits)
    cells[place].text.data = shownNumber(kept)
    this.change(this.withText(this.desk.history.present, name, typed, kept))
  }

  change(texts) {
    if (this.encode(texts) === this.encode(this.desk.history.present)) return
    this.desk.history.change(texts)
    this.commit()
  }

  travel(direction) {
    if (this.desk.history[direction]()) this.commit()
  }

  commit() {
    this.showTools()
    const text = this.encode(this.desk.history.present)
    if (text === this.desk.told) return
    this.desk.told = text
    this.tell(`${this.desk.version}|${text}`)
  }

  pressed(event) {
    const key = event.key.toLowerCase()
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return
    event.preventDefault()
    event.stopPropagation()
    this.travel(key === "y" || event.shiftKey ? "redo" : "undo")
  }
}
