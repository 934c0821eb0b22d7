/** A table of bars beside the answer; built once for its labels, then only text and widths change. */
class ProbabilitiesView {
  constructor() {
    this.labels = null
    this.digit = element("div", { class: "digit", "aria-hidden": "true" })
    this.sentence = element("p", { class: "sentence" })
    this.heard = element("p", { class: "heard-only", role: "status" })
    this.body = element("tbody")
    this.heading = element("th", { scope: "col" })
    this.root = element(
      "div",
      { class: "probabilities" },
      element("div", { class: "answer" }, this.digit, this.sentence, this.heard),
      element("table", {}, headings(this.heading), this.body),
    )
  }

  /** Take in what Python says. */
  update({ parentElement, data }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    const bars = JSON.parse(data.bars)
    const labels = bars.map(([label]) => label).join()
    if (labels !== this.labels) this.build(bars)
    this.labels = labels
    this.root.dataset.certainty = data.certainty
    this.root.classList.toggle("words", data.answer.length > 1)
    this.heading.textContent = data.heading
    this.digit.textContent = data.answer
    this.sentence.textContent = data.sentence
    if (data.spoken && this.heard.textContent !== data.sentence) this.heard.textContent = data.sentence
    bars.forEach((bar, place) => this.rows[place].show(bar, bar[0] === data.answer))
  }

  build(bars) {
    this.rows = bars.map(() => new Row())
    this.body.replaceChildren(...this.rows.map((row) => row.root))
  }

  remove() {
    this.root.remove()
  }
}

class Row {
  constructor() {
    this.label = element("th", { scope: "row" })
    this.fill = element("div", { class: "fill" })
    this.percentage = element("td", { class: "number" })
    this.logit = element("td", { class: "number logit" })
    const bar = element("td", { class: "bar", "aria-hidden": "true" }, element("div", { class: "track" }, this.fill))
    this.root = element("tr", {}, this.label, bar, this.percentage, this.logit)
  }

  show([label, share, percentage, logit], best) {
    this.label.textContent = label
    this.percentage.textContent = percentage
    this.logit.textContent = logit
    this.fill.style.transform = `scaleX(${share})`
    this.root.classList.toggle("best", best)
  }
}

function headings(first) {
  const column = (name, attributes = {}) => element("th", { scope: "col", ...attributes }, name)
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      first,
      column("", { "aria-hidden": "true" }),
      column("Probability", { class: "number" }),
      column("Logit", { class: "number logit" }),
    ),
  )
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new ProbabilitiesView())
}
