/** The words of a number's colour: ground and ink. */
function coloured(packed) {
  return { ground: cssColour(packed), ink: inkOn(packed) }
}

const GREY_CELLS = Array.from(GREYS, coloured)

/** A number's colour, paler than in the pictures, so that it stays easy to read. */
function tinted({ diverging }, number, limit) {
  return coloured(diverging[divergingIndex(number, 1.6 * limit)])
}

/**
 * Write out what one cell of a feature map is made of.
 *
 * @param {Sent} sent
 * @param {Tables} tables
 * @param {{map: number, row: number, column: number}} place
 * @returns {Arithmetic}
 */
function convolutionAt(sent, tables, { map, row, column }) {
  const { header } = sent
  const each = header.maps[map]
  const running = { sum: 0 }
  const blocks = each.channels.map((channel, order) =>
    channelBlock(sent, tables, { map, row, column }, { channel, order, running }),
  )
  const at = row * mapSize(sent)[1] + column
  const sum = sumAt(sent, map, at)
  const steps = stepsOf(sent, tables, map, at, sum)
  const total = printed(totalOf(each, sum), placesOf(each))
  const last = steps.at(-1)
  const after = header.activated ? ` ${last.label}: ${last.text}.` : ""
  return {
    title: `${each.title} at row ${row}, column ${column}`,
    place: windowText(sent, row, column),
    blocks,
    steps,
    spoken: `${each.title}, row ${row}, column ${column}: ${total}.${after}`,
  }
}

/** One channel's window, kernel, products and running sum. */
function channelBlock(sent, tables, { map, row, column }, { channel, order, running }) {
  const { header, arrays, shapes } = sent
  const [height, width] = header.kernel
  const [, rows, columns] = shapes.padded
  const { weights, digits, channels } = header.maps[map]
  const kernel = weights.slice(order * height * width, (order + 1) * height * width)
  const largest = Math.max(...weights.map(Math.abs))
  const values = cellsOf(windowOf(sent, row, column)).map((cell) => ({
    value: arrays.padded[(channel * rows + cell.row) * columns + cell.column],
    outside: outsidePicture(header, cell),
  }))
  const products = values.map(({ value }, index) => value * kernel[index])
  const totals = Array.from({ length: height }, (_, line) => {
    running.sum += products.slice(line * width, (line + 1) * width).reduce((sum, product) => sum + product, 0)
    return running.sum
  })
  const runningLimit = 255 * weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
  const size = { height, width, dense: width > 4 }
  const grids = [
    {
      title: "Window",
      chars: 3,
      cells: values.map(({ value, outside }) => ({
        text: String(value),
        ...GREY_CELLS[value],
        kind: outside ? "outside" : "",
      })),
      ...size,
    },
    {
      title: "Kernel",
      sign: "×",
      chars: longest(weights, digits),
      cells: kernel.map((weight) => ({
        text: decimalText(weight, digits),
        ...tinted(tables, weight, largest),
      })),
      ...size,
    },
    {
      title: "Products",
      sign: "=",
      chars: longest([255 * largest, -255 * largest], digits),
      cells: products.map((product) => ({
        text: decimalText(product, digits),
        ...tinted(tables, product, 255 * largest),
      })),
      ...size,
    },
    {
      title: "Running sum",
      chars: Math.max(9, longest([-runningLimit], digits)),
      cells: totals.map((total) => ({ text: decimalText(total, digits), kind: "running" })),
      ...size,
      width: 1,
    },
  ]
  return { label: channels.length > 1 || header.picture[0] > 1 ? channelName(header, channel) : "", grids }
}

/** The steps from the sum of the products to the value that is painted. */
function stepsOf(sent, tables, map, at, sum) {
  const { header } = sent
  const each = header.maps[map]
  const { gain, divisor, bias, digits } = each
  const places = placesOf(each)
  const terms = each.weights.length
  const steps = [{ label: `Sum of ${terms} product${terms > 1 ? "s" : ""}`, text: decimalText(sum, digits) }]
  const gained = { over: BigInt(sum) * BigInt(gain[0]), under: 10n ** BigInt(digits + gain[1]) }
  if (isNot(gain, 1)) steps.push({ label: `× gain ${decimalText(...gain)}`, text: printed(gained, places) })
  if (isNot(divisor, 1))
    steps.push({ label: `÷ ${decimalText(...divisor)}`, text: printed(beforeBias(each, sum), places) })
  if (isNot(bias, 0)) steps.push({ label: "+ bias", text: decimalText(...bias) })
  const near = sum * each.slope + each.offset
  steps.push({
    label: "Feature map",
    text: printed(totalOf(each, sum), places),
    ground: cssColour(tables.diverging[divergingIndex(near, each.scale[2])]),
    result: true,
  })
  if (header.activated) {
    const { near: after, text } = activatedAt(sent, map, at)
    const ground = cssColour(tables.diverging[divergingIndex(after, header.activated.scales[map][2])])
    steps.push({ label: `After ${header.activated.title}`, text, ground, result: true })
  }
  return steps
}

