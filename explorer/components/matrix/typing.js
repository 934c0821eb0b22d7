/** The largest number that a cell takes, and its digits after the point; `stepper/text.py` has the same rules. */
const LARGEST_NUMBER = 9999
const DECIMALS = 2

/** Typing into input and kernel, whose sizes stay. Their texts are the rows of both, `text.py` of the stepper reads them. */
class MatrixEditor extends CellEditor {
  constructor(key, view) {
    super(key, view, { most: LARGEST_NUMBER, digits: DECIMALS })
  }

  decode(text) {
    const [input, kernel] = text.split("/").map((grid) => grid.split(";").map((row) => row.split(",")))
    return { input, kernel }
  }

  encode(texts) {
    return [texts.input, texts.kernel].map((rows) => rows.join(";")).join("/")
  }

  textAt(texts, name, typed) {
    return texts[name].flat()[typed] ?? "0"
  }

  withText(texts, name, typed, text) {
    const width = texts[name][0].length
    const change = (row, at) => (at === Math.floor(typed / width) ? row.with(typed % width, text) : row)
    return { ...texts, [name]: texts[name].map(change) }
  }

  gridOf(name) {
    return this.view[name]
  }

  typedPlace(name, place) {
    const { sources, weightSources } = this.view.sent.arrays
    return name === "kernel" ? weightSources[place] : sources[place]
  }
}
