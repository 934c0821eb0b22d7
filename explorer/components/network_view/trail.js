const TRAIL_INPUT = 112
const TRAIL_TILE = 56
const TRAIL_GAP = 10
const TRAIL_LABEL = 32

/** What a cell sees of the input and of every layer before its own: theoretical, and where it is pinned effective. */
class Trail {
  constructor() {
    this.canvas = element("canvas", { role: "img" })
    this.gradient = document.createElement("canvas")
    this.note = element("p", { class: "note" })
    this.node = element("section", { "aria-label": "Receptive field" }, element("div", { class: "trail" }, this.canvas), this.note)
    this.held = null
  }

  /** Take over the gradient of the pinned unit. */
  take(model, parcel) {
    this.held = parcel && parcel.header.network === model.header.network ? parcel.header : null
    if (!this.held) return
    const { gradient } = parcel.arrays
    const [, rows, columns] = model.stages[0].tiles
    paintPixels(this.gradient, columns, rows, (out) => {
      for (let at = 0; at < out.length; at += 1) {
        // The weak half of the gradient would drown in the picture: its root is painted, and said to be.
        const strength = Math.sqrt(Math.abs(gradient[at]) / 32767)
        const colour = model.colours[divergingIndex(Math.sign(gradient[at]) * strength, 1)]
        out[at] = (colour & 0xffffff) | (Math.round(255 * Math.min(1, 0.15 + strength) * Number(gradient[at] !== 0)) << 24)
      }
    })
  }

  show(model, sheets, place, { fields, maps, ink, family }) {
    const isPinned = this.held?.place === model.placeText(place)
    const stages = fields.map((_, index) => index).filter((index) => !["linear", "softmax", "flatten"].includes(model.stages[index].kind))
    const wide = (isPinned ? 2 : 1) * (TRAIL_INPUT + TRAIL_GAP) + (stages.length - 1) * (TRAIL_TILE + TRAIL_GAP)
    const tall = TRAIL_INPUT + TRAIL_LABEL
    if (this.canvas.dataset.size !== `${wide}`) {
      this.canvas.dataset.size = `${wide}`
      this.canvas.style.width = `${wide}px`
      this.canvas.style.height = `${tall}px`
    }
    const context = crispContext(this.canvas, wide, tall)
    context.font = `11px ${family}`
    context.textAlign = "left"
    this.ink = ink
    this.tile(context, model, sheets, 0, fields[0], { x: 2, side: TRAIL_INPUT, words: "sees" })
    let x = 2 + TRAIL_INPUT + TRAIL_GAP
    if (isPinned) {
      this.tile(context, model, sheets, 0, fields[0], { x, side: TRAIL_INPUT, words: "listens to", overlay: this.gradient })
      x += TRAIL_INPUT + TRAIL_GAP
    }
    for (const index of stages.slice(1)) {
      this.tile(context, model, sheets, index, fields[index], { x, side: TRAIL_TILE, words: model.stages[index].name, map: maps[index] })
      x += TRAIL_TILE + TRAIL_GAP
    }
    const hasChoice = stages.some((index) => index && fields[index].map === null)
    setContent(this.note, this.words(model, fields[0], { isPinned, hasChoice, isOutput: model.stages[place.stage].cells === 1 }))
    this.canvas.setAttribute("aria-label", this.note.textContent)
  }

  tile(context, model, sheets, index, field, { x, side, words, map, overlay }) {
    const stage = model.stages[index]
    const [top, bottom] = [Math.max(0, field.top), Math.min(stage.rows, field.bottom)]
    const [left, right] = [Math.max(0, field.left), Math.min(stage.columns, field.right)]
    const box = { x, y: 16 + (TRAIL_INPUT - side) / 2, width: side, height: side }
    context.fillStyle = this.ink
    context.fillText(words, x, box.y - 4)
    context.fillText(index ? `map ${map}` : `${bottom - top}×${right - left}`, x, box.y + side + 12)
    if (index) sheets.draw(context, index, map, box)
    else sheets.drawPicture(context, box)
    if (overlay) {
      context.fillStyle = "rgb(0 0 0 / 0.55)"
      context.fillRect(box.x, box.y, side, side)
      context.imageSmoothingEnabled = false
      context.drawImage(overlay, box.x, box.y, side, side)
    }
    const seen = new Path2D()
    addFrame(seen, box, stage, field)
    strokeFrames(context, seen)
  }

  words(model, field, { isPinned, isOutput, hasChoice }) {
    const [, rows, columns] = model.stages[0].tiles
    const [top, bottom] = [Math.max(0, field.top), Math.min(rows, field.bottom)]
    const [left, right] = [Math.max(0, field.left), Math.min(columns, field.right)]
    const cells = (bottom - top) * (right - left)
    const isCut = bottom - top < field.bottom - field.top || right - left < field.right - field.left
    const seen = `This ${isOutput ? "output" : "cell"} sees ${bottom - top}×${right - left} = ${cells} pixels of the picture${isCut ? "; the rest of its field is padding" : ""}.`
    const others = hasChoice ? " Of every layer that is read whole, the map is shown whose number in the patch is farthest from 0." : ""
    if (!isPinned) return `${seen}${others} Pin it to see which of the pixels it listens to.`
    const { listens, most, share } = this.held
    const carried = most === listens ? "" : `; ${most} of them carry ${Math.round(100 * share)} % of it`
    if (!listens) return `${seen} It listens to none of them, its gradient is zero everywhere: on the way a ReLU let nothing through, or weights are 0.${others}`
    return (
      `${seen} It listens to ${listens} of them: only there its gradient is not zero${carried}. ` +
      `Orange raises the number, blue lowers it (the root of the gradient is painted).${others}`
    )
  }
}
