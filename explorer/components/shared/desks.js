/** How many steps back are remembered. */
const LONGEST_PAST = 100

/** A value that is replaced, never changed, and how to go back and forth between what it was. */
class History {
  constructor(present) {
    this.present = present
    this.past = []
    this.future = []
  }

  change(next) {
    this.past = [...this.past.slice(1 - LONGEST_PAST), this.present]
    this.future = []
    this.present = next
  }

  /** Go a step back; say whether there was one. */
  undo() {
    return this.step(this.past, this.future)
  }

  redo() {
    return this.step(this.future, this.past)
  }

  step(from, to) {
    if (from.length === 0) return false
    to.push(this.present)
    this.present = from.pop()
    return true
  }
}

/**
 * What lies on the desks of this browser tab, by key. A view goes when its page is left; what it worked on, and how to
 * undo it, is here when it comes back.
 */
const desks = new Map()

/**
 * @template Desk
 * @param {string} key
 * @param {function(): Desk} make
 * @returns {Desk}
 */
function deskOf(key, make) {
  if (!desks.has(key)) desks.set(key, make())
  return desks.get(key)
}
