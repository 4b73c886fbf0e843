// A small SpreadsheetApp: worksheets as columns of cells, linked to forms as Google links them.

const ROWS = 1000;

class Range {
  constructor(sheet, row, column, rows = 1, columns = 1) {
    Object.assign(this, { sheet, row, column, rows, columns });
    if (row < 1 || column < 1 || rows < 1 || columns < 1 || column + columns - 1 > sheet.columns.length) {
      throw new Error('The coordinates of the range are outside the dimensions of the sheet.');
    }
  }
  getSheet() { return this.sheet; }
  get held() { return this.sheet.columns.slice(this.column - 1, this.column - 1 + this.columns); }
  getValues() {
    return Array.from({ length: this.rows }, (_, at) => this.held.map(({ cells }) => cells[this.row - 1 + at] ?? ''));
  }
  setValue(value) { return this.setValues([[value]]); }
  setValues(rows) {
    rows.forEach((row, down) => row.forEach((value, across) => {
      const { cells, values } = this.held[across];
      if (values && this.row + down > 1 && !values.includes(value)) throw new Error(`not in the list: ${value}`);
      cells[this.row - 1 + down] = value;
    }));
    this.sheet.world.writes += 1;
    return this;
  }
  setNumberFormat(format) { this.held.forEach((column) => { column.format = format; }); return this; }
  setDataValidation({ values }) { this.held.forEach((column) => { column.values = values; }); return this; }
}

class Sheet {
  constructor(world, name) {
    Object.assign(this, { world, name, id: world.next(), form: null });
    this.columns = Array.from({ length: 6 }, () => ({ cells: [] }));
  }
  getName() { return this.name; }
  setName(name) {
    if (this.world.spreadsheet.getSheetByName(name)) throw new Error('A sheet with this name already exists.');
    this.name = name;
  }
  getSheetId() { return this.id; }
  getFormUrl() { return this.form ? `https://docs.google.com/forms/d/${this.form.id}/viewform` : null; }
  getRange(...at) { return new Range(this, ...at); }
  getMaxRows() { return ROWS; }
  getMaxColumns() { return this.columns.length; }
  getLastRow() { return Math.max(...this.columns.map(({ cells }) => cells.findLastIndex((cell) => (cell ?? '') !== '') + 1)); }
  getLastColumn() { return this.columns.findLastIndex(({ cells }) => cells.some((cell) => (cell ?? '') !== '')) + 1; }
  insertColumnAfter(at) { this.columns.splice(at, 0, { cells: [] }); }
  clear() { this.columns.forEach((column) => { column.cells = []; }); }
  /** Brings the columns in step with the form: new questions come after its last one, old ones stay. */
  follow() {
    if (!this.columns[0].item) Object.assign(this.columns[0], { item: 'Timestamp', cells: ['Timestamp'] });
    this.form.items.forEach((item) => item.headers.forEach((header, row) => {
      const key = `${item.id}.${row}`;
      const known = this.columns.find((column) => column.item === key);
      if (known) known.cells[0] = header;
      else this.columns.splice(this.columns.findLastIndex((column) => column.item) + 1, 0, { item: key, cells: [header] });
    }));
  }
  /** Stores an answer (by question title) as Google does; digits become numbers unless kept as text. */
  receive(answers) {
    this.follow();
    const row = this.getLastRow();
    this.columns[0].cells[row] = this.world.now();
    this.form.items.forEach((item) => item.headers.forEach((header, at) => {
      const column = this.columns.find((each) => each.item === `${item.id}.${at}`);
      const answer = item.accept(answers[header]);
      column.cells[row] = /^[0-9]+$/.test(answer) && column.format !== '@' ? Number(answer) : answer;
    }));
    return new Range(this, row + 1, 1);
  }
  /** The cells as the sheet shows them (day first, as in Indonesia). */
  shown() {
    const columns = this.columns.slice(0, this.getLastColumn());
    return Array.from({ length: this.getLastRow() }, (_, row) => columns.map(({ cells }) => show(cells[row] ?? '')));
  }
}

function show(cell) {
  if (!(cell instanceof Date)) return String(cell);
  const [day, time] = cell.toISOString().split('T');
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 8)}`;
}

class Spreadsheet {
  constructor(world) { Object.assign(this, { world, sheets: [new Sheet(world, 'Sheet1')] }); }
  getId() { return 'spreadsheet-1'; }
  getSheets() { return [...this.sheets]; }
  getSheetByName(name) { return this.sheets.find((sheet) => sheet.name === name) || null; }
  getSpreadsheetTimeZone() { return 'Asia/Jakarta'; }
  insertSheet(name) {
    this.sheets.push(new Sheet(this.world, name));
    return this.sheets.at(-1);
  }
  link(form) {
    const sheet = this.insertSheet(`Form Responses ${this.sheets.length}`);
    sheet.form = form;
  }
}

export function spreadsheetApp(world) {
  world.spreadsheet = new Spreadsheet(world);
  return {
    getActiveSpreadsheet: () => world.spreadsheet,
    flush: () => world.spreadsheet.sheets.forEach((sheet) => sheet.form && sheet.follow()),
    newDataValidation: () => {
      const rule = { values: null };
      const builder = {
        requireValueInList: (values) => { rule.values = [...values]; return builder; },
        setAllowInvalid: () => builder,
        build: () => rule,
      };
      return builder;
    },
  };
}
