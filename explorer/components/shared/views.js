/** The views that are on the page, by the shadow root that they live in. */
const views = new WeakMap()

/**
 * Keep one view per place: made at the first call, told of every call, taken down when its place goes.
 *
 * Streamlit calls a component's function again whenever `data` or the theme changed. It calls the cleanup of the
 * last call when the component leaves the page, but also, at once, the cleanup of a call that a newer one overtook;
 * so a cleanup waits a moment and does nothing when a newer call has come.
 *
 * @template {{update: function(Object): void, remove: function(): void}} View
 * @param {{parentElement: ShadowRoot}} component what Streamlit passed to the component's function
 * @param {function(Object): View} make
 * @returns {function(): void} the cleanup that the component's function returns
 */
function mount(component, make) {
  const place = component.parentElement
  const held = views.get(place) ?? { view: make(component), call: 0 }
  views.set(place, held)
  held.call += 1
  const call = held.call
  held.view.update(component)
  return () =>
    setTimeout(() => {
      if (held.call !== call || views.get(place) !== held) return
      views.delete(place)
      held.view.remove()
    })
}
