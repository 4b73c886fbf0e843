// Plays a trigger script in a small Google: installs it twice, then lets two answers come.
// Prints what was sent and noted, as JSON.  node play_trigger.mjs SCRIPT STATUS

import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const [, , file, status] = process.argv;
const properties = { LEMBAR: 'contoh', REPOSITORI: 'instansi/portal', TOKEN: 'rahasia' };
const world = { triggers: [], sent: [], noted: [] };

const script = vm.createContext({
  console: { warn: (text) => world.noted.push(text) },
  PropertiesService: { getScriptProperties: () => ({ getProperty: (name) => properties[name] ?? null }) },
  ScriptApp: {
    getProjectTriggers: () => world.triggers.map(({ name }) => ({ getHandlerFunction: () => name })),
    newTrigger: (name) => ({
      forSpreadsheet: (id) => ({ onFormSubmit: () => ({ create: () => world.triggers.push({ name, id }) }) }),
    }),
  },
  UrlFetchApp: {
    fetch: (url, options) => {
      world.sent.push({ url, ...options });
      if (!options.muteHttpExceptions && status >= 400) throw new Error(`${status}`);
      return { getResponseCode: () => Number(status) };
    },
  },
});
vm.runInContext(readFileSync(file, 'utf8'), script);
vm.runInContext('pasangPemicu(); pasangPemicu()', script);
const answer = { namedValues: { NIP: ['190000001900001001'], Nama: ['Contoh Nama'] } };
for (const { name } of world.triggers) script[name](answer);
for (const { name } of world.triggers) script[name](answer);
delete properties.TOKEN;
try {
  vm.runInContext('kabariPortal()', script);
} catch (error) {
  world.refused = error.message;
}
process.stdout.write(JSON.stringify(world));
