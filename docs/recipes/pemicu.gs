// Tells the portal's repository that a form was answered, so that it need not wait for the schedule. Nothing of
// the answer is sent or even read. Paste into an Apps Script project of its own (docs/recipes/README.md).

const WORKFLOW = 'portal.yml';
const BRANCH = 'main';

/** Run once by hand: from then on every answer to a form of the spreadsheet sends the sign. */
function pasangPemicu() {
  const known = ScriptApp.getProjectTriggers().map((trigger) => trigger.getHandlerFunction());
  if (!known.includes('kabariPortal')) {
    ScriptApp.newTrigger('kabariPortal').forSpreadsheet(setting_('LEMBAR')).onFormSubmit().create();
  }
}

/** Starts the workflow. A failure is only noted: the schedule brings the answer anyway. */
function kabariPortal() {
  const url = `https://api.github.com/repos/${setting_('REPOSITORI')}/actions/workflows/${WORKFLOW}/dispatches`;
  const response = UrlFetchApp.fetch(url, {
    method: 'post',
    contentType: 'application/json',
    headers: { Accept: 'application/vnd.github+json', Authorization: `Bearer ${setting_('TOKEN')}` },
    payload: JSON.stringify({ ref: BRANCH }),
    muteHttpExceptions: true,
  });
  const code = response.getResponseCode();
  if (code < 200 || code > 299) console.warn(`GitHub: ${code}`);
}

/**
 * A script property; an error that names the one that is missing.
 * @param {string} name
 */
function setting_(name) {
  const value = PropertiesService.getScriptProperties().getProperty(name);
  if (!value) throw new Error(`Properti skrip ${name} belum diisi.`);
  return value;
}
