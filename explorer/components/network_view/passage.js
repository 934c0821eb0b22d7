const PASSAGE_MS = 320

/**
 * Fly a map from its tile to its place on the board, or back, so that one sees which became which.
 *
 * @param {HTMLElement} root what both places lie in
 * @param {HTMLCanvasElement} picture the map, a pixel a cell
 * @param {DOMRect} from
 * @param {DOMRect} to
 */
function fly(root, picture, from, to) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || !from.width || !to.width) return
  const frame = root.getBoundingClientRect()
  picture.className = "flying"
  picture.setAttribute("aria-hidden", "true")
  Object.assign(picture.style, { left: `${to.left - frame.left}px`, top: `${to.top - frame.top}px`, width: `${to.width}px`, height: `${to.height}px` })
  root.append(picture)
  const start = `translate(${from.left - to.left}px, ${from.top - to.top}px) scale(${from.width / to.width}, ${from.height / to.height})`
  const flight = picture.animate([{ transform: start }, { transform: "none" }], { duration: PASSAGE_MS, easing: "ease-in-out" })
  flight.finished.catch(() => {}).finally(() => picture.remove())
}

/** Where a box on a canvas lies in the window. */
function onScreen(canvas, { x, y, width, height }) {
  const frame = canvas.getBoundingClientRect()
  return new DOMRect(frame.left + x, frame.top + y, width, height)
}
