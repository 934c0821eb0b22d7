/** Typing into input and kernel of the stepper, and changing their sizes. */
class Editor extends CellEditor {
  constructor(key, view) {
    super(key, view, { most: LARGEST_NUMBER, digits: DECIMALS })
  }

  /** Buttons that add and remove rows and columns. */
  sizes(name) {
    const axis = (one, which) =>
      element(
        "span",
        { class: "size", role: "group", "aria-label": `${one}s of the ${name}` },
        this.tool("Fewer", `Remove a ${one} of the ${name}`, () => this.resize(name, which, -1)),
        `${one}s`,
        this.tool("More", `Add a ${one} to the ${name}`, () => this.resize(name, which, 1)),
      )
    return element("div", { class: "sizes" }, axis("row", 0), axis("column", 1))
  }

  resize(name, axis, by) {
    const texts = this.desk.history.present
    const size = [texts[name].length, texts[name][0].length]
    size[axis] += by
    if (size[axis] >= 1 && size[axis] <= LARGEST_SIDES[name]) this.change(withSize(texts, name, ...size))
  }

  gridOf(name) {
    return this.view[name]
  }

  typedPlace(name, place) {
    const { kinds, sources, weightSources } = this.view.sent.arrays
    if (name === "kernel") return weightSources[place]
    return kinds[place] === 0 ? sources[place] : -1
  }

  textAt(texts, name, typed) {
    return texts[name].flat()[typed] ?? "0"
  }

  withText(texts, name, typed, text) {
    return withCell(texts, name, typed, text)
  }

  decode(text) {
    return decodeTexts(text)
  }

  encode(texts) {
    return encodeTexts(texts)
  }
}
