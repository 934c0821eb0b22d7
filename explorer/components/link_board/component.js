/** Markup that Python made, put into the page; plain clicks on its links are Python's. */
class LinkBoardView {
  constructor() {
    this.page = element("div", { class: "page shaded-edges", role: "region", tabindex: 0 })
    this.reading = element("p", { class: "reading", role: "status" })
    this.root = element(
      "div",
      {
        click: (event) => this.click(event),
        pointerover: (event) => this.read(event.target),
        focusin: (event) => this.read(event.target),
        pointerleave: () => this.rest(),
        focusout: () => this.rest(),
      },
      this.page,
      this.reading,
    )
  }

  /** Take in what Python says. */
  update({ parentElement, data, setTriggerValue }) {
    if (this.root.parentNode !== parentElement) parentElement.append(this.root)
    this.tell = (name) => setTriggerValue("opened", name)
    this.page.setAttribute("aria-label", data.label)
    this.reading.hidden = !data.reads
    if (data.markup === this.markup) return
    this.markup = data.markup
    this.page.replaceChildren(readMarkup(data.markup))
    this.rest()
  }

  click(event) {
    const link = event.target.closest("a[data-open]")
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    this.tell(link.dataset.open)
  }

  read(target) {
    const said = target.closest("[data-said]")?.dataset.said
    if (said) setContent(this.reading, said)
    else this.rest()
  }

  /** What has the focus is read while nothing is pointed at. */
  rest() {
    const focused = this.page.querySelector("[data-said]:focus")
    setContent(this.reading, focused ? focused.dataset.said : "")
  }

  remove() {
    this.root.remove()
  }
}

/** @param {import("@streamlit/component-v2-lib").FrontendRendererArgs} component */
export default function (component) {
  return mount(component, () => new LinkBoardView())
}
