/** Milliseconds after which an answer counts as lost. */
const PATIENCE = 2000

/**
 * Tell Python what is new, one telling at a time: until Python has answered, or `PATIENCE` is over, news wait, and
 * then only the newest goes.
 */
class Courier {
  constructor() {
    /** Sends the present state under a number. */
    this.send = () => {}
    this.revision = 0
    this.sent = 0
    this.timer = null
  }

  get waiting() {
    return this.timer !== null
  }

  /** Something changed. */
  news() {
    this.revision += 1
    if (!this.waiting) this.depart()
  }

  /** Go to work again after a rest; Python has seen the state of this number. */
  resume(revision) {
    this.rest()
    if (this.revision > revision) this.depart()
  }

  /** Python has seen the state of this number. */
  answered(revision) {
    if (this.waiting && revision >= this.sent) this.arrive()
  }

  /** Go on from a state that Python gave, under its number. */
  restart(revision) {
    this.rest()
    this.revision = this.sent = revision
  }

  /** Wait for nothing any more. */
  rest() {
    clearTimeout(this.timer)
    this.timer = null
  }

  depart() {
    this.sent = this.revision
    this.timer = setTimeout(() => this.arrive(), PATIENCE)
    this.send(this.sent)
  }

  arrive() {
    this.rest()
    if (this.revision > this.sent) this.depart()
  }
}
