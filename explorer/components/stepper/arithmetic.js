const COPIED_MS = 2000

/** The arithmetic of one window: a table of terms in the shape of the kernel, then sum, bias and total. */
class Arithmetic {
  constructor() {
    this.title = element("h3")
    this.where = element("p", { class: "where" })
    this.copyWords = element("span", {}, "Copy as text")
    this.copyButton = element("button", { type: "button", click: () => this.copy() }, this.copyWords)
    this.pin = element("button", { type: "button", class: "pin" })
    this.table = element("table")
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

  layOut(sent) {
    const { header, arrays } = sent
    const [rows, columns] = header.kernel
    this.manner = mannerOf(sent)
    const heads = this.manner.heads(sent)
    this.table.style.setProperty("--chars", this.manner.chars(sent))
    this.table.style.setProperty("--sums", Math.max(4, longestText(arrays.running, header.digits[2])))
    const shape = `${rows}x${columns} ${heads.label}`
    if (shape === this.shape) return
    this.shape = shape
    this.table.setAttribute("aria-label", heads.label)
    this.table.classList.toggle("dense", columns > 4)
    this.table.classList.toggle("sumless", !heads.sums)
    this.terms = []
    this.sums = []
    const lines = Array.from({ length: rows }, () => {
      const cells = Array.from({ length: columns }, () => {
        const top = document.createTextNode("")
        const bottom = document.createTextNode("")
        const inner = element("div", { class: "term" }, element("span", {}, top), element("span", { class: "product" }, bottom))
        const node = element("td", {}, inner)
        this.terms.push({ inner, top, bottom, look: "" })
        return node
      })
      if (!heads.sums) return element("tr", {}, ...cells)
      const sum = document.createTextNode("")
      this.sums.push(sum)
      return element("tr", {}, ...cells, element("td", { class: "sum" }, element("div", { class: "cell" }, sum)))
    })
    const top = element("tr", {}, element("th", { colspan: columns, scope: "colgroup" }, heads.terms))
    if (heads.sums) top.append(element("th", { class: "sums", scope: "col" }, heads.sums))
    this.table.replaceChildren(element("thead", {}, top), element("tbody", {}, ...lines))
  }

  show(sent, cell, { words, resting }) {
    const { header } = sent
    const terms = this.manner.terms(sent, cell)
    const columns = header.kernel[1]
    const hidden = Boolean(header.hidden)
    this.sent = sent
    this.cell = cell
    setContent(this.title, words[0])
    setContent(this.where, words[1])
    this.body.classList.toggle("resting", resting)
    this.copyButton.hidden = hidden
    terms.forEach(({ top, bottom, sign, kind, sum, wins = false }, term) => {
      const held = this.terms[term]
      setText(held.top, top)
      setText(held.bottom, bottom)
      const winning = wins && !hidden
      const look = `${sign} ${kind} ${winning}`
      if (held.look !== look) {
        held.look = look
        held.inner.dataset.sign = sign
        held.inner.classList.toggle("padding", kind === 1)
        held.inner.classList.toggle("inserted", kind === 2)
        held.inner.classList.toggle("outside", kind === 3)
        held.inner.classList.toggle("winner", winning)
      }
      if (this.sums.length && term % columns === columns - 1) setText(this.sums[Math.floor(term / columns)], sum)
    })
    this.showSteps(this.manner.steps(sent, cell, terms))
  }

  showSteps(steps) {
    const kinds = steps.map(([, , kind]) => kind ?? "").join()
    if (this.stepKinds !== kinds) {
      this.stepKinds = kinds
      this.lines = steps.map(([, , kind]) => [element("dt"), element("dd"), kind ?? ""])
      this.steps.replaceChildren(...this.lines.map(([name, value, kind]) => element("div", { class: `step ${kind}` }, name, value)))
    }
    steps.forEach(([name, value], line) => {
      setContent(this.lines[line][0], name)
      setContent(this.lines[line][1], value)
    })
  }

  async copy() {
    const done = await copyText(this.manner.copied(this.sent, this.cell), this.copyButton)
    this.copyWords.textContent = done ? "Copied" : "Not allowed here"
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.copyWords.textContent = "Copy as text"), COPIED_MS)
  }
}
