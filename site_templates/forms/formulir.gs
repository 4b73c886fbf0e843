// What each form asks stands in PORTAL above, made by `karier forms` from the same schemas that judge the
// answers. Paste this file into the Apps Script of a spreadsheet and run `perbaruiFormulir`: it makes the
// forms, and mends them in place when it is run again after `karier forms`.

/** @typedef {{rule: string, message: string, pattern: string, low: number, high: number}} Check */
/**
 * One item of a form. `low`, `high` and `ends` belong to scales and grids; `entry` asks for its number in
 * prefilled links.
 * @typedef {{name: string, kind: Kind, title: string, help: string, required: boolean, choices: string[],
 *   rows: string[], low: number, high: number, ends: string[], check: Check | null, entry: boolean}} Question
 */
/** @typedef {'section'|'text'|'paragraph'|'choice'|'list'|'checkbox'|'scale'|'grid'|'date'} Kind */
/** @typedef {{kind: 'fixed'|'coined'|'dated', value: string}} Fill */
/**
 * A column beside the answers, or one that is `asked` but filled in where it was left empty.
 * @typedef {{title: string, choices: string[], fill: Fill | null, asked: boolean}} Column
 */
/**
 * `digits` are the headers whose cells stay text.
 * @typedef {{id: string, title: string, intro: string, thanks: string, worksheet: string,
 *   questions: Question[], columns: Column[], digits: string[]}} Definition
 */
/** @typedef {{words: Record<string, string>, forms: Definition[]}} Portal */
/** @typedef {{form?: string, items: Record<string, {id: number, made: string}>}} Memory */
/** @typedef {{definition: Definition, form: GoogleAppsScript.Forms.Form, entries: Record<string, string>}} Made */

/** Adds the menu when the spreadsheet is opened. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu(PORTAL.words.menu)
    .addItem(PORTAL.words.update, 'perbaruiFormulir')
    .addItem(PORTAL.words.complete, 'lengkapiJawaban')
    .addToUi();
}

/** Makes or mends every form, its worksheet and the list of links. */
function perbaruiFormulir() {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const made = PORTAL.forms.map((definition) => updateForm_(definition, spreadsheet));
  SpreadsheetApp.flush(); // a new question's column comes a moment after the question
  lengkapiJawaban();
  writeLinks_(spreadsheet, made);
  const handlers = ScriptApp.getProjectTriggers().map((trigger) => trigger.getHandlerFunction());
  if (!handlers.includes('lengkapiJawaban')) {
    ScriptApp.newTrigger('lengkapiJawaban').forSpreadsheet(spreadsheet).onFormSubmit().create();
  }
}

/**
 * Fills the columns beside the answers where they are empty: of the sheet just answered, or of all.
 * @param {{range?: GoogleAppsScript.Spreadsheet.Range}} [event]
 */
function lengkapiJawaban(event) {
  const only = event && event.range ? event.range.getSheet().getName() : '';
  const lock = LockService.getDocumentLock();
  lock.waitLock(30000);
  try {
    PORTAL.forms
      .filter((definition) => !only || definition.worksheet === only)
      .forEach((definition) => {
        const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(definition.worksheet);
        if (sheet) dressSheet_(sheet, definition);
      });
  } finally {
    lock.releaseLock();
  }
}

/**
 * @param {Definition} definition
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 * @returns {Made}
 */
function updateForm_(definition, spreadsheet) {
  const memory = recall_(definition.id);
  const form = openForm_(memory, definition, spreadsheet);
  form.setTitle(definition.title).setDescription(definition.intro).setConfirmationMessage(definition.thanks);
  removeItems_(form, definition, memory);
  definition.questions.forEach((question, index) => placeQuestion_(form, question, index, memory));
  remember_(definition.id, { form: form.getId(), items: memory.items });
  const sheet = answersSheet_(form, spreadsheet);
  nameSheet_(sheet, definition.worksheet, spreadsheet);
  return { definition, form, entries: entries_(form, definition, memory) };
}

