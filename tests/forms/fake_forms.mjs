// A small FormApp: forms in memory, as strict as Google's where the script could go wrong.

export const ItemType = Object.fromEntries(
  ['SECTION_HEADER', 'TEXT', 'PARAGRAPH_TEXT', 'MULTIPLE_CHOICE', 'LIST', 'CHECKBOX', 'SCALE', 'GRID', 'DATE'].map(
    (name) => [name, name],
  ),
);

const PATTERNED = ['TEXT', 'PARAGRAPH_TEXT'];
const CHOSEN = ['MULTIPLE_CHOICE', 'LIST', 'CHECKBOX'];

class Item {
  constructor(form, type, id) {
    Object.assign(this, { form, type, id, title: '', help: '', required: false });
  }
  getId() { return this.id; }
  getType() { return this.type; }
  getTitle() { return this.title; }
  getIndex() { return this.form.items.indexOf(this); }
  setTitle(title) { return this.set({ title }); }
  setHelpText(help) { return this.set({ help }); }
  setRequired(required) { return this.set({ required }, this.type !== 'SECTION_HEADER'); }
  setChoiceValues(choices) {
    const fit = choices.length && new Set(choices).size === choices.length && choices.every(Boolean);
    return this.set({ choices: [...choices] }, CHOSEN.includes(this.type) && fit);
  }
  setBounds(low, high) { return this.set({ low, high }, this.type === 'SCALE' && low <= 1 && high >= 3 && high <= 10); }
  setLabels(...ends) { return this.set({ ends }, this.type === 'SCALE'); }
  setRows(rows) { return this.set({ rows: [...rows] }, this.type === 'GRID'); }
  setColumns(columns) { return this.set({ columns: [...columns] }, this.type === 'GRID'); }
  setIncludesYear(year) { return this.set({ year }, this.type === 'DATE'); }
  setValidation(check) { return this.set({ check }, PATTERNED.includes(this.type) && check.type === this.type); }
  clearValidation() { return this.set({ check: null }, PATTERNED.includes(this.type)); }
  createResponse(answer) { return { entry: this.id * 7 + 3, answer: this.accept(answer) }; }
  set(values, allowed = true) {
    if (!allowed) throw new Error(`${this.type}: ${JSON.stringify(values)}`);
    return Object.assign(this, values);
  }
  as(type) {
    if (type !== this.type) throw new Error(`${this.title}: ${this.type}, not ${type}`);
    return this;
  }
  get headers() {
    if (this.type === 'SECTION_HEADER') return [];
    return this.rows ? this.rows.map((row) => `${this.title} [${row}]`) : [this.title];
  }
  /** The answer as it is stored; an error where a respondent could not send it. */
  accept(answer) {
    if (answer === undefined || answer === '') {
      if (this.required) throw new Error(`${this.title}: required`);
      return '';
    }
    const given = [answer].flat();
    const choices = this.choices || this.columns || (this.type === 'SCALE' ? scale(this.low, this.high) : null);
    if (choices && !given.every((each) => choices.includes(each))) throw new Error(`${this.title}: ${answer}`);
    if (this.check && !this.check.passes(answer)) throw new Error(`${this.title}: ${this.check.message}`);
    return given.join(', ');
  }
  describe() {
    const { form, check, ...rest } = this;
    return { ...rest, check: check && { rule: check.rule, message: check.message } };
  }
}

const CASTS = {
  asTextItem: 'TEXT', asParagraphTextItem: 'PARAGRAPH_TEXT', asMultipleChoiceItem: 'MULTIPLE_CHOICE',
  asListItem: 'LIST', asCheckboxItem: 'CHECKBOX', asScaleItem: 'SCALE', asGridItem: 'GRID', asDateItem: 'DATE',
};
for (const [name, type] of Object.entries(CASTS)) {
  Item.prototype[name] = function cast() { return this.as(type); };
}

function scale(low, high) {
  return Array.from({ length: high - low + 1 }, (_, index) => String(low + index));
}

