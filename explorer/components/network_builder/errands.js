/** Milliseconds after which an answer counts as lost. */
const PATIENCE_MS = 4000
/** Of these, waiting ones that speak of the same thing are told once, with the newest word. */
const REPLACED = ["select", "option"]

/**
 * Commands on their way to Python. Each has a number; all that were not answered go with every telling, so that none is
 * lost, and one telling waits for the answer of the one before. What needs to see the rows as they are after all
 * that was asked waits until they are there.
 */
class Errands {
  constructor() {
    this.send = () => {}
    this.epoch = ""
    this.last = 0
    this.waiting = []
    this.later = []
    this.departed = 0
    this.timer = null
  }

  /** Ask for something that says itself what it is about: the selected thing, whatever that is by then. */
  say(command) {
    this.then(false, () => this.add(command))
  }

  /** Do something once the rows are as all that was asked makes them. */
  whenSettled(act) {
    this.then(true, act)
  }

  then(needsRows, act) {
    const isTurn = this.later.length === 0 || this.isResuming
    if (isTurn && (!needsRows || this.isSettled)) act()
    else this.later.push({ needsRows, act })
  }

  get isSettled() {
    return this.waiting.every(({ op }) => op === "select")
  }

  isWaitingFor(operation) {
    return this.waiting.some(({ op }) => op === operation)
  }

  get isWaiting() {
    return this.waiting.length > 0
  }

  add(command) {
    const newest = this.waiting.at(-1)
    const isSame = newest && newest.n > this.departed && newest.op === command.op && newest.name === command.name
    if (isSame && REPLACED.includes(command.op)) this.waiting.pop()
    this.last += 1
    this.waiting.push({ ...command, n: this.last })
    if (this.timer === null) this.depart()
  }

  depart() {
    this.departed = this.last
    const again = () => {
      this.tries = (this.tries ?? 0) + 1
      this.depart()
    }
    this.timer = setTimeout(again, PATIENCE_MS)
    this.send(JSON.stringify({ epoch: this.epoch, commands: this.waiting, tries: this.tries }))
  }

  /** Python has carried out everything up to this number; another epoch is another desk, which heard nothing. */
  answered(epoch, applied) {
    if (epoch !== this.epoch) Object.assign(this, { epoch, last: applied, waiting: [], later: [], departed: 0 })
    this.last = Math.max(this.last, applied)
    this.waiting = this.waiting.filter(({ n }) => n > applied)
    if (this.timer !== null && applied < this.departed && this.waiting.length > 0) return
    this.rest()
    if (this.waiting.length > 0) this.depart()
  }

  /** Go on with what waited for rows; call it when they are shown. */
  resume() {
    this.isResuming = true
    while (this.later.length > 0 && (!this.later[0].needsRows || this.isSettled)) this.later.shift().act()
    this.isResuming = false
  }

  rest() {
    clearTimeout(this.timer)
    this.timer = null
  }
}
