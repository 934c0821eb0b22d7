const SETTLING_MS = 350

/** Tells Python a text: at once, or when keys have rested for a moment; never the same text twice in a row. */
class Teller {
  /** @param {function(): string} write what there is to say */
  constructor(write) {
    this.write = write
  }

  soon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.now(), SETTLING_MS)
  }

  now() {
    clearTimeout(this.timer)
    const said = this.write()
    if (said === this.said) return
    this.said = said
    this.tell(said)
  }

  cancel() {
    clearTimeout(this.timer)
  }
}
