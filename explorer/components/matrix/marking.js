/**
 * Which cells belong to what is looked at: marks for the three grids (place to word) and for the sheets.
 *
 * @returns {{grids: Object<string, Map<number, string>>, sheets: Object<string, SheetMarks>}}
 */
function marksOf(sent, { kind, place, output }) {
  return {
    output: () => marksOfOutput(sent, place),
    input: () => marksOfInput(sent, place),
    kernel: () => marksOfWeight(sent, place),
    entry: () => marksOfEntry(sent, output, place),
    patch: () => marksOfPatch(sent, output, place),
  }[kind]()
}

function windowOf({ arrays }, output) {
  const terms = arrays.weights.length
  return Array.from({ length: terms }, (_, term) => arrays.windows[output * terms + term])
}

function marksOfOutput(sent, output) {
  const places = windowOf(sent, output)
  const read = places.map((place) => sent.arrays.sources[place]).filter((source) => source >= 0)
  return {
    grids: {
      input: new Map(places.map((place) => [place, "window"])),
      output: new Map([[output, "current"]]),
    },
    sheets: {
      entries: { row: output },
      inputs: { cells: read.map((source) => [source, 0]) },
      outputs: { current: [output, 0] },
      patches: { row: output },
      sums: { current: [output, 0] },
    },
  }
}

function marksOfInput(sent, place) {
  const input = sent.arrays.sources[place]
  const grids = { input: new Map([[place, "current"]]) }
  const patches = { cells: cellsWhere(sent.arrays.windows, place, sent.arrays.weights.length) }
  if (input < 0) return { grids, sheets: { patches } }
  const readers = readersOf(sent, input)
  const columns = sent.header.input[0] * sent.header.input[1]
  return {
    grids: {
      ...grids,
      output: new Map(readers.map((output) => [output, "window"])),
      kernel: new Map(readers.map((output) => [sent.arrays.places[output * columns + input] - 1, "window"])),
    },
    sheets: {
      entries: { column: input, cells: readers.map((output) => [output, input]) },
      inputs: { current: [input, 0] },
      outputs: { cells: readers.map((output) => [output, 0]) },
      patches,
    },
  }
}

function marksOfWeight(sent, term) {
  const { header, arrays } = sent
  const columns = header.input[0] * header.input[1]
  const terms = arrays.weights.length
  const read = Array.from(arrays.totals, (_, output) => arrays.windows[output * terms + term])
  return {
    grids: {
      kernel: new Map([[term, "current"]]),
      input: new Map(read.map((place) => [place, "window"])),
    },
    sheets: {
      entries: { cells: cellsWhere(arrays.places, term + 1, columns) },
      patches: { column: term },
      weights: { current: [term, 0] },
    },
  }
}

function marksOfEntry(sent, output, input) {
  const { header, arrays } = sent
  const term = arrays.places[output * header.input[0] * header.input[1] + input] - 1
  const place = arrays.sources.indexOf(input)
  return {
    grids: {
      input: new Map([...windowOf(sent, output).map((one) => [one, "window"]), [place, "current"]]),
      output: new Map([[output, "current"]]),
      ...(term >= 0 && { kernel: new Map([[term, "current"]]) }),
    },
    sheets: {
      entries: { row: output, column: input, current: [output, input] },
      inputs: { current: [input, 0] },
      outputs: { current: [output, 0] },
      patches: { row: output, ...(term >= 0 && { current: [output, term] }) },
      sums: { current: [output, 0] },
      ...(term >= 0 && { weights: { current: [term, 0] } }),
    },
  }
}

function marksOfPatch(sent, output, term) {
  const { arrays } = sent
  const place = arrays.windows[output * arrays.weights.length + term]
  const input = arrays.sources[place]
  return {
    grids: {
      input: new Map([...windowOf(sent, output).map((one) => [one, "window"]), [place, "current"]]),
      output: new Map([[output, "current"]]),
      kernel: new Map([[term, "current"]]),
    },
    sheets: {
      entries: { row: output, ...(input >= 0 && { current: [output, input] }) },
      inputs: input >= 0 ? { current: [input, 0] } : {},
      outputs: { current: [output, 0] },
      patches: { row: output, column: term, current: [output, term] },
      weights: { current: [term, 0] },
      sums: { current: [output, 0] },
    },
  }
}

/** The cells of a sheet in which a number stands. */
function cellsWhere(numbers, wanted, columns) {
  const found = []
  for (let at = 0; at < numbers.length; at += 1)
    if (numbers[at] === wanted) found.push([Math.floor(at / columns), at % columns])
  return found
}
