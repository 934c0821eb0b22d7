/** All maps of every stage as one sheet each, a pixel a cell, map below map: what tiles are cut from. */
class Sheets {
  constructor(model) {
    this.model = model
    this.canvases = model.stages.map(() => document.createElement("canvas"))
    this.photo = document.createElement("canvas")
  }

  paint(scale) {
    this.model.stages.forEach((stage, index) => this.paintStage(stage, this.canvases[index], scale))
    const [input] = this.model.stages
    if (input.count === 3) paintPixels(this.photo, input.columns, input.rows, (out) => this.photoOf(input, out))
  }

  paintStage(stage, canvas, scale) {
    const fill = stage.kind !== "input" ? this.colours : { 1: this.greys, 3: this.primaries }[stage.count] ?? this.colours
    paintPixels(canvas, stage.columns, stage.count * stage.rows, (out) => fill.call(this, stage, out, scale))
  }

  /** A brightness of the input, 0 to 255. */
  level({ units, digits }, at) {
    return Math.min(255, Math.max(0, Math.round((255 * units[at]) / 10 ** digits)))
  }

  greys(stage, out) {
    for (let at = 0; at < out.length; at += 1) out[at] = GREYS[this.level(stage, at)]
  }

  /** Red, green and blue, each alone: a map in its own colour. */
  primaries(stage, out) {
    for (let at = 0; at < out.length; at += 1) out[at] = (255 << 24) | (this.level(stage, at) << (8 * Math.floor(at / stage.cells)))
  }

  photoOf(stage, out) {
    for (let at = 0; at < out.length; at += 1) {
      const [red, green, blue] = [0, 1, 2].map((map) => this.level(stage, map * stage.cells + at))
      out[at] = (255 << 24) | (blue << 16) | (green << 8) | red
    }
  }

  colours(stage, out, scale) {
    const { units, count, cells } = stage
    const { colours } = this.model
    let limit = this.model.limitOf(stage, 0, scale)
    for (let map = 0, at = 0; map < count; map += 1) {
      if (scale === "map") limit = this.model.limitOf(stage, map, scale)
      for (const end = at + cells; at < end; at += 1) out[at] = colours[divergingIndex(units[at], limit)]
    }
  }

  /** A canvas of its own for one map, a pixel a cell. */
  cut(stage, map) {
    const { rows, columns } = this.model.stages[stage]
    const canvas = element("canvas", { width: columns, height: rows })
    canvas.getContext("2d").drawImage(this.canvases[stage], 0, map * rows, columns, rows, 0, 0, columns, rows)
    return canvas
  }

  /** Draw the picture itself into a box, in colour where it has colours. */
  drawPicture(context, box) {
    const { rows, columns, count } = this.model.stages[0]
    if (count !== 3) return this.draw(context, 0, 0, box)
    this.put(context, this.photo, 0, { rows, columns }, box)
  }

  /** Draw a map of a stage into a box. */
  draw(context, stage, map, box) {
    const size = this.model.stages[stage]
    this.put(context, this.canvases[stage], map * size.rows, size, box)
  }

  put(context, canvas, top, { rows, columns }, { x, y, width, height }) {
    // A map that has more cells than the box has pixels would lose every other line.
    context.imageSmoothingEnabled = width < columns
    context.drawImage(canvas, 0, top, columns, rows, x, y, width, height)
  }
}

/** Paint numbers of one map into a canvas of its own, zero at the neutral colour. */
function paintMap(canvas, numbers, columns, limit, colours) {
  paintPixels(canvas, columns, numbers.length / columns, (out) => {
    for (let at = 0; at < out.length; at += 1) out[at] = colours[divergingIndex(numbers[at], limit)]
  })
}
