// Plays steps in one small Google world and prints, as JSON, how it looks after each.
//
//   run=FILE            runs the script's `perbaruiFormulir`
//   answers=FILE        sends answers: JSON list of [worksheet, {header: answer}]
//   forget=             loses the script's memory
//   lose=TITLE          deletes a form, as its owner might
//   note=TITLE          adds a question to a form by hand

import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

import { formApp } from './fake_forms.mjs';
import { spreadsheetApp } from './fake_sheets.mjs';

function makeWorld() {
  let last = 100;
  const world = { forms: [], properties: {}, triggers: [], moves: 0, writes: 0, next: () => (last += 1) };
  world.now = () => new Date('2026-11-21T09:13:22Z');
  world.google = {
    FormApp: formApp(world),
    SpreadsheetApp: spreadsheetApp(world),
    PropertiesService: {
      getDocumentProperties: () => ({
        getProperty: (key) => world.properties[key] ?? null,
        setProperty: (key, value) => {
          if (value.length > 9000) throw new Error('Argument too large: value');
          world.properties[key] = value;
        },
      }),
    },
    LockService: { getDocumentLock: () => ({ waitLock() {}, releaseLock() {} }) },
    ScriptApp: {
      getProjectTriggers: () => world.triggers.map((name) => ({ getHandlerFunction: () => name })),
      newTrigger: (name) => {
        const builder = { forSpreadsheet: () => builder, onFormSubmit: () => builder, create: () => world.triggers.push(name) };
        return builder;
      },
    },
    Utilities: {
      DigestAlgorithm: { MD5: 'md5' },
      Charset: { UTF_8: 'utf8' },
      computeDigest: (algorithm, text) => [...createHash(algorithm).update(text).digest()],
      base64Encode: (bytes) => Buffer.from(bytes).toString('base64'),
      getUuid: () => randomUUID(),
      formatDate: (date) => date.toISOString().slice(0, 10),
    },
    console: { warn() {} },
  };
  return world;
}

const world = makeWorld();
let script = null;

function load(source) {
  script = vm.createContext({ ...world.google });
  vm.runInContext(source, script);
}

const STEPS = {
  run: (file) => {
    load(readFileSync(file, 'utf8'));
    vm.runInContext('perbaruiFormulir()', script);
  },
  answers: (file) => {
    for (const [worksheet, answer] of JSON.parse(readFileSync(file, 'utf8'))) {
      const range = world.spreadsheet.getSheetByName(worksheet).receive(answer);
      script.event = { range };
      for (const trigger of world.triggers) vm.runInContext(`${trigger}(event)`, script);
    }
  },
  forget: () => { world.properties = {}; },
  lose: (title) => { world.forms = world.forms.filter((form) => form.title !== title); },
  note: (title) => world.forms.find((form) => form.title === title).addTextItem().setTitle('Catatan petugas'),
};

function snapshot() {
  return {
    forms: Object.fromEntries(world.forms.map((form) => [form.title, { id: form.id, items: form.items.map((item) => item.describe()) }])),
    sheets: Object.fromEntries(world.spreadsheet.getSheets().map((sheet) => [sheet.name, {
      rows: sheet.shown(),
      columns: Object.fromEntries(sheet.columns.filter(({ cells }) => cells[0]).map(({ cells, format, values }) => [cells[0], { format, values }])),
    }])),
    triggers: [...world.triggers],
    moves: world.moves,
    writes: world.writes,
  };
}

const seen = process.argv.slice(2).map((step) => {
  const [name, ...rest] = step.split('=');
  STEPS[name](rest.join('='));
  return snapshot();
});
process.stdout.write(JSON.stringify(seen));
