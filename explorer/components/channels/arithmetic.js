/** The arithmetic of one output cell: a line for each channel, then their sum, bias, activation. */
class ChannelArithmetic extends Workings {
  constructor() {
    const lines = element("tbody")
    const heads = ["Channel", "Value × weight = product", "Channel sum"].map((name) => element("th", { scope: "col" }, name))
    const table = element(
      "table",
      { "aria-label": "Products and sum of each channel" },
      element("thead", {}, element("tr", {}, ...heads)),
      lines,
    )
    super("Arithmetic of one output cell", element("div", { class: "scroll" }, table), () => copiedText(this.sent, this.place))
    this.table = table
    this.lineHolder = lines
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
    this.lineHolder.replaceChildren(...this.rows.map(({ node }) => node))
  }

  show(sent, place, { words, resting }) {
    this.sent = sent
    this.place = place
    this.head(words, resting)
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
    this.steps.show(this.stepsOf(found, place))
  }

  stepsOf({ rows, over, bias, total, activation, sign, output }, { map }) {
    const result = sign === "≈" ? `≈ ${output}` : output
    return [
      [rows.length === 1 ? "Sum of the channel" : `Sum over ${rows.length} channels`, over],
      ...(bias === null ? [] : [[`+ bias of filter ${map}`, bias]]),
      ...(activation ? [["Total", total], [`${activation} of ${total}`, result]] : []),
      ["Output", result, "result"],
    ]
  }
}
