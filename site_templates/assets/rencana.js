// The reader's plan: drawn from what this browser keeps; saved, opened and erased here, sent nowhere.
(() => {
  const { base, here, shelf, keep, standing, dayAhead } = window.karier;
  const said = "%%plan%%", goal = "%%yearly_hours%%";
  const page = document.querySelector(".plan");
  const find = (selector) => page.querySelector(selector);
  const copy = (name) => find(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  const announce = (text) => { find("[role=status]").textContent = text; };
  const day = new Intl.DateTimeFormat("id", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  // The next run of a programme, as its page told it: its days, and what is to be done by when.
  const next = ({ runs }) => {
    const [minutes, first] = (runs || "").split(" ");
    if (!first) return null;
    const [starts, ends] = first.split("/");
    const [state, , until] = standing(first, dayAhead(+minutes));
    return { starts, ends, isOver: state === "finished", closes: state === "open" || state === "closing" ? until : null };
  };
  const facts = (item) => {
    const run = item.kind === "program" ? next(item) : null;
    return [
      run && day.formatRange(new Date(run.starts), new Date(run.ends)),
      run?.isOver && said.over,
      run?.closes && said.closes.replace("{day}", day.format(new Date(run.closes))),
      item.kind === "program" && !run && said.unscheduled,
      item.hours && `${item.hours} JP`,
      item.facts,
    ].filter(Boolean);
  };

  const tools = (name) => import(new URL(page.dataset[name], document.baseURI));
  const toggle = (path, item) => {
    const held = shelf.read(), { title } = item || held.items[path];
    if (item) held.items[path] = item;
    else delete held.items[path];
    shelf.write(held);
    if (item) keep([path]);
    draw();
    announce((item ? said.added : said.removed).replace("{title}", title));
  };
  const row = (path, item) => {
    const made = copy("item"), link = made.querySelector("a"), button = made.querySelector("button");
    link.href = base + path + (location.protocol === "file:" ? "index.html" : "");
    link.textContent = item.title;
    made.querySelector("ul").append(...facts(item).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    button.setAttribute("aria-label", said.remove_named.replace("{title}", item.title));
    button.addEventListener("click", () => {
      toggle(path);
      (find("[data-plan] .rows button") || find("#aim")).focus();
    });
    return made;
  };
  const year = ([name, hours]) => {
    const made = copy("year");
    made.querySelector("th").textContent = name;
    made.querySelector("rect").setAttribute("width", Math.min(100, (hours * 100) / goal));
    made.lastElementChild.textContent = said.of.replace("{n}", hours).replace("{goal}", goal);
    return made;
  };

  const fields = page.querySelectorAll(".field[name]");
  const draw = () => {
    const { items, notes = {} } = shelf.read();
    const all = Object.entries(items).sort(([, one], [, other]) => (next(one)?.starts || "9").localeCompare(next(other)?.starts || "9"));
    for (const section of page.querySelectorAll("[data-kind]")) {
      const rows = all.filter(([, item]) => item.kind === section.dataset.kind).map(([path, item]) => row(path, item));
      section.hidden = !rows.length;
      section.querySelector(".rows").replaceChildren(...rows);
    }
    const years = new Map();
    for (const [, item] of all.filter(([, { kind }]) => kind === "program")) {
      const name = next(item)?.starts.slice(0, 4) || said.unscheduled;
      years.set(name, (years.get(name) || 0) + item.hours);
    }
    find("[data-years]").hidden = !years.size;
    find("[data-years] tbody").replaceChildren(...[...years].map(year));
    find("[data-empty]").hidden = all.length > 0;
    for (const field of fields) field.value = notes[field.name] || "";
    for (const step of page.querySelectorAll("[data-suggested] .row")) step.dispatchEvent(new Event("plan"));
  };

  // A post that is aimed at brings the rest: what it asks for, and the steps there. A disk gives no script what it asks.
  const target = location.protocol === "file:" ? null : find("#target");
  const climb = () => tools("steps").then(({ aim }) => aim(page, target.value, toggle)).catch(() => announce(said.unreached));
  const aim = () => {
    const { target: post = "" } = shelf.read();
    if (!target || target.value === post) return;
    target.value = post;
    climb();
  };
  target?.addEventListener("change", () => {
    shelf.write({ ...shelf.read(), target: target.value });
    climb();
  });
  if (target) for (const part of page.querySelectorAll("[data-online]")) part.hidden = false;

  for (const field of fields) {
    field.addEventListener("input", () => {
      const held = shelf.read();
      shelf.write({ ...held, notes: { ...held.notes, [field.name]: field.value } });
    });
  }

  const show = () => { draw(); aim(); };

  // A file that a person kept may have been changed: only what a plan holds is taken from it, and only as text.
  const known = new Set([...page.querySelectorAll("[data-kind]")].map((section) => section.dataset.kind));
  const opened = ({ items = {}, notes = {}, target: post, levels = {} }) => ({
    target: String(post || ""),
    levels: Object.fromEntries(Object.entries(levels).filter(([, level]) => [1, 2, 3, 4, 5].includes(level))),
    items: Object.fromEntries(Object.entries(items)
      .filter(([path, { kind }]) => /^[a-z]+\/[a-z0-9.-]+\/$/.test(path) && known.has(kind))
      .map(([path, item]) => [path, {
        kind: item.kind, title: String(item.title), facts: String(item.facts || ""), hours: Number(item.hours) || 0,
        runs: String(item.runs || ""),
      }])),
    notes: { aim: String(notes.aim || ""), goals: String(notes.goals || "") },
  });
  const input = find("input[type=file]");
  input.addEventListener("change", async () => {
    try {
      shelf.write(opened(JSON.parse(await input.files[0].text())));
      announce(said.opened);
    } catch {
      announce(said.unreadable);
    }
    input.value = "";
    show();
  });
  const actions = {
    print: () => print(),
    calendar: async () => {
      const paths = Object.entries(shelf.read().items).filter(([, { kind }]) => kind === "program").map(([path]) => path);
      try {
        const [{ open }, { calendarOf }] = await Promise.all([tools("steps"), tools("calendar")]);
        const pages = await Promise.all(paths.map(async (path) => [base + path, await open(path)]));
        if (!calendarOf(pages)) announce(said.no_dates);
      } catch {
        announce(said.unreached);
      }
    },
    save: () => {
      const file = new Blob([JSON.stringify(shelf.read(), null, 2)], { type: "application/json" });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "rencana-saya.json" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
    open: () => input.click(),
    erase: () => {
      if (!confirm(said.confirm_erase)) return;
      shelf.write({ items: {} });
      show();
      announce(said.erased);
    },
  };
  for (const button of page.querySelectorAll("[data-do]")) button.addEventListener("click", actions[button.dataset.do]);
  find("[data-actions]").hidden = false;

  // Where the network brought the reader nowhere: what this device can show.
  const titleOf = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html").title;
  const showHeld = async () => {
    find("[data-unseen]").hidden = false;
    for (const name of (await caches.keys()).filter((each) => each.endsWith(` ${base}`))) {
      const store = await caches.open(name);
      const urls = (await store.keys()).map(({ url }) => url).filter((url) => url.endsWith("/") && url !== base + here);
      for (const href of urls) {
        const link = Object.assign(document.createElement("a"), { href, textContent: await titleOf(await store.match(href)) });
        const line = document.createElement("li");
        line.append(link);
        find("[data-held]").append(line);
      }
    }
  };
  if (location.search === "?luring") showHeld();

  show();
  addEventListener("storage", show); // another tab changed it
  keep(Object.keys(shelf.read().items));
})();
