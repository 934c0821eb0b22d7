const ICONS = {
  add: "M10 4v12M4 10h12",
  block: "M4 4h5v5H4zM11 11h5v5h-5zM9 6.5h4.5V11",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  copy: "M7 7h9v9H7zM4 13V4h9",
  group: "M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3M8 8h4v4H8z",
  remove: "M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10",
  branch: "M6 4v12M6 9c0 4 8 1 8 7M14 4v2",
  undo: "M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8h-2",
  redo: "M12 5l4 4-4 4M16 9H8a4 4 0 0 0 0 8h2",
}

const JOIN_FIELD = "kind_of_block"

/** What could not be done as a sentence; an option is called as its field is, without underscores. */
function sentenceOf(note) {
  const words = note.replace(/^[a-z]+(_[a-z]+)+/, (option) => option.replaceAll("_", " "))
  return words ? `${words[0].toUpperCase()}${words.slice(1)}${/[.?]$/.test(words) ? "" : "."}` : ""
}

function sizeNames(count) {
  return count === 1 ? ["features"] : ["channels", "height", "width"]
}

/** A button with a drawing and words; `aria-disabled` takes it out without dropping the keyboard's focus. */
function toolButton(words, path, act, title = null) {
  const click = ({ currentTarget }) => currentTarget.getAttribute("aria-disabled") !== "true" && act()
  return element("button", { type: "button", title, click }, icon(path), element("span", {}, words))
}

/** The form of the selected row, in a row of its own below it. */
class Editor {
  /** @param {{kinds: Object[], joins: Object[]}} schema
   *  @param {{say: function(Object): void, insert: function(Object): void, group: function(string): void,
   *    move: function(number): void, ungroup: function(): void}} hears */
  constructor(schema, hears) {
    this.kinds = new Map(schema.kinds.map((kind) => [kind.word, kind]))
    Object.assign(this, { schema, hears })
    this.build()
  }

  build() {
    const { hears } = this
    this.title = element("strong")
    this.summary = element("span", { class: "summary" })
    this.name = new NameField({ name: "name" }, (name) => hears.say({ op: "rename", name }))
    this.fields = element("div", { class: "fields" })
    this.note = element("p", { class: "note", role: "alert" })
    this.facts = element("dl", { class: "facts" })
    this.layers = new Menu("Add a layer", ICONS.add, (menu) => kindChoices(this.schema.kinds, (kind) => this.chosen(menu, { op: "add", line: kind.line })))
    this.blocks = new Menu("Add a block", ICONS.block, (menu) => this.joinChoices((join) => this.chosen(menu, { op: "add", join })))
    this.groups = new Menu("Group", ICONS.group, (menu) =>
      this.joinChoices((join) => {
        menu.toggle(false)
        hears.group(join)
      }),
    )
    this.menus = [this.layers, this.blocks, this.groups]
    for (const menu of this.menus) menu.opened = (open) => this.menus.forEach((other) => other === open || other.toggle(false))
    this.up = toolButton("Up", ICONS.up, () => hears.move(-1), "Move up (Alt and arrow up)")
    this.down = toolButton("Down", ICONS.down, () => hears.move(1), "Move down (Alt and arrow down)")
    this.copy = toolButton("Duplicate", ICONS.copy, () => hears.say({ op: "duplicate" }))
    this.ungroup = toolButton("Ungroup", ICONS.group, () => hears.say({ op: "ungroup" }), "Let the layers stand where the block stood")
    this.lane = toolButton("Add a branch", ICONS.branch, () => hears.say({ op: "add_branch" }))
    this.remove = toolButton("Remove", ICONS.remove, () => hears.remove(), "Remove (Delete)")
    const tools = [this.layers.button, this.blocks.button, this.up, this.down, this.copy, this.groups.button, this.ungroup, this.lane, this.remove]
    this.tools = element("div", { class: "tools" }, ...tools)
    this.panel = element(
      "div",
      { class: "panel", role: "group", "aria-label": "Selected" },
      element("p", { class: "about" }, this.title, this.summary),
      this.note,
      this.fields,
      this.tools,
      ...this.menus.map(({ panel }) => panel),
      this.facts,
    )
    this.node = element("tr", { class: "editor", role: "row" }, element("td", { role: "gridcell", colspan: "9" }, this.panel))
  }

  joinChoices(act) {
    const buttons = this.schema.joins.map(({ word, title, summary }) => choice(title, summary, () => act(word)))
    return [element("div", { class: "group", role: "group", "aria-label": "Blocks" }, ...buttons)]
  }

  chosen(menu, command) {
    menu.toggle(false)
    this.hears.insert(command)
  }

