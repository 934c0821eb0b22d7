/**
 * Read whole numbers that `coding.py` made short: how many of the lowest bits every row keeps, then how often the next
 * power of two fits into each number, as so many zeros and a one, then the lowest bits.
 *
 * @param {Uint8Array} code
 * @param {number} rows
 * @param {number} columns
 * @returns {Int32Array}
 */
function decoded(code, rows, columns) {
  const units = new Int32Array(rows * columns)
  let at = rows
  // What is left of a byte keeps its place in it; `passed` is how many of its bits have gone.
  let byte = code[at]
  let passed = 0
  for (let place = 0; place < units.length; place += 1) {
    let zeros = -passed
    while (byte === 0) {
      zeros += 8
      at += 1
      byte = code[at]
    }
    const lead = Math.clz32(byte) - 24
    units[place] = zeros + lead
    byte &= 0x7f >> lead
    passed = lead + 1
  }
  let held = 0
  let bits = 0
  for (let row = 0, place = 0; row < rows; row += 1) {
    const kept = code[row]
    const mask = (1 << kept) - 1
    for (const end = place + columns; place < end; place += 1) {
      while (bits < kept) {
        at += 1
        held = (held << 8) | code[at]
        bits += 8
      }
      bits -= kept
      const folded = (units[place] << kept) | ((held >>> bits) & mask)
      held &= (1 << bits) - 1
      units[place] = (folded >> 1) ^ -(folded & 1)
    }
  }
  return units
}

/**
 * Put maps together again, of which only what their neighbours do not foretell was sent.
 *
 * @param {Int32Array} rest written over
 * @param {number} rows
 * @param {number} columns
 * @returns {Int32Array} the maps
 */
function foretold(rest, rows, columns) {
  for (let place = 0; place < rest.length; ) {
    for (let row = 0; row < rows; row += 1) {
      let left = 0
      let corner = 0
      for (const end = place + columns; place < end; place += 1) {
        const above = row ? rest[place - columns] : 0
        const low = left < above ? left : above
        const high = left < above ? above : left
        const plane = left + above - corner
        left = rest[place] += plane < low ? low : plane > high ? high : plane
        corner = above
      }
    }
  }
  return rest
}
