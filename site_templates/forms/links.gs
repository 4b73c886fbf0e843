// The links that the portal and people use.

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
