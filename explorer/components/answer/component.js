/** Say on the page what Python has seen; whoever asked under that key listens. */
export default function ({ data }) {
  window.dispatchEvent(new CustomEvent("cnn-explorer-answer", { detail: data }))
}