  /** Show the form of an entry; `count` rows are selected together with it. */
  show(entry, model, { state, count, isWaiting }) {
    const isOther = entry.address !== this.address
    if (isOther) for (const menu of this.menus) menu.toggle(false)
    this.address = entry.address
    const isNode = entry.type === "layer" || entry.type === "block"
    const isBlock = entry.type === "block"
    this.describe(entry)
    setContent(this.note, sentenceOf(state.note))
    for (const part of [this.up, this.down, this.copy, this.groups.button]) part.hidden = !isNode
    this.ungroup.hidden = !isBlock || entry.branches.filter((branch) => branch.length > 0).length > 1
    this.lane.hidden = !isBlock || !LANES.includes(entry.kind)
    this.remove.hidden = !(isNode || (entry.type === "branch" && entry.of > 1))
    setContent(this.remove.lastChild, entry.type === "branch" ? "Remove this branch" : "Remove")
    setContent(this.groups.words, count > 1 ? `Group these ${count}` : "Group")
    setContent(this.layers.words, isNode ? "Add a layer after" : "Add a layer here")
    setContent(this.blocks.words, isNode ? "Add a block after" : "Add a block here")
    if (isOther) for (const field of [this.name, ...(this.options ?? [])]) field.isTyping = false
    this.fill(entry, !isOther && isWaiting)
    this.tell(state.facts)
    // Until Python has spoken of this row, what stands there keeps its room.
    this.facts.classList.toggle("stale", state.selected !== entry.address)
  }

  describe(entry) {
    const kind = this.kinds.get(entry.kind)
    const join = this.schema.joins.find(({ word }) => word === entry.kind)
    const titles = { input: "Input", branch: `Branch ${entry.number + 1} of ${entry.of}`, layer: kind?.title, block: join?.title }
    const summaries = {
      input: "what the network gets",
      branch: entry.isEmpty ? "empty: it hands its input on" : "reads what the block reads",
      layer: kind?.summary,
      block: join?.summary,
    }
    setContent(this.title, titles[entry.type])
    setContent(this.summary, summaries[entry.type] ?? "")
  }

  fill(entry, isWaiting) {
    const shape = entry.type === "input" ? `input ${entry.shape.length}` : `${entry.type} ${entry.kind}`
    if (shape !== this.shape) {
      this.shape = shape
      this.options = this.optionsOf(entry)
      this.fields.replaceChildren(...(entry.branches ? [this.name.node] : []), ...this.options.map(({ node }) => node))
    }
    this.name.show(entry.name ?? "", isWaiting)
    const texts = this.textsOf(entry)
    for (const field of this.options) field.show(texts[field.option.name] ?? "", isWaiting)
  }

  /** What the form holds, by the names of its fields. */
  textsOf(entry) {
    if (entry.type === "layer") return optionTexts(entry.words, this.kinds.get(entry.kind).options)
    if (entry.type === "block") return { [JOIN_FIELD]: entry.kind }
    if (entry.type === "branch") return {}
    return Object.fromEntries(sizeNames(entry.shape.length).map((name, place) => [name, String(entry.shape[place])]))
  }

  optionsOf(entry) {
    const { say } = this.hears
    if (entry.type === "layer") {
      const kind = this.kinds.get(entry.kind)
      return kind.options.map((option) => new FIELDS[option.form](option, (value) => say({ op: "option", name: option.name, value })))
    }
    if (entry.type === "block") {
      const option = { name: JOIN_FIELD, form: "choice", start: "", choices: this.schema.joins.map(({ word }) => word), titles: this.schema.joins.map(({ said }) => said) }
      return [new ChoiceField(option, (join) => say({ op: "join", join }))]
    }
    return entry.type === "input" ? this.sizes(entry.shape.length) : []
  }

  sizes(count) {
    const { channels, side } = this.schema.most
    const fields = sizeNames(count).map((name, place) => {
      const option = { name, form: "count", start: "", required: true, minimum: 1, maximum: place ? side : channels }
      return new CountField(option, () => this.hears.say({ op: "input", shape: fields.map(({ input }) => input.value).join("x") }))
    })
    return fields
  }

  tell(facts) {
    const said = JSON.stringify(facts)
    if (said === this.said) return
    this.said = said
    this.facts.replaceChildren(...facts.flatMap(([what, how]) => [element("dt", {}, what), element("dd", {}, how)]))
  }

  /** Put the keyboard on the first thing to enter. */
  focus() {
    const first = this.options?.[0]?.node.querySelector("input:not([hidden]), select") ?? this.layers.button
    first.focus()
    first.select?.()
  }
}