/**
 * Write out what one pooled cell is made of.
 *
 * @param {Sent} sent
 * @param {Tables} tables
 * @param {{map: number, row: number, column: number}} place
 * @returns {Arithmetic}
 */
function poolingAt(sent, tables, { map, row, column }) {
  const { pooled, maps, activated } = sent.header
  const window = poolingWindowOf(sent, row, column)
  const { near, text, winner, count, sum } = pooledAt(sent, map, row, column)
  const limit = (activated ? activated.scales : maps.map(({ scale }) => scale))[map][2]
  const cells = cellsOf(window).map((cell) => {
    if (!insideMap(sent, cell)) return { text: pooled.kind === "max" ? "–" : "0", kind: "outside" }
    const value = activatedAt(sent, map, cell.row * mapSize(sent)[1] + cell.column)
    const won = winner && cell.row === winner.row && cell.column === winner.column
    return {
      text: value.text,
      ...coloured(tables.diverging[divergingIndex(value.near, limit)]),
      kind: won ? "winner" : "",
    }
  })
  const title = `${maps[map].title} after ${pooled.kind} pooling at row ${row}, column ${column}`
  const ground = cssColour(tables.diverging[divergingIndex(near, pooled.scales[map][2])])
  const steps = winner
    ? [{ label: `Largest, at row ${winner.row}, column ${winner.column}`, text, ground, result: true }]
    : [
        ...(sum ? [{ label: `Sum of ${count} values`, text: sum }] : []),
        { label: sum ? `Average: ÷ ${count}` : `Average of ${count} values`, text, ground, result: true },
      ]
  return {
    title,
    place: `Window: ${rangeOf(spanOf(window))} of the map before it`,
    blocks: [
      {
        label: "",
        grids: [{ title: "Window", height: window.rows, width: window.columns, chars: 11, cells }],
      },
    ],
    steps,
    spoken: `${title}: ${text}.`,
  }
}

/**
 * Write out the gradient at one cell: both derivatives, magnitude and direction.
 *
 * @param {Sent} sent
 * @param {Tables} tables
 * @param {{row: number, column: number}} place
 * @returns {Arithmetic}
 */
function gradientAt(sent, tables, { row, column }) {
  const { header, arrays } = sent
  const at = row * mapSize(sent)[1] + column
  const parts = [0, 1].map((map) => convolutionAt(sent, tables, { map, row, column }))
  const blocks = parts.flatMap(({ blocks: own }, map) =>
    own.map(({ label, grids }) => ({
      label: [header.maps[map].title, label].filter(Boolean).join(", "),
      grids,
    })),
  )
  const totals = [0, 1].map((map) =>
    printed(totalOf(header.maps[map], sumAt(sent, map, at)), placesOf(header.maps[map])),
  )
  const magnitude = arrays.magnitude[at]
  const direction = arrays.direction[at]
  const flat = magnitude === 0
  const angle = flat ? "none" : angleText(direction, totals)
  const towards = flat ? "nowhere: flat" : compass(direction)
  const steps = [
    ...totals.map((text, map) => ({ label: header.maps[map].title, text })),
    {
      label: "Magnitude √(x² + y²)",
      text: `${isRoot(magnitude, totals) ? "" : "≈ "}${nearText(magnitude)}`,
      ground: cssColour(
        tables.sequential[
          header.gradient.highest > 0 ? Math.round((magnitude * 255) / header.gradient.highest) : 0
        ],
      ),
      result: true,
    },
    {
      label: `Direction ${angleFormula(header.gradient)}`,
      text: angle,
      result: true,
    },
    { label: "Grows brighter", text: towards },
  ]
  return {
    title: `Gradient at row ${row}, column ${column}`,
    place: windowText(sent, row, column),
    blocks,
    steps,
    spoken: `Gradient, row ${row}, column ${column}: magnitude ${nearText(magnitude)}, direction ${angle}, brighter ${towards}.`,
  }
}

function isNot([whole, digits], number) {
  return whole !== number * 10 ** digits
}

function longest(numbers, digits) {
  return Math.max(2, ...numbers.map((number) => decimalText(number, digits).length))
}

/** Whether a number is exactly the root of the sum of two squares; only whole numbers are found to be. */
function isRoot(number, texts) {
  if (!texts.every((text) => /^\d+$/.test(text.replace(MINUS, "")))) return false
  const [x, y] = texts.map((text) => BigInt(text.replace(MINUS, "")))
  return Number.isInteger(number) && BigInt(number) ** 2n === x ** 2n + y ** 2n
}
