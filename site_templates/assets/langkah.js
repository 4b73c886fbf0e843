// Fetched by the plan once a post is aimed at: what it asks for, where the reader stands, what narrows the gap. All of
// it is told elsewhere in the portal, and read there: in the open data, and on the pages of competencies.
const { base, later, shelf, keep, showToday, standing, dayAhead, itemOf } = window.karier;
const said = "%%plan_steps%%", kinds = "%%competency_kinds%%";
const MOST = { program: 6, mentor: 3 };
const make = (tag, properties, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};
const addressOf = (path) => base + path;

// A text of the portal, from the network or from this device's store.
const texts = new Map();
const read = (path) => {
  const load = async () => {
    const answer = await fetch(base + path).catch(() => window.caches?.match(base + path));
    if (!answer?.ok) throw new Error(path);
    return answer.text();
  };
  if (!texts.has(path)) texts.set(path, load().catch((fault) => { texts.delete(path); throw fault; }));
  return texts.get(path);
};
export const open = async (path) => new DOMParser().parseFromString(await read(path), "text/html");

const TABLES = ["data/position_competencies.json", "data/competencies.json"];
const standards = async (post) => {
  const [asked, known] = (await Promise.all(TABLES.map(read))).map((text) => JSON.parse(text));
  return asked.filter(({ position }) => position === post).flatMap(({ competency, level: aim }) => known
    .filter(({ code }) => code === competency)
    .map(({ code, name, kind }) => ({ code, name, kind: kinds[kind], aim, path: `kompetensi/${code.toLowerCase()}/` })));
};
const dressed = new Promise((done) => {
  const sheet = make("link", { rel: "stylesheet", href: document.querySelector("[data-sheet]").dataset.sheet, onload: done, onerror: done });
  document.head.append(sheet);
});

const levelOf = ({ code }) => shelf.read().levels?.[code] || 0;
const badgeOf = (have, aim) => {
  const { tone, text, shape } = have < aim ? said.short : said.met, icon = document.querySelector("[data-plan] .icon").cloneNode(true);
  icon.firstElementChild.setAttribute("d", shape);
  return make("span", { className: `badge badge-${tone}` }, icon, text.replace("{n}", aim - have));
};
const stair = (competency, changed) => {
  const { code, name, kind, aim, path } = competency, badge = make("p", {});
  const steps = [1, 2, 3, 4, 5].map((level) => make("label", { className: "step" },
    make("input", { type: "radio", name: code, value: level, onchange: () => changed(code, level) }),
    ...(level === aim ? [make("small", {}, said.aim), " "] : []), make("b", {}, `${level}`)));
  const show = () => {
    const have = levelOf(competency);
    for (const [at, step] of steps.entries()) {
      const level = at + 1;
      step.firstElementChild.checked = level === have;
      step.classList.toggle("step-have", level <= have);
      step.classList.toggle("step-short", have > 0 && level > have && level <= aim);
      step.classList.toggle("step-aim", level === aim);
    }
    badge.replaceChildren(...(have ? [badgeOf(have, aim)] : []));
  };
  const title = make("p", { className: "stair-name" }, make("a", { href: addressOf(path) }, name), " ", make("small", {}, kind));
  const made = make("div", { className: "stair" }, title, badge, make("div", { className: "steps" }, ...steps));
  made.setAttribute("role", "radiogroup");
  made.setAttribute("aria-label", name);
  show();
  return { made, show };
};

// Fills the page with the stairs of a post and the steps that its gaps ask for; `toggle` puts a row into the plan or out.
let turn = 0;
export const aim = async (page, post, toggle) => {
  const mine = ++turn, [stairs, suggested] = ["stairs", "suggested"].map((name) => page.querySelector(`[data-${name}]`));
  let asked = [];
  let hint = said.mark;
  try { asked = post ? await standards(post) : []; } catch { hint = said.unreached; }
  await dressed;
  if (mine !== turn) return;
  const all = asked.map((competency) => stair(competency, (code, level) => {
    const held = shelf.read();
    shelf.write({ ...held, levels: { ...held.levels, [code]: level } });
    for (const { show } of all) show();
    suggest(suggested, asked, toggle);
  }));
  stairs.querySelector("[data-told]").textContent = asked.length ? said.tap : said.choose;
  stairs.querySelector(".stairs").replaceChildren(...all.map(({ made }) => made));
  if (asked.length) keep([...TABLES, ...asked.map(({ path }) => path)]);
  await suggest(suggested, asked, toggle, hint);
};

