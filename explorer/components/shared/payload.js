/** The typed arrays that `payload.py` sends, by the name of NumPy's dtype. */
const TYPED_ARRAYS = {
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
}

/**
 * Open a blob that `payload.py` packed. The arrays share one copy of the blob's memory.
 *
 * @param {Uint8Array} data
 * @returns {{header: Object, arrays: Object<string, ArrayLike<number>>, shapes: Object<string, number[]>}}
 */
function unpack(data) {
  // A typed array must begin at a multiple of its element's size; what Streamlit hands over begins anywhere.
  const blob = data.slice().buffer
  const end = 4 + new DataView(blob).getUint32(0, true)
  const text = JSON.parse(new TextDecoder().decode(new Uint8Array(blob, 4, end - 4)))
  const arrays = {}
  const shapes = {}
  for (const [name, [dtype, shape, place]] of Object.entries(text.arrays)) {
    const length = shape.reduce((product, size) => product * size, 1)
    arrays[name] = new TYPED_ARRAYS[dtype](blob, end + place, length)
    shapes[name] = shape
  }
  return { header: text.header, arrays, shapes }
}