/**
 * The form made before (remembered, or else the one whose answers come to the worksheet), or a new one.
 * @param {Memory} memory
 * @param {Definition} definition
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 */
function openForm_(memory, definition, spreadsheet) {
  const sheet = spreadsheet.getSheetByName(definition.worksheet);
  const url = sheet ? sheet.getFormUrl() : null;
  try {
    if (memory.form) return FormApp.openById(memory.form);
    if (url) return FormApp.openByUrl(url);
  } catch (error) {
    console.warn(error); // deleted by hand: a new one takes its place
  }
  memory.items = {};
  return FormApp.create(definition.title);
}

/**
 * Removes the items that were made for a field which is asked no more; items of others stay.
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {Definition} definition
 * @param {Memory} memory
 */
function removeItems_(form, definition, memory) {
  const names = definition.questions.map((question) => question.name);
  Object.keys(memory.items)
    .filter((name) => !names.includes(name))
    .forEach((name) => {
      const item = form.getItemById(memory.items[name].id);
      if (item) form.deleteItem(item);
      delete memory.items[name];
    });
}

/**
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {Question} question
 * @param {number} index
 * @param {Memory} memory
 */
function placeQuestion_(form, question, index, memory) {
  const kind = kinds_()[question.kind];
  let item = findItem_(form, question, memory);
  if (item && item.getType() !== kind.type) {
    form.deleteItem(item);
    item = null;
  }
  const made = digest_(question);
  const known = memory.items[question.name];
  const asMade = item && known && known.made === made && item.getTitle() === question.title;
  const placed = item || form.getItemById(kind.add(form).getId());
  if (!asMade) kind.dress(placed, question);
  if (placed.getIndex() !== index) form.moveItem(placed, index);
  memory.items[question.name] = { id: placed.getId(), made };
}

/**
 * The item remembered for a field, or else one with its title: a lost memory doubles nothing.
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {Question} question
 * @param {Memory} memory
 * @returns {GoogleAppsScript.Forms.Item | null}
 */
function findItem_(form, question, memory) {
  const known = memory.items[question.name];
  if (known) return form.getItemById(known.id);
  const taken = Object.values(memory.items).map((each) => each.id);
  return (
    form.getItems().find((each) => each.getTitle() === question.title && !taken.includes(each.getId())) || null
  );
}

/**
 * How each kind of question is added, and how it is dressed as its definition says.
 * @returns {Record<Kind, {type: GoogleAppsScript.Forms.ItemType,
 *   add: (form: GoogleAppsScript.Forms.Form) => {getId(): number},
 *   dress: (item: GoogleAppsScript.Forms.Item, question: Question) => void}>}
 */
function kinds_() {
  const types = FormApp.ItemType;
  return {
    section: {
      type: types.SECTION_HEADER,
      add: (form) => form.addSectionHeaderItem(),
      dress: (item, question) => item.setTitle(question.title).setHelpText(question.help),
    },
    text: {
      type: types.TEXT,
      add: (form) => form.addTextItem(),
      dress: (item, question) => {
        const text = name_(item.asTextItem(), question).clearValidation();
        if (question.check) text.setValidation(textCheck_(question.check));
      },
    },
    paragraph: {
      type: types.PARAGRAPH_TEXT,
      add: (form) => form.addParagraphTextItem(),
      dress: (item, question) => {
        const text = name_(item.asParagraphTextItem(), question).clearValidation();
        if (question.check) text.setValidation(paragraphCheck_(question.check));
      },
    },
    choice: {
      type: types.MULTIPLE_CHOICE,
      add: (form) => form.addMultipleChoiceItem(),
      dress: (item, question) => name_(item.asMultipleChoiceItem(), question).setChoiceValues(question.choices),
    },
    list: {
      type: types.LIST,
      add: (form) => form.addListItem(),
      dress: (item, question) => name_(item.asListItem(), question).setChoiceValues(question.choices),
    },
    checkbox: {
      type: types.CHECKBOX,
      add: (form) => form.addCheckboxItem(),
      dress: (item, question) => name_(item.asCheckboxItem(), question).setChoiceValues(question.choices),
    },
    scale: {
      type: types.SCALE,
      add: (form) => form.addScaleItem(),
      dress: (item, question) => {
        const scale = name_(item.asScaleItem(), question).setBounds(question.low, question.high);
        scale.setLabels(question.ends[0] || '', question.ends[1] || '');
      },
    },
    grid: {
      type: types.GRID,
      add: (form) => form.addGridItem(),
      dress: (item, question) =>
        name_(item.asGridItem(), question).setRows(question.rows).setColumns(figures_(question.low, question.high)),
    },
    date: {
      type: types.DATE,
      add: (form) => form.addDateItem(),
      dress: (item, question) => name_(item.asDateItem(), question).setIncludesYear(true),
    },
  };
}