class Form {
  constructor(world, title) {
    Object.assign(this, { world, title, items: [], id: `form-${world.next()}` });
  }
  getId() { return this.id; }
  getTitle() { return this.title; }
  setTitle(title) { this.title = title; return this; }
  setDescription(description) { this.description = description; return this; }
  setConfirmationMessage(thanks) { this.thanks = thanks; return this; }
  getPublishedUrl() { return `https://docs.google.com/forms/d/e/${this.id}/viewform`; }
  getEditUrl() { return `https://docs.google.com/forms/d/${this.id}/edit`; }
  getItems(type) { return this.items.filter((item) => !type || item.type === type); }
  getItemById(id) { return this.items.find((item) => item.id === id) || null; }
  add(type) {
    const item = new Item(this, type, this.world.next());
    this.items.push(item);
    return item;
  }
  deleteItem(item) { this.items.splice(item.getIndex(), 1); }
  moveItem(item, index) {
    this.deleteItem(item);
    this.items.splice(index, 0, item);
    this.world.moves += 1;
    return item;
  }
  setDestination(type, id) {
    this.world.spreadsheet.link(this);
    return this;
  }
  createResponse() {
    const sent = [];
    const response = {
      withItemResponse: (each) => { sent.push(each); return response; },
      toPrefilledUrl: () =>
        `${this.getPublishedUrl()}?usp=pp_url${sent.map((each) => `&entry.${each.entry}=${encodeURIComponent(each.answer)}`).join('')}`,
    };
    return response;
  }
}
const ADDERS = {
  addSectionHeaderItem: 'SECTION_HEADER', addTextItem: 'TEXT', addParagraphTextItem: 'PARAGRAPH_TEXT',
  addMultipleChoiceItem: 'MULTIPLE_CHOICE', addListItem: 'LIST', addCheckboxItem: 'CHECKBOX',
  addScaleItem: 'SCALE', addGridItem: 'GRID', addDateItem: 'DATE',
};
for (const [name, type] of Object.entries(ADDERS)) {
  Form.prototype[name] = function add() { return this.add(type); };
}

function validation(type) {
  const check = { type, rule: '', message: '', passes: () => true };
  const require = (rule, passes) => { Object.assign(check, { rule, passes }); return builder; };
  const number = (text) => (/^-?[0-9]+([.,][0-9]+)?$/.test(text) ? Number(text.replace(',', '.')) : NaN);
  const texts = {
    requireTextMatchesPattern: (pattern) => require(`matches ${pattern}`, (text) => new RegExp(pattern, 'u').test(text)),
    requireTextLengthLessThanOrEqualTo: (limit) => require(`length ${limit}`, (text) => text.length <= limit),
  };
  const numbers = {
    requireTextIsEmail: () => require('email', (text) => /^[^@\s]+@[^@\s]+\.[a-z]+$/.test(text)),
    requireNumberBetween: (low, high) => require(`${low} to ${high}`, (text) => number(text) >= low && number(text) <= high),
    requireNumberGreaterThanOrEqualTo: (low) => require(`${low} on`, (text) => number(text) >= low),
    requireWholeNumber: () => require('whole', (text) => Number.isInteger(number(text))),
    requireNumber: () => require('number', (text) => !Number.isNaN(number(text))),
  };
  const builder = {
    setHelpText: (message) => { check.message = message; return builder; },
    build: () => check,
    ...texts,
    ...(type === 'TEXT' ? numbers : {}),
  };
  return builder;
}

export function formApp(world) {
  const open = (found) => {
    if (!found) throw new Error('No item with the given ID could be found.');
    return found;
  };
  return {
    ItemType,
    DestinationType: { SPREADSHEET: 'SPREADSHEET' },
    create: (title) => {
      const form = new Form(world, title);
      world.forms.push(form);
      return form;
    },
    openById: (id) => open(world.forms.find((form) => form.id === id)),
    openByUrl: (url) => open(world.forms.find((form) => url.includes(form.id))),
    createTextValidation: () => validation('TEXT'),
    createParagraphTextValidation: () => validation('PARAGRAPH_TEXT'),
  };
}
