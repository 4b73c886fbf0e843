// The worksheet of the answers, and the columns beside them.

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
