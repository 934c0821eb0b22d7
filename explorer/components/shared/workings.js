const COPIED_MS = 2000

/** A box that shows how a number comes about: a title, buttons to copy and to pin, terms, and steps to the result. */
class Workings {
  /**
   * @param {string} name what a screen reader calls it
   * @param {Element} terms what stands before the steps
   * @param {function(): string} copied everything that is shown, as text
   */
  constructor(name, terms, copied) {
    this.copied = copied
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.copyWords = element("span", {}, "Copy as text")
    this.copyButton = element("button", { type: "button", click: () => this.copy() }, this.copyWords)
    this.pin = element("button", { type: "button", class: "pin" })
    this.steps = new Steps()
    this.body = element("div", { class: "terms" }, terms, this.steps.node)
    this.node = element(
      "section",
      { class: "arithmetic", "aria-label": name },
      element(
        "header",
        {},
        element("div", { class: "words" }, this.title, this.where),
        element("div", { class: "tools" }, this.copyButton, this.pin),
      ),
      this.body,
    )
  }

  /** Write title and place; at rest, what is shown is not what is pointed at. */
  head(words, resting) {
    setContent(this.title, words[0])
    setContent(this.where, words[1])
    this.body.classList.toggle("resting", resting)
  }

  async copy() {
    const done = await copyText(this.copied(), this.copyButton)
    this.copyWords.textContent = done ? "Copied" : "Not allowed here"
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.copyWords.textContent = "Copy as text"), COPIED_MS)
  }
}
