const LINK = "M8.2 11.8a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.8 8.2a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1"
const SHOWN_MS = 2500

/**
 * Paint the button once; what it copies is read from the window when it is pressed.
 *
 * @param {{parentElement: ShadowRoot}} component
 * @returns {function(): void} cleanup
 */
export default function ({ parentElement }) {
  let timer = 0
  const words = element("span", {}, "Copy link")
  const said = element("span", { class: "heard-only", role: "status" })
  const press = async () => {
    const copied = await copyText(window.location.href, said)
    words.textContent = copied ? "Link copied" : "Copy it from the address bar"
    said.textContent = words.textContent
    clearTimeout(timer)
    timer = setTimeout(() => {
      words.textContent = "Copy link"
      said.textContent = ""
    }, SHOWN_MS)
  }
  const title = "Copies the address of this page with everything that you chose"
  parentElement.querySelector(".copy-link")?.remove()
  parentElement.append(
    element("div", { class: "copy-link" }, element("button", { type: "button", title, click: press }, icon(LINK), words), said),
  )
  return () => clearTimeout(timer)
}
