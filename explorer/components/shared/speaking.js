const SPEAK_MS = 250
const SPEAK_PLAYING_MS = 2500

/** What a screen reader is told, not more often than it can follow. */
class Speaker {
  constructor() {
    this.node = element("p", { class: "heard-only", "aria-live": "polite" })
    this.last = 0
  }

  /**
   * @param {function(): string} sentence is asked only when it is said
   * @param {boolean} playing whether the next one follows by itself
   */
  say(sentence, playing) {
    this.stop()
    const wait = playing ? Math.max(0, this.last + SPEAK_PLAYING_MS - performance.now()) : SPEAK_MS
    this.timer = setTimeout(() => {
      this.last = performance.now()
      this.node.textContent = sentence()
    }, wait)
  }

  stop() {
    clearTimeout(this.timer)
  }
}