/**
 * @template {{setTitle(title: string): T, setHelpText(text: string): T, setRequired(required: boolean): T}} T
 * @param {T} item
 * @param {Question} question
 */
function name_(item, question) {
  return item.setTitle(question.title).setHelpText(question.help).setRequired(question.required);
}

/**
 * @param {number} low
 * @param {number} high
 */
function figures_(low, high) {
  return Array.from({ length: high - low + 1 }, (_, index) => String(low + index));
}

/** @param {Check} check */
function textCheck_(check) {
  const builder = FormApp.createTextValidation().setHelpText(check.message);
  if (check.rule === 'pattern') builder.requireTextMatchesPattern(check.pattern);
  else if (check.rule === 'email') builder.requireTextIsEmail();
  else if (check.rule === 'between') builder.requireNumberBetween(check.low, check.high);
  else if (check.rule === 'least') builder.requireNumberGreaterThanOrEqualTo(check.low);
  else if (check.rule === 'whole') builder.requireWholeNumber();
  else if (check.rule === 'number') builder.requireNumber();
  else builder.requireTextLengthLessThanOrEqualTo(check.high);
  return builder.build();
}

/** @param {Check} check */
function paragraphCheck_(check) {
  const builder = FormApp.createParagraphTextValidation().setHelpText(check.message);
  if (check.rule === 'pattern') builder.requireTextMatchesPattern(check.pattern);
  else builder.requireTextLengthLessThanOrEqualTo(check.high);
  return builder.build();
}

/**
 * The worksheet that the form's answers come to, linked now if it was not.
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 */
function answersSheet_(form, spreadsheet) {
  const find = () => spreadsheet.getSheets().find((sheet) => (sheet.getFormUrl() || '').includes(form.getId()));
  const linked = find();
  if (linked) return linked;
  form.setDestination(FormApp.DestinationType.SPREADSHEET, spreadsheet.getId());
  SpreadsheetApp.flush();
  const sheet = find();
  if (!sheet) throw new Error(form.getTitle());
  return sheet;
}

/**
 * Gives a worksheet its name; another that had it (the answers of a form that was deleted) makes way.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {string} name
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 */
function nameSheet_(sheet, name, spreadsheet) {
  if (sheet.getName() === name) return;
  const other = spreadsheet.getSheetByName(name);
  if (other) other.setName(`${name} (${other.getSheetId()})`);
  sheet.setName(name);
}

/**
 * Adds the columns beside the answers, their drop-downs and what fills them; keeps digits as text.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {Definition} definition
 */
function dressSheet_(sheet, definition) {
  definition.digits.forEach((title) => {
    const at = columnOf_(sheet, title);
    if (at) below_(sheet, at).setNumberFormat('@');
  });
  definition.columns.forEach((column) => {
    const at = columnOf_(sheet, column.title) || (column.asked ? 0 : addColumn_(sheet, column.title));
    if (!at) return; // the form brings this column, and has not yet
    if (column.choices.length) {
      const rule = SpreadsheetApp.newDataValidation().requireValueInList(column.choices, true);
      below_(sheet, at).setDataValidation(rule.setAllowInvalid(false).build());
    }
    if (column.fill) fillColumn_(sheet, at, column.fill);
  });
}

/**
 * The column (from 1) with that header; 0 where there is none.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {string} title
 */
function columnOf_(sheet, title) {
  const width = sheet.getLastColumn();
  const headers = width ? sheet.getRange(1, 1, 1, width).getValues()[0] : [];
  return headers.indexOf(title) + 1;
}

