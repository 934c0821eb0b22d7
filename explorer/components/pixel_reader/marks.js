/**
 * What is drawn over the panels' pixels. A mark is a box in cells of its panel.
 *
 * @typedef {{kind: "window"|"cell"|"other"|"winner"|"region"|"tap", top: number, left: number, rows: number,
 *   columns: number}} Mark
 */

const MARK = "#ffd60a"
const PADDING = "rgb(140 110 200 / 0.6)"
/** How far the layer of marks reaches over the picture's edge, in CSS pixels, so that a mark there is seen whole. */
const MARGIN = 4

/**
 * Shade what no window reads, and the padding.
 *
 * @param {Panel} panel
 * @param {Object} header
 */
function drawShade({ plan, shade, size }, header) {
  if (plan.kind !== "picture" && plan.kind !== "padded") return
  const view = cellView(shade, plan, size, 0)
  const [, height, width] = plan.shape
  if (plan.kind === "padded") drawPadding(view, header, height, width)
  const [rows, columns] = unreadOf(header, plan.kind)
  const boxes = [
    ...rows.map(([start, stop]) => ({ top: start, left: 0, rows: stop - start, columns: width })),
    ...columns.map(([start, stop]) => ({ top: 0, left: start, rows: height, columns: stop - start })),
  ]
  hatch(view.context, boxes.map(view.box))
}

function drawPadding(
  { context, box, width: across, height: down },
  { sides: [[top, bottom], [left, right]] },
  height,
  width,
) {
  const inner = box({ top, left, rows: height - top - bottom, columns: width - left - right })
  context.save()
  context.beginPath()
  context.rect(0, 0, across, down)
  context.rect(inner.x, inner.y, inner.width, inner.height)
  context.clip("evenodd")
  context.fillStyle = PADDING
  context.fillRect(0, 0, across, down)
  context.restore()
}

/**
 * Draw a panel's marks, unless they are drawn already.
 *
 * @param {Panel} panel
 * @param {Mark[]} marks
 */
function drawMarks(panel, marks) {
  const { plan, marks: canvas, size } = panel
  const now = JSON.stringify([marks, size, plan.shape, window.devicePixelRatio])
  if (now === panel.marked) return
  panel.marked = now
  const view = cellView(canvas, plan, size, MARGIN)
  for (const mark of marks) {
    const box = view.box(mark)
    if (mark.kind === "other") outline(view.context, box, { least: 5, line: 1 })
    else if (mark.kind === "region") outline(view.context, box, { dashed: true })
    else if (mark.kind === "winner") drawWinner(view.context, box)
    else if (mark.kind === "tap") drawTap(view.context, box)
    else outline(view.context, box, { least: mark.kind === "cell" ? 7 : 9, line: 2, colour: MARK })
  }
}

/** One cell of a dilated window: outlined, or a dot in its middle where there is no room. */
function drawTap(context, box) {
  if (box.width >= 7 && box.height >= 7) return outline(context, box, { least: 0, line: 1 })
  const size = Math.max(1.5, Math.min(box.width, box.height) / 2.5)
  context.fillStyle = MARK
  context.fillRect(box.x + (box.width - size) / 2, box.y + (box.height - size) / 2, size, size)
}

function drawWinner(context, box) {
  context.beginPath()
  context.arc(
    box.x + box.width / 2,
    box.y + box.height / 2,
    Math.max(3, Math.min(box.width, box.height) / 4),
    0,
    2 * Math.PI,
  )
  context.fillStyle = MARK
  context.fill()
  context.lineWidth = 1.5
  context.strokeStyle = "rgb(0 0 0 / 0.8)"
  context.stroke()
}

/** A wiped canvas that is drawn on in cells of the panel's picture; it reaches `margin` over the picture's edges. */
function cellView(canvas, { shape: [, height, width] }, [across, down], margin) {
  const context = crispContext(canvas, across + 2 * margin, down + 2 * margin)
  context.translate(margin, margin)
  return {
    context,
    width: across,
    height: down,
    box: ({ top, left, rows, columns }) => ({
      x: (left * across) / width,
      y: (top * down) / height,
      width: (columns * across) / width,
      height: (rows * down) / height,
    }),
  }
}
