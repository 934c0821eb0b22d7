const SIGNS = {
  First: "M5 5v10M15 5 8 10l7 5z",
  Back: "M13 5l-7 5 7 5z",
  Play: "M7 4.5v11l8-5.5z",
  Pause: "M7 5v10M13 5v10",
  Forward: "M7 5l7 5-7 5z",
  Last: "M15 5v10M5 5l7 5-7 5z",
}
const REST_MS = 150
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8]

/** Buttons, seek bar and clock that walk through the cells of the output. */
class Player {
  /**
   * @param {function(number): void} go shows the cell of this number
   * @param {{speeds?: number[], speed?: number, stopped?: function(): void}} manner `speeds` to choose from and the first
   *   `speed`, in cells per second; `stopped` is called when the clock stops
   */
  constructor(go, { speeds = SPEEDS, speed = 1, stopped = () => {} } = {}) {
    this.go = go
    this.stopped = stopped
    this.count = 1
    this.at = 0
    this.timer = 0
    this.speed = speed
    const button = (name, title, click) => element("button", { type: "button", "aria-label": title, title, click }, icon(SIGNS[name]))
    this.playIcon = [icon(SIGNS.Play), icon(SIGNS.Pause)]
    this.play = element("button", { type: "button", class: "play", click: () => this.toggle() })
    this.seek = element("input", {
      type: "range",
      min: 0,
      max: 0,
      value: 0,
      "aria-label": "Output cell",
      input: () => this.jump(Number(this.seek.value)),
    })
    this.pace = element(
      "select",
      { "aria-label": "Speed", change: () => this.setSpeed(Number(this.pace.value)) },
      ...speeds.map((each) => element("option", { value: each, selected: each === speed }, `${each}×`)),
    )
    this.node = element(
      "div",
      { class: "player", role: "group", "aria-label": "Steps" },
      button("First", "First cell", () => this.jump(0)),
      button("Back", "One step back", () => this.jump(this.at - 1)),
      this.play,
      button("Forward", "One step forward", () => this.jump(this.at + 1)),
      button("Last", "Last cell", () => this.jump(this.count - 1)),
      this.seek,
      this.pace,
    )
    this.showPlay()
  }

  get playing() {
    return this.timer !== 0
  }

  /** Go to a cell, by hand: the clock stops. */
  jump(cell) {
    this.pause()
    this.go(bounded(cell, this.count))
  }

  toggle() {
    if (this.playing) return this.pause()
    this.go(this.at === this.count - 1 ? 0 : this.at)
    this.start()
  }

  start() {
    this.timer = setInterval(() => {
      if (this.at === this.count - 1) this.pause()
      else this.go(this.at + 1)
    }, 1000 / this.speed)
    this.showPlay()
  }

  pause() {
    if (!this.playing) return
    clearInterval(this.timer)
    this.timer = 0
    this.showPlay()
    this.stopped()
  }

  setSpeed(speed) {
    this.speed = speed
    if (!this.playing) return
    this.pause()
    this.start()
  }

  showPlay() {
    const words = this.playing ? "Pause" : "Play"
    this.play.replaceChildren(this.playIcon[Number(this.playing)], words)
  }

  /** Tell where the reading stands, in words for the seek bar. */
  show(at, count, words) {
    this.at = at
    // The bar's end is never late: a hand that is quicker than the pause below would be held at the old one.
    if (count !== this.count) this.seek.max = count - 1
    this.count = count
    clearTimeout(this.following)
    if (this.playing) return this.seekTo(at, words)
    // The bar follows when the pointer rests: to move its thumb takes the browser longer than all else on a hover.
    this.following = setTimeout(() => this.seekTo(at, words), REST_MS)
  }

  seekTo(at, words) {
    this.seek.value = at
    this.seek.setAttribute("aria-valuetext", words)
  }
}
