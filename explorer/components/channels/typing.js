const PARTS = { plane: 0, kernel: 1, bias: 2 }

/**
 * Typing into planes, kernels and biases. The texts are those of `text.py`: planes, kernels and biases, each a list of
 * grids. A grid's name is its kind and number, "plane 2"; a kernel's number is that of the plane that it lies on.
 */
class NumbersEditor extends CellEditor {
  constructor(key, view) {
    super(key, view, { most: 999, digits: 3 })
  }

  /** One cannot go back to before the sizes changed: those numbers would not fit. */
  takeOver(header) {
    const before = shapeOf(this.desk.history.present)
    super.takeOver(header)
    const { present } = this.desk.history
    if (before !== shapeOf(present)) this.desk.history = new History(present)
  }

  open(name, place, start) {
    this.filter = this.view.map
    super.open(name, place, start)
  }

  gridOf(name) {
    return this.view.gridOf(name)
  }

  typedPlace(name, place) {
    if (name.startsWith("plane")) return this.view.sent.arrays.sources[place]
    return place
  }

  /** The part of the texts, and which of its grids, that a name stands for. */
  find(name) {
    const [kind, number] = name.split(" ")
    const { perFilter, reads } = this.view.sent.header
    const index = kind === "kernel" ? this.filter * perFilter + reads[this.filter].indexOf(Number(number)) : Number(number)
    return [PARTS[kind], index]
  }

  textAt(texts, name, typed) {
    const [part, index] = this.find(name)
    return texts[part][index].flat()[typed]
  }

  withText(texts, name, typed, text) {
    const [part, index] = this.find(name)
    const width = texts[part][index][0].length
    const grid = texts[part][index].map((row) => [...row])
    grid[Math.floor(typed / width)][typed % width] = text
    return texts.map((grids, place) => (place === part ? grids.with(index, grid) : grids))
  }

  decode(text) {
    return text.split(" ").map((part) => part.split("/").map((grid) => grid.split(";").map((row) => row.split(","))))
  }

  encode(texts) {
    return texts.map((grids) => grids.map((grid) => grid.map((row) => row.join(",")).join(";")).join("/")).join(" ")
  }
}

function shapeOf(texts) {
  return texts?.map((grids) => [grids.length, grids[0].length, grids[0][0].length]).join()
}
