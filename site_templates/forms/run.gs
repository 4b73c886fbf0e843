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
  const form = FormApp.create(definition.title);
  remember_(definition.id, { form: form.getId(), items: {} }); // a run cut short is taken up again
  return form;
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
