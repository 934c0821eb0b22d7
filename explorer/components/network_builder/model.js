/** Networks of more rows than this begin with their blocks folded. */
const MOST_OPEN = 25
const LANES = ["add", "concat"]
const INPUT = "input"

/**
 * The rows of a network as a tree, as Python sent them.
 *
 * @typedef {{type: "input"|"layer"|"block"|"branch", address: string, path: string, level: number}} Entry
 */
class NetworkModel {
  constructor({ header, arrays }) {
    Object.assign(this, { header, shares: arrays.shares })
    const { shape, input } = header
    this.byAddress = new Map([[INPUT, { type: "input", address: INPUT, path: "input", label: "input", output: input, shape, level: 1 }]])
    this.roots = []
    this.problems = new Map(header.problems.map(([address, , message]) => [address, message]))
    header.rows.forEach((row, place) => this.add(row, place))
    this.isLarge = header.rows.length > MOST_OPEN
  }

  add([address, kind, path, name, words, branches, output, parameters, macs, memory, field, isAside, isBehind, formula], place) {
    const entry = {
      type: branches ? "block" : "layer",
      ...{ address, kind, path, name, words, output, sums: [parameters, macs, memory], field, isAside, isBehind, formula },
      shares: this.shares.slice(3 * place, 3 * place + 3),
      problem: this.problems.get(address),
      branches: Array.from({ length: branches }, () => []),
    }
    this.byAddress.set(address, entry)
    const steps = address.split(".")
    entry.place = Number(steps.at(-1))
    entry.parent = steps.length > 1 ? this.byAddress.get(steps.slice(0, -2).join(".")) : null
    entry.label = this.labelOf(entry)
    this.siblingsOf(entry).push(entry)
    entry.branches.forEach((_, number) => {
      const path = `${entry.path}, branch ${number + 1} of ${branches}`
      const branch = { type: "branch", address: `${address}.${number}`, kind, path, number, of: branches, parent: entry, isAside: entry.isAside }
      this.byAddress.set(branch.address, branch)
    })
  }

  /** The name of an entry without that of the named block that it stands in. */
  labelOf({ path, parent }) {
    let block = parent
    while (block && !block.name) block = block.parent
    return block && path.startsWith(`${block.path}.`) ? path.slice(block.path.length + 1) : path
  }

  siblingsOf(entry) {
    if (!entry.parent) return this.roots
    return entry.parent.branches[Number(entry.address.split(".").at(-2))]
  }

  /** The entries to show, from top to bottom, each with its level in the tree. */
  visible(isFolded) {
    const entries = [this.byAddress.get(INPUT)]
    const walk = (siblings, level) => {
      for (const entry of siblings) {
        entry.level = level
        entries.push(entry)
        if (entry.type === "block" && !isFolded(entry)) entry.branches.forEach((branch, number) => lane(entry, branch, number, level + 1))
      }
    }
    const lane = (block, branch, number, level) => {
      const isShown = LANES.includes(block.kind) || branch.length === 0
      const shown = this.byAddress.get(`${block.address}.${number}`)
      Object.assign(shown, { level, isEmpty: branch.length === 0 })
      if (isShown) entries.push(shown)
      walk(branch, isShown ? level + 1 : level)
    }
    walk(this.roots, 1)
    return entries
  }

  has(address) {
    return address === "" || this.byAddress.has(address)
  }

  get blocks() {
    return [...this.byAddress.values()].filter(({ type }) => type === "block")
  }

  /** The blocks around an entry, the innermost first. */
  around(address) {
    const found = []
    for (let block = this.byAddress.get(address)?.parent; block; block = block.parent) found.push(block)
    return found
  }
}

/** Which blocks are folded, by their paths: this browser's own business. */
class Folding {
  constructor() {
    this.chosen = new Map()
  }

  isFolded(model, block) {
    if (block.branches.every((branch) => branch.length === 0)) return false
    return this.chosen.get(block.path) ?? model.isLarge
  }

  set(block, isFolded) {
    this.chosen.set(block.path, isFolded)
  }
}

/**
 * The options of a layer by their names, as its line of the notation writes them: the leading ones without a name.
 *
 * @param {string} words
 * @param {Object[]} options of its kind
 * @returns {Object<string, string>}
 */
function optionTexts(words, options) {
  const leading = options.filter((option) => option.leading)
  const pairs = words.split(" ").filter(Boolean).map((word) => (word.includes("=") ? word.split("=") : [leading.shift().name, word]))
  return Object.fromEntries(pairs)
}

/** An address as Python's commands have it. */
function stepsOf(address) {
  return address === INPUT ? [] : address.split(".").map(Number)
}
