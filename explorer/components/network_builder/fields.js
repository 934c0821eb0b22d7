const NUMBER = { type: "number", inputmode: "numeric", step: "1" }
const NAMED_PADDINGS = ["same", "valid"]
const SIDES = ["top", "bottom", "left", "right"]

/** The name of an option in plain words. */
function wordsOf(name) {
  return name.replaceAll("_", " ")
}

/** Show a text in an input as what is in force, so that what is being typed can be told from it. */
function put(input, text) {
  if (input.value !== text) input.value = text
  input.defaultValue = text
}

/**
 * A field of a form for one option. Values are texts of the notation, "" for what is not written; what a visitor
 * enters is told as such a text.
 */
class Field {
  constructor(option, tell) {
    this.option = option
    this.tell = tell
    this.node = this.build()
    this.node.addEventListener("input", () => (this.isTyping = true))
    this.node.addEventListener("change", () => (this.isTyping = false))
  }

  get start() {
    return this.option.start
  }

  /** Show a value, unless the visitor is just entering another one, or has and `isWaiting` for the answer. */
  show(text, isWaiting) {
    const isHere = this.node.contains(this.node.getRootNode().activeElement)
    if (isHere && (isWaiting || this.isTyping)) return
    this.isTyping = false
    this.write(text)
  }

  number(name, change, more = {}) {
    const { minimum, maximum } = this.option
    return element("input", { ...NUMBER, min: minimum, max: maximum, "aria-label": name, change, ...more })
  }

  labelled(...controls) {
    return element("div", { class: "field", role: "group", "aria-label": wordsOf(this.option.name) }, element("span", { class: "name" }, wordsOf(this.option.name)), element("div", { class: "controls" }, ...controls))
  }
}

class NameField extends Field {
  build() {
    this.input = element("input", { type: "text", class: "wide", maxlength: "60", spellcheck: "false", autocomplete: "off", placeholder: "no name", change: () => this.tell(this.input.value) })
    return element("label", { class: "field" }, element("span", { class: "name" }, this.option.name), this.input)
  }

  write(text) {
    put(this.input, text)
  }
}

class CountField extends Field {
  build() {
    const isWhole = this.option.form === "count"
    this.input = this.number(wordsOf(this.option.name), () => this.tell(this.input.value), isWhole ? {} : { step: "any", min: null, max: null, inputmode: "decimal" })
    return this.labelled(this.input)
  }

  write(text) {
    put(this.input, text || this.start)
  }
}

/** One number, or height and width apart. */
class PairField extends Field {
  build() {
    const name = wordsOf(this.option.name)
    const change = () => this.tell(this.text)
    this.first = this.number(name, change, { placeholder: this.option.required || this.start ? null : "window" })
    this.second = this.number(`${name}, width`, change)
    this.times = element("span", { class: "times" }, "×")
    this.apart = element("button", { type: "button", class: "apart", title: "Height and width apart", click: () => this.part(this.second.hidden) }, "h × w")
    return this.labelled(this.first, this.times, this.second, this.apart)
  }

  get text() {
    const [height, width] = [this.first.value, this.second.value]
    return this.second.hidden || height === "" ? height : `${height}x${width || height}`
  }

  write(text) {
    const [height, width] = (text || this.start).split("x")
    put(this.first, height)
    put(this.second, width ?? height)
    if (width !== undefined && width !== height) this.wantsApart = true
    this.layOut(Boolean(this.wantsApart))
  }

  part(isApart) {
    this.wantsApart = isApart
    this.layOut(isApart)
    if (!isApart) this.tell(this.text)
    else this.second.value = this.first.value
  }

  layOut(isApart) {
    this.second.hidden = this.times.hidden = !isApart
    this.apart.setAttribute("aria-pressed", String(isApart))
    this.first.setAttribute("aria-label", wordsOf(this.option.name) + (isApart ? ", height" : ""))
  }
}

/** A number, height and width, four sides, or a word. */
class PaddingField extends PairField {
  build() {
    const node = super.build()
    const change = () => {
      const { value } = this.mode
      this.layOutMode(value)
      this.tell(NAMED_PADDINGS.includes(value) ? value : this.text)
    }
    const titles = { number: "by", sides: "each side", same: "same", valid: "valid" }
    this.mode = element("select", { "aria-label": "kind of padding", change }, ...Object.entries(titles).map(([value, title]) => element("option", { value }, title)))
    this.sides = SIDES.map((side) => this.number(`padding, ${side}`, () => this.tell(this.text)))
    this.labels = this.sides.map((input, place) => element("label", { class: "side" }, SIDES[place], input))
    node.querySelector(".controls").prepend(this.mode)
    node.querySelector(".controls").append(...this.labels)
    return node
  }

  get text() {
    return this.mode.value === "sides" ? this.sides.map(({ value }) => value || "0").join(",") : super.text
  }

  write(text) {
    const mode = NAMED_PADDINGS.includes(text) ? text : text.includes(",") ? "sides" : "number"
    this.mode.value = mode
    if (mode === "number") super.write(text)
    const sides = mode === "sides" ? text.split(",") : SIDES.map(() => (mode === "number" ? this.first.value : "0"))
    this.sides.forEach((input, place) => put(input, sides[place]))
    this.layOutMode(mode)
  }

  layOutMode(mode) {
    for (const label of this.labels) label.hidden = mode !== "sides"
    for (const part of [this.first, this.apart]) part.hidden = mode !== "number"
    if (mode !== "number") this.second.hidden = this.times.hidden = true
    else this.layOut(Boolean(this.wantsApart))
    if (mode === "number" && this.first.value === "") this.first.value = "0"
  }
}

class FlagField extends Field {
  build() {
    this.input = element("input", { type: "checkbox", change: () => this.tell(this.input.checked ? "yes" : "no") })
    return element("label", { class: "field flag" }, element("span", { class: "name" }, wordsOf(this.option.name)), this.input)
  }

  write(text) {
    this.input.checked = (text || this.start) === "yes"
  }
}

class ChoiceField extends Field {
  build() {
    const { choices, titles = choices } = this.option
    const options = choices.map((choice, place) => element("option", { value: choice }, titles[place]))
    this.input = element("select", { "aria-label": wordsOf(this.option.name), change: () => this.tell(this.input.value) }, ...options)
    return this.labelled(this.input)
  }

  write(text) {
    this.input.value = text || this.start
  }
}

class TableField extends Field {
  build() {
    const title = "The input channels of each filter: points between channels, commas between filters"
    this.input = element("input", { type: "text", class: "wide", title, "aria-label": "table", spellcheck: "false", change: () => this.tell(this.input.value.trim()) })
    return this.labelled(this.input)
  }

  write(text) {
    put(this.input, text)
  }
}

const FIELDS = { count: CountField, number: CountField, pair: PairField, padding: PaddingField, flag: FlagField, choice: ChoiceField, table: TableField }
