/** What Python says of the pinned output cell. The answer to a click here is no news: who went on meanwhile stays. */
class PinNews {
  /** A click here pinned a cell, or unpinned it: then `pinned` is null. */
  tell({ pinned, size }) {
    this.told = `${pinned} of ${size}`
  }

  /** Say whether Python pins something else; the same cell has another number in an output of another size. */
  hear({ pinned, size }) {
    const said = `${pinned} of ${size}`
    if (said === this.said) return false
    const isNews = said !== this.told
    this.said = said
    this.told = null
    return isNews
  }
}
