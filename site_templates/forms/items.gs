// The questions of a form: found, added, dressed, put in order.

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
  let item = findItem_(form, question, kind.type, memory);
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
 * The item remembered for a field, or else one of its kind and title: a lost memory doubles nothing.
 * @param {GoogleAppsScript.Forms.Form} form
 * @param {Question} question
 * @param {GoogleAppsScript.Forms.ItemType} type
 * @param {Memory} memory
 * @returns {GoogleAppsScript.Forms.Item | null}
 */
function findItem_(form, question, type, memory) {
  const known = memory.items[question.name];
  if (known) return form.getItemById(known.id);
  const taken = Object.values(memory.items).map((each) => each.id);
  const free = form.getItems(type).filter((each) => !taken.includes(each.getId()));
  return free.find((each) => each.getTitle() === question.title) || null;
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

/** @param {Question} question */
function digest_(question) {
  const bytes = Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, JSON.stringify(question), Utilities.Charset.UTF_8);
  return Utilities.base64Encode(bytes);
}