const tell = (part, text, rows = []) => {
  part.querySelector("[data-told]").textContent = text;
  part.querySelector(".rows").replaceChildren(...rows);
  part.querySelector(".rows").hidden = !rows.length;
};
let asking = 0;
const suggest = async (part, asked, toggle, hint = said.mark) => {
  const mine = ++asking, chips = part.querySelector(".chips");
  const gaps = asked.map((each) => ({ ...each, have: levelOf(each) })).filter(({ have, aim }) => have && have < aim);
  chips.replaceChildren(...gaps.map(({ name, path }) => make("li", {}, make("a", { className: "chip", href: addressOf(path) }, name))));
  chips.hidden = !gaps.length;
  if (!gaps.length) return tell(part, asked.length && asked.every(levelOf) ? said.all_met : hint);
  try {
    const found = await steps(gaps);
    const rows = Object.entries(MOST).flatMap(([kind, most]) => found.filter((each) => each.kind === kind).slice(0, most));
    const text = rows.length ? said.suggested.replace("{n}", rows.length).replace("{gaps}", gaps.length) : said.none;
    return mine === asking ? tell(part, text, rows.map((each) => row(each, toggle))) : undefined;
  } catch {
    return mine === asking ? tell(part, said.unreached) : undefined;
  }
};

// What narrows gaps, as the pages of their competencies list it, each with its row there and what it does for which gap.
const steps = async (gaps) => {
  const found = new Map();
  const add = (kind, shown, gap, level) => {
    const path = new URL(shown.querySelector("a").getAttribute("href"), addressOf(gap.path)).href.slice(base.length);
    if (!found.has(path)) found.set(path, { kind, path, shown, stands: chance(shown), gains: [] });
    found.get(path).gains.push({ gap, level, steps: Math.min(level, gap.aim) - gap.have });
  };
  for (const [at, page] of (await Promise.all(gaps.map(({ path }) => open(path)))).entries()) {
    for (const list of page.querySelectorAll("[data-level]")) {
      const level = +list.dataset.level;
      if (level > gaps[at].have) for (const shown of list.querySelectorAll("[data-runs]")) add("program", shown, gaps[at], level);
    }
    for (const shown of page.querySelectorAll("#mentor .row:has(.badge-ok)")) add("mentor", shown, gaps[at], gaps[at].aim);
  }
  return [...found.values()].sort(sooner);
};
const chance = ({ dataset: { runs } }) => {
  if (!runs) return null;
  const [minutes, ...days] = runs.split(" ");
  return days.map((run) => standing(run, dayAhead(+minutes))).sort(later)[0];
};
const isOpen = ({ stands }) => stands?.[0] === "open" || stands?.[0] === "closing";
const worth = ({ gains }) => gains.reduce((sum, { steps: gained }) => sum + gained, 0);
const sooner = (one, other) =>
  isOpen(other) - isOpen(one) || worth(other) - worth(one) || (one.stands && other.stands ? later(one.stands, other.stands) : 0);

const reasonOf = ({ kind, gains }) => {
  const what = gains.map(({ gap: { name }, level }) => kind === "program" ? said.to_level.replace("{name}", name).replace("{level}", level) : name);
  return said[kind].replace("{what}", new Intl.ListFormat("id").format(what));
};
const row = (found, toggle) => {
  const made = document.importNode(found.shown, true), link = made.querySelector("a"), { path } = found;
  const reason = made.querySelector(".row-lead") || make("p", { className: "row-lead" });
  reason.textContent = reasonOf(found);
  made.querySelector(".row-title").after(reason);
  made.querySelector(".marks")?.remove();
  link.href = addressOf(path);
  const button = make("button", { type: "button", className: "button" });
  const show = () => {
    button.textContent = path in shelf.read().items ? said.drop : said.add;
    button.setAttribute("aria-label", `${button.textContent}: ${link.textContent}`);
  };
  button.addEventListener("click", async () => {
    try {
      toggle(path, path in shelf.read().items ? null : itemOf(await open(path)));
    } catch { location = link.href; }
  });
  made.addEventListener("plan", show);
  made.querySelector(".row-state").append(button);
  show();
  showToday(made);
  return made;
};
