const COPIED_MS = 2000

/** The arithmetic of one window: a table of terms in the shape of the kernel, then sum, bias and total. */
class Arithmetic {
  constructor() {
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.copyWords = element("span", {}, "Copy as text")
    this.copyButton = element("button", { type: "button", click: () => this.copy() }, this.copyWords)
    this.pin = element("button", { type: "button", class: "pin" })
    this.table = element("table", { "aria-label": "Value times weight, and the sum after each row" })
    this.steps = element("dl", { class: "steps" })
    this.body = element("div", { class: "terms" }, element("div", { class: "scroll" }, this.table), this.steps)
    this.node = element(
      "section",
      { class: "arithmetic", "aria-label": "Arithmetic of one window" },
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
    const [rows, columns] = header.kernel
    const wide = Math.max(
      longestText(arrays.values, header.digits[0]) + longestText(arrays.weights, header.digits[1]) + 3,
      longestText(arrays.products, header.digits[2]) + 2,
    )
    this.table.style.setProperty("--chars", wide)
    this.table.style.setProperty("--sums", Math.max(4, longestText(arrays.running, header.digits[2])))
    const shape = `${rows}x${columns}`
    if (shape === this.shape) return
    this.shape = shape
    this.table.classList.toggle("dense", columns > 4)
    this.terms = []
    this.sums = []
    const lines = Array.from({ length: rows }, () => {
      const cells = Array.from({ length: columns }, () => {
        const factors = document.createTextNode("")
        const product = document.createTextNode("")
        const inner = element(
          "div",
          { class: "term" },
          element("span", {}, factors),
          element("span", { class: "product" }, product),
        )
        const node = element("td", {}, inner)
        this.terms.push({ inner, factors, product, look: "" })
        return node
      })
      const sum = document.createTextNode("")
      this.sums.push(sum)
      return element("tr", {}, ...cells, element("td", { class: "sum" }, element("div", { class: "cell" }, sum)))
    })
    const heads = element(
      "tr",
      {},
      element("th", { colspan: columns, scope: "colgroup" }, "Value × weight = product"),
      element("th", { scope: "col" }, "Sum so far"),
    )
    this.table.replaceChildren(element("thead", {}, heads), element("tbody", {}, ...lines))
  }

  show(sent, cell, { words, resting }) {
    const { header } = sent
    const terms = termsOf(sent, cell)
    const columns = header.kernel[1]
    const hidden = Boolean(header.hidden)
    this.sent = sent
    this.cell = cell
    setContent(this.title, words[0])
    setContent(this.where, words[1])
    this.body.classList.toggle("resting", resting)
    this.copyButton.hidden = hidden
    terms.forEach(({ value, weight, product, sign, kind, sum }, term) => {
      const held = this.terms[term]
      setText(held.factors, `${value} × ${weight}`)
      setText(held.product, hidden ? "= ?" : `= ${product}`)
      const look = `${hidden ? 0 : sign} ${kind}`
      if (held.look !== look) {
        held.look = look
        held.inner.dataset.sign = hidden ? 0 : sign
        held.inner.classList.toggle("padding", kind === 1)
        held.inner.classList.toggle("inserted", kind === 2)
      }
      if (term % columns === columns - 1) setText(this.sums[Math.floor(term / columns)], hidden ? "?" : sum)
    })
    this.showSteps(sent, cell, terms)
  }

  showSteps(sent, cell, terms) {
    const { header, arrays } = sent
    const hide = (text) => (header.hidden ? "?" : text)
    const steps = [
      [`Sum of ${terms.length} product${terms.length > 1 ? "s" : ""}`, hide(terms.at(-1).sum)],
      ["+ bias", biasText(sent)],
      [`Output ${cellName(sent, cell)}`, hide(totalText(sent, cell)), "result"],
    ]
    if (arrays.unturned && header.operation === "convolution")
      steps.push(["Without turning the kernel", hide(decimalText(arrays.unturned[cell], header.digits[3])), "aside"])
    if (this.lines?.length !== steps.length) {
      this.lines = steps.map(([, , kind]) => [element("dt"), element("dd"), kind ?? ""])
      this.steps.replaceChildren(...this.lines.map(([name, value, kind]) => element("div", { class: `step ${kind}` }, name, value)))
    }
    steps.forEach(([name, value], line) => {
      setContent(this.lines[line][0], name)
      setContent(this.lines[line][1], value)
    })
  }

  async copy() {
    const done = await copyText(copiedText(this.sent, this.cell), this.copyButton)
    this.copyWords.textContent = done ? "Copied" : "Not allowed here"
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.copyWords.textContent = "Copy as text"), COPIED_MS)
  }
}
