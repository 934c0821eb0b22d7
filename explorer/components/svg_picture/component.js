/** A picture that Python drew, put into the page as it is. */
class PictureView {
  constructor({ parentElement }) {
    this.root = element("div", { class: "picture shaded-edges", tabindex: "0", role: "group", click: (event) => this.clicked(event) })
    parentElement.append(this.root)
  }

  update({ data, parentElement, setTriggerValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.tell = setTriggerValue
    const { svg, pickable } = unpack(data).header
    this.root.classList.toggle("pickable", pickable)
    if (svg === this.shown) return
    this.shown = svg
    const drawn = readMarkup(svg)
    this.root.setAttribute("aria-label", drawn.getAttribute("aria-label") ?? "Picture")
    this.root.replaceChildren(drawn)
  }

  clicked({ target }) {
    const marked = target.closest("[data-address]")
    if (marked && this.root.classList.contains("pickable")) this.tell("picked", marked.dataset.address)
  }

  remove() {
    this.root.remove()
  }
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new PictureView(component))
}
