/** One pixel in every plane and on every scale. */
class Reading {
  constructor() {
    this.swatch = element("span", { class: "swatch", "aria-hidden": "true" })
    this.title = element("span")
    this.head = element("tr")
    this.body = element("tbody")
    this.node = element(
      "table",
      { class: "reading" },
      element("caption", {}, this.swatch, this.title),
      element("thead", {}, this.head),
      this.body,
    )
    this.cells = []
  }

  layOut(titles) {
    if (this.titles === titles) return
    this.titles = titles
    this.head.replaceChildren(
      element("td"),
      ...titles.split("\n").map((title) => element("th", { scope: "col" }, title)),
    )
    const count = titles.split("\n").length
    this.cells = PLANES.map(() => Array.from({ length: count }, () => element("td")))
    this.body.replaceChildren(
      ...PLANES.map((name, plane) => element("tr", {}, element("th", { scope: "row" }, name), ...this.cells[plane])),
    )
  }

  show({ row, column }, values, scales, colour) {
    this.layOut(scales.map(([title]) => title).join("\n"))
    this.title.textContent = `Pixel in row ${row}, column ${column}`
    this.swatch.style.background = cssColour(colour)
    values.forEach((value, plane) =>
      scales.forEach(([, texts], place) => {
        this.cells[plane][place].textContent = texts[value]
      }),
    )
  }
}
