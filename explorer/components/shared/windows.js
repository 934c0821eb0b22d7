/** The largest size of some numbers, at least so large that one can divide by it. */
function largest(numbers) {
  let most = 0
  for (const number of numbers) most = Math.max(most, Math.abs(number))
  return most || 1
}

/** Turn the windows around: a function from a place of the padded input to the output cells that read it. */
function readersOf({ header, arrays: { windows, counted } }) {
  const terms = header.kernel[0] * header.kernel[1]
  const found = new Map()
  for (let at = 0; at < windows.length; at += 1) {
    if (counted?.[at] === 0) continue
    if (!found.has(windows[at])) found.set(windows[at], [])
    found.get(windows[at]).push({ cell: Math.floor(at / terms), term: at % terms })
  }
  return (place) => found.get(place) ?? []
}
