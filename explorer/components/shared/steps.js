/** The steps to a result, a line each: what it is, and its number. */
class Steps {
  constructor() {
    this.node = element("dl", { class: "steps" })
  }

  /** @param {[string, string, string?][]} steps name, number and kind of each */
  show(steps) {
    const kinds = steps.map(([, , kind]) => kind ?? "").join()
    if (this.kinds !== kinds) {
      this.kinds = kinds
      this.lines = steps.map(([, , kind]) => [element("dt"), element("dd"), kind ?? ""])
      this.node.replaceChildren(...this.lines.map(([name, value, kind]) => element("div", { class: `step ${kind}` }, name, value)))
    }
    steps.forEach(([name, value], line) => {
      setContent(this.lines[line][0], name)
      setContent(this.lines[line][1], value)
    })
  }
}