/**
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {string} title
 */
function addColumn_(sheet, title) {
  const at = sheet.getLastColumn() + 1;
  if (at > sheet.getMaxColumns()) sheet.insertColumnAfter(at - 1);
  sheet.getRange(1, at).setValue(title);
  return at;
}

/**
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {number} column
 */
function below_(sheet, column) {
  return sheet.getRange(2, column, Math.max(sheet.getMaxRows() - 1, 1), 1);
}

/**
 * Fills the empty cells of answered rows, one by one: a cell that somebody wrote meanwhile stays.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {number} at
 * @param {Fill} fill
 */
function fillColumn_(sheet, at, fill) {
  const count = sheet.getLastRow() - 1;
  if (count < 1) return;
  const stamps = sheet.getRange(2, 1, count, 1).getValues();
  const cells = sheet.getRange(2, at, count, 1).getValues();
  cells.forEach(([cell], index) => {
    const [stamp] = stamps[index];
    if (stamp && cell === '') sheet.getRange(index + 2, at).setValue(filling_(fill, stamp));
  });
}

/**
 * @param {Fill} fill
 * @param {Date} stamp
 */
function filling_(fill, stamp) {
  if (fill.kind === 'coined') return fill.value + Utilities.getUuid().replace(/-/g, '').slice(0, 12);
  if (fill.kind === 'fixed') return fill.value;
  return Utilities.formatDate(stamp, SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone(), 'yyyy-MM-dd');
}

/**
 * The number that a prefilled link gives each field, as `entry.123`.
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {Definition} definition
 * @param {Memory} memory
 */
function entries_(form, definition, memory) {
  /** @type {Record<string, string>} */
  const entries = {};
  definition.questions
    .filter((question) => question.entry)
    .forEach((question) => {
      const item = form.getItemById(memory.items[question.name].id);
      const answer = question.choices.length ? item.asListItem().createResponse(question.choices[0]) : null;
      const response = form.createResponse().withItemResponse(answer || item.asTextItem().createResponse('m-1'));
      const found = response.toPrefilledUrl().match(/entry\.\d+/);
      if (found) entries[question.name] = found[0];
    });
  return entries;
}

/**
 * Writes the links: column A for the portal, to be copied as it stands; the others for people.
 * @param {GoogleAppsScript.Spreadsheet.Spreadsheet} spreadsheet
 * @param {Made[]} made
 */
function writeLinks_(spreadsheet, made) {
  const words = PORTAL.words;
  const sheet = spreadsheet.getSheetByName(words.links) || spreadsheet.insertSheet(words.links);
  const lines = made.flatMap(({ definition, form, entries }) => [
    `${definition.id}:`,
    `  url: ${form.getPublishedUrl()}`,
    `  entries: {${Object.keys(entries).map((name) => `${name}: ${entries[name]}`).join(', ')}}`,
  ]);
  const people = made.map(({ definition, form }) => [definition.title, form.getPublishedUrl(), form.getEditUrl()]);
  sheet.clear();
  write_(sheet, 1, [`# ${words.paste}`, ...lines].map((line) => [line]));
  write_(sheet, 3, [[words.form, words.shared, words.edited], ...people]);
}

/**
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {number} column
 * @param {string[][]} rows
 */
function write_(sheet, column, rows) {
  sheet.getRange(1, column, rows.length, rows[0].length).setValues(rows);
}

/**
 * @param {string} id
 * @returns {Memory}
 */
function recall_(id) {
  const kept = PropertiesService.getDocumentProperties().getProperty(`form:${id}`);
  return kept ? JSON.parse(kept) : { items: {} };
}

/**
 * @param {string} id
 * @param {Memory} memory
 */
function remember_(id, memory) {
  PropertiesService.getDocumentProperties().setProperty(`form:${id}`, JSON.stringify(memory));
}

/** @param {Question} question */
function digest_(question) {
  const bytes = Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, JSON.stringify(question), Utilities.Charset.UTF_8);
  return Utilities.base64Encode(bytes);
}
