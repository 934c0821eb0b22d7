/**
 * Make an element. An attribute that is a function listens to the event of that name, one that is null, undefined
 * or false is left out, true is written without a value; children are nodes or text.
 *
 * @param {string} name
 * @param {Object<string, string|number|boolean|null|undefined|function(Event): void>} attributes
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(attribute, value)
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(attribute, value === true ? "" : String(value))
  }
  made.append(...children)
  return made
}

/**
 * Make a 20 by 20 line drawing from the data of an SVG path; it repeats what the label beside it says.
 *
 * @param {string} path
 * @returns {SVGElement}
 */
function icon(path) {
  const space = "http://www.w3.org/2000/svg"
  const picture = document.createElementNS(space, "svg")
  const line = document.createElementNS(space, "path")
  picture.setAttribute("viewBox", "0 0 20 20")
  picture.setAttribute("aria-hidden", "true")
  picture.setAttribute("class", "icon")
  line.setAttribute("d", path)
  picture.append(line)
  return picture
}

/** Write a text, and touch nothing that is so already: every touch makes the browser lay out anew. */
function setText(node, text) {
  if (node.data !== text) node.data = text
}

function setContent(node, text) {
  if (node.textContent !== text) node.textContent = text
}
