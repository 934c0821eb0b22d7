/** How far a picture may shrink with its column before its words become too small to read. */
const LEAST = 0.75

/**
 * Read markup that Python made, as XML, so that nothing in it can run.
 *
 * @param {string} markup an SVG, or XHTML
 * @returns {Element} to be put into the page
 */
function readMarkup(markup) {
  const kind = markup.startsWith("<svg") ? "image/svg+xml" : "application/xhtml+xml"
  const made = new DOMParser().parseFromString(markup, kind).documentElement
  if (made.localName === "svg") made.style.minWidth = `${LEAST * made.getAttribute("width")}px`
  return document.adoptNode(made)
}
