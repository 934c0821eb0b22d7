/**
 * Put text on the clipboard, by the older way where a page without https has no access to the newer one.
 *
 * @param {string} text
 * @param {Element} beside the element after which the older way puts its text for a moment
 * @returns {Promise<boolean>} whether it is there
 */
async function copyText(text, beside) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = element("textarea", { readonly: true, style: "position: fixed; opacity: 0" })
    area.value = text
    beside.after(area)
    area.select()
    const copied = document.execCommand("copy")
    area.remove()
    return copied
  }
}
