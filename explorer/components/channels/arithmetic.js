const COPIED_MS = 2000

/** The arithmetic of one output cell: a line for each channel, then their sum, bias, activation. */
class ChannelArithmetic {
  constructor() {
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.copyWords = element("span", {}, "Copy as text")
    this.copyButton = element("button", { type: "button", click: () => this.copy() }, this.copyWords)
    this.pin = element("button", { type: "button", class: "pin" })
    this.lines = element("tbody")
    const heads = ["Channel", "Value × weight = product", "Channel sum"].map((name) => element("th", { scope: "col" }, name))
    this.table = element(
      "table",
      { "aria-label": "Products and sum of each channel" },
      element("thead", {}, element("tr", {}, ...heads)),
      this.lines,
    )
    this.steps = element("dl", { class: "steps" })
    this.body = element("div", { class: "terms" }, element("div", { class: "scroll" }, this.table), this.steps)
    this.node = element(
      "section",
      { class: "arithmetic", "aria-label": "Arithmetic of one output cell" },
      element(
        "header",
        {},
        element("div", { class: "words" }, this.title, this.where),
        element("div", { class: "tools" }, this.copyButton, this.pin),
      ),
      this.body,
    )
    this.shape = ""
  }

  layOut({ header, arrays }) {
    const { kernel, perFilter, digits } = header
    const wide = longestText(arrays.values, digits[0]) + longestText(arrays.weights, digits[1]) + longestText(arrays.products, digits[2])
    this.table.style.setProperty("--chars", wide + 6)
    const shape = `${perFilter} ${kernel}`
    if (shape === this.shape) return
    this.shape = shape
    this.table.style.setProperty("--across", kernel[1])
    this.rows = Array.from({ length: perFilter }, () => {
      const [name, sum] = [document.createTextNode(""), document.createTextNode("")]
      const terms = Array.from({ length: kernel[0] * kernel[1] }, () => {
        const text = document.createTextNode("")
        return { node: element("div", { class: "term" }, text), text, look: "" }
      })
      const node = element(
        "tr",
        {},
        element("th", { scope: "row" }, name),
        element("td", {}, element("div", { class: "products" }, ...terms.map((term) => term.node))),
        element("td", { class: "sum" }, element("div", {}, sum)),
      )
      return { node, name, sum, terms }
    })
    this.lines.replaceChildren(...this.rows.map(({ node }) => node))
  }

  show(sent, place, { words, resting }) {
    this.sent = sent
    this.place = place
    setContent(this.title, words[0])
    setContent(this.where, words[1])
    this.body.classList.toggle("resting", resting)
    const found = sumsOf(sent, place)
    found.rows.forEach(({ channel, terms, sum }, index) => {
      const row = this.rows[index]
      setText(row.name, channelName(sent, channel))
      setText(row.sum, sum)
      terms.forEach(({ value, weight, product, sign, padding }, term) => {
        const held = row.terms[term]
        setText(held.text, `${value} × ${weight} = ${product}`)
        const look = `${sign} ${padding}`
        if (held.look === look) return
        held.look = look
        held.node.dataset.sign = sign
        held.node.classList.toggle("padding", padding)
      })
    })
    this.showSteps(found, place)
  }

  showSteps({ rows, over, bias, total, activation, sign, output }, place) {
    const about = (text) => (sign === "≈" ? `≈ ${text}` : text)
    const steps = [
      [rows.length === 1 ? "Sum of the channel" : `Sum over ${rows.length} channels`, over],
      ...(bias === null ? [] : [[`+ bias of filter ${place.map}`, bias]]),
      ...(activation ? [["Total", total], [`${activation} of ${total}`, about(output)]] : []),
      ["Output", activation ? about(output) : total],
    ]
    if (this.held?.length !== steps.length) {
      this.held = steps.map(() => [element("dt"), element("dd")])
      const last = steps.length - 1
      this.steps.replaceChildren(
        ...this.held.map((pair, line) => element("div", { class: line === last ? "step result" : "step" }, ...pair)),
      )
    }
    steps.forEach(([name, value], line) => {
      setContent(this.held[line][0], name)
      setContent(this.held[line][1], value)
    })
  }

  async copy() {
    const done = await copyText(copiedText(this.sent, this.place), this.copyButton)
    this.copyWords.textContent = done ? "Copied" : "Not allowed here"
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.copyWords.textContent = "Copy as text"), COPIED_MS)
  }
}
