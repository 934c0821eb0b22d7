/** All maps of every stage as one sheet each, a pixel a cell, map below map: what tiles are cut from. */
class Sheets {
  constructor(model) {
    this.model = model
    this.canvases = model.stages.map(() => document.createElement("canvas"))
  }

  paint(scale) {
    this.model.stages.forEach((stage, index) => this.paintStage(stage, this.canvases[index], scale))
  }

  paintStage(stage, canvas, scale) {
    const isGrey = stage.kind === "input" && stage.count === 1
    paintPixels(canvas, stage.columns, stage.count * stage.rows, (out) => (isGrey ? this.greys(stage, out) : this.colours(stage, scale, out)))
  }

  greys({ units, digits }, out) {
    const full = 10 ** digits / 255
    for (let at = 0; at < out.length; at += 1) out[at] = GREYS[Math.min(255, Math.max(0, Math.round(units[at] / full)))]
  }

  colours(stage, scale, out) {
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

  /** Draw a map of a stage into a box. */
  draw(context, stage, map, { x, y, width, height }) {
    const { rows, columns } = this.model.stages[stage]
    // A map that has more cells than the box has pixels would lose every other line.
    context.imageSmoothingEnabled = width < columns
    context.drawImage(this.canvases[stage], 0, map * rows, columns, rows, x, y, width, height)
  }
}

/** Paint numbers of one map into a canvas of its own, zero at the neutral colour. */
function paintMap(canvas, numbers, columns, limit, colours) {
  paintPixels(canvas, columns, numbers.length / columns, (out) => {
    for (let at = 0; at < out.length; at += 1) out[at] = colours[divergingIndex(numbers[at], limit)]
  })
}
