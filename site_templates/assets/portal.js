// What pages do beyond reading: the theme switch, states on the reader's day, the plan, reading without a network.
{
const root = document.documentElement, script = document.currentScript;

// What follows this script is not shown before the scripts have seen it, so that nothing moves under the reader's eyes.
root.dataset.waiting = "";
document.addEventListener("DOMContentLoaded", () => { delete root.dataset.waiting; });

// Once the page is there, and before the scripts that are deferred until then.
document.addEventListener("readystatechange", () => {
  const isDark = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => { try { return localStorage.getItem("tema"); } catch { return null; } };
  const remember = (theme) => { try { localStorage.setItem("tema", theme); } catch { /* private mode forbids it */ } };
  isDark.addEventListener("change", () => { root.dataset.theme = remembered() || (isDark.matches ? "dark" : "light"); });
  document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    remember(root.dataset.theme);
  });

  // Where a registration stands on the reader's day, in the zone of its agency: the rule of render/states.py again.
  const states = "%%registration%%", events = "%%events%%", groups = "%%groups%%", soon = "%%closing_soon_days%%";
  const ranks = { closing: 0, open: 0, upcoming: 1, scheduled: 1, running: 2, closed: 2, finished: 3 };
  const dayAhead = (minutes) => new Date(Date.now() + minutes * 6e4).toISOString().slice(0, 10);
  const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 864e5);
  const standing = (run, today) => {
    const [starts, ends, opens, closes] = run.split("/");
    if (ends < today) return ["finished", "ended", ends];
    if (opens && today < opens) return ["upcoming", "opens", opens];
    if (closes && today <= closes) return [daysBetween(today, closes) <= soon ? "closing" : "open", "closes", closes];
    if (starts <= today) return ["running", "ends", ends];
    if (closes) return ["closed", "starts", starts];
    return [opens ? "open" : "scheduled", "starts", starts];
  };
  const later = ([state, , day], [otherState, , otherDay]) =>
    ranks[state] - ranks[otherState] || daysBetween(otherDay, day) * (state === "finished" ? -1 : 1);
  const weekdays = "%%weekdays%%", months = "%%months%%"; // Intl takes longer to begin than the first paint may
  const sayDay = (day, today) => {
    const date = new Date(day), year = day.slice(0, 4);
    const said = `${weekdays[date.getUTCDay()]}, ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
    return year === today.slice(0, 4) ? said : `${said} ${year}`;
  };
  const regroup = (row, rank) => {
    const section = row.closest("section");
    if (section?.id === "terdekat" && rank) row.remove();
    const here = groups.findIndex(({ anchor }) => anchor === section?.id);
    if (here < 0 || here === rank) return;
    let right = document.getElementById(groups[rank].anchor);
    if (!right) {
      right = section.cloneNode();
      right.append(...[...section.children].map((child) => child.cloneNode(!child.matches(".rows"))));
      right.id = groups[rank].anchor;
      right.querySelector("h2").textContent = groups[rank].title;
      const next = groups.slice(rank + 1).map(({ anchor }) => document.getElementById(anchor)).find(Boolean);
      const before = groups.slice(0, rank).reverse().map(({ anchor }) => document.getElementById(anchor)).find(Boolean);
      before ? before.after(right) : next.before(right);
    }
    right.querySelector(".rows").append(row);
    if (!section.querySelector(".row")) section.remove();
  };
  const showRuns = (element) => {
    const [minutes, ...runs] = element.dataset.runs.split(" ");
    const today = dayAhead(+minutes);
    const all = runs.map((run) => standing(run, today));
    const first = all.reduce((best, each) => (later(each, best) < 0 ? each : best));
    const [state, event, day] = first;
    const { tone, text, shape } = states[state];
    const badge = element.querySelector(".badge"), time = element.querySelector("time[data-relative]");
    if (badge && badge.textContent !== text) {
      badge.className = `badge badge-${tone}`;
      badge.querySelector("path").setAttribute("d", shape);
      badge.lastChild.data = text;
    }
    if (time) {
      time.textContent = events[event].replace("{day}", sayDay(day, today));
      time.dateTime = day;
      time.dataset.relative = today;
    }
    for (const part of element.querySelectorAll("[data-open]")) part.hidden = ranks[state] > 0;
    for (const part of element.querySelectorAll("[data-remind]")) part.hidden = state !== "upcoming" || first !== all[0];
    for (const part of element.querySelectorAll("[data-first]")) part.hidden = first !== all[0];
    if (element.matches(".row")) regroup(element, ranks[state]);
  };

  const near = "%%near_days%%";
  const inWords = (days) => (near[days] || near[days > 0 ? "ahead" : "past"]).replace("{n}", Math.abs(days));
  const showNear = (time) => {
    const days = daysBetween(time.dataset.relative || dayAhead(-new Date().getTimezoneOffset()), time.dateTime.slice(0, 10));
    if (!(Math.abs(days) <= 30)) return;
    const words = document.createElement("strong");
    words.textContent = ` (${inWords(days)})`;
    time.append(words);
  };
  const showToday = (part) => {
    for (const element of part.querySelectorAll("[data-runs]")) showRuns(element);
    for (const time of part.querySelectorAll("time[data-relative]")) showNear(time);
  };
  showToday(document);

  // What the reader keeps, in this browser alone: pages by their path below the portal, and notes.
  const base = new URL("..", script.src).href;
  const here = location.href.replace(/[?#].*/, "").replace(/index\.html$/, "").slice(base.length);
  const shelf = {
    read() { try { return { items: {}, ...JSON.parse(localStorage.getItem(`rencana ${base}`)) }; } catch { return { items: {} }; } },
    write(held) { try { localStorage.setItem(`rencana ${base}`, JSON.stringify(held)); } catch { /* private mode forbids it */ } },
  };
  const workers = script.dataset.worker ? navigator.serviceWorker : undefined;
  const keep = (paths) => workers?.ready.then(({ active }) => active.postMessage({ keep: paths.map((path) => base + path) }));
  const itemOf = (page) => {
    const { save: kind, facts, hours } = page.querySelector("[data-save]").dataset;
    const title = page.querySelector("h1").textContent, { runs = "" } = page.querySelector("[data-runs]")?.dataset || {};
    return { kind, title, facts, hours: +hours, runs };
  };
  window.karier = { base, here, shelf, keep, showToday, standing, later, dayAhead, itemOf };

  for (const place of document.querySelectorAll("[data-save]")) {
    const [button, link] = place.children;
    const add = button.textContent;
    const put = (held) => {
      held.items[here] = itemOf(document);
      const leads = held.items[here].kind === "agency" ? [...document.querySelectorAll("main .row-title a")].map(({ href }) => href.slice(base.length)) : [];
      keep([here, ...leads.slice(0, 100)]);
      shelf.write(held);
    };
    const show = () => {
      link.hidden = !(here in shelf.read().items);
      button.textContent = link.hidden ? add : button.dataset.drop;
    };
    button.addEventListener("click", () => {
      const held = shelf.read();
      if (here in held.items) shelf.write((delete held.items[here], held));
      else put(held);
      show();
    });
    if (here in shelf.read().items) put(shelf.read());
    show();
    place.hidden = false;
  }

  // Pages come from the network while there is one; a page from the device's own store says of which day it is.
  if (workers) {
    addEventListener("load", () => workers.register(new URL(script.dataset.worker, document.baseURI), { updateViaCache: "none" }).catch(() => {}));
    workers.addEventListener("message", ({ data }) => {
      const notice = document.querySelector("[data-offline]");
      const day = data.dataOf ? new Intl.DateTimeFormat("id", { dateStyle: "long", timeZone: "UTC" }).format(new Date(data.dataOf)) : "–";
      notice.hidden = false;
      notice.textContent = notice.dataset.offline.replace("{day}", day);
    });
    workers.startMessages();
    if (workers.controller) workers.controller.postMessage({ origin: true });
    else keep([here]);
  }

  // What a page needs only for whoever acts on it: loaded at the first touch, or when the address asks already.
  for (const part of document.querySelectorAll("[data-script]")) {
    const events = ["focusin", "pointerdown"];
    const load = () => {
      for (const event of events) part.removeEventListener(event, load);
      document.head.append(Object.assign(document.createElement("script"), { src: part.dataset.script }));
    };
    if (location.search) load();
    else for (const event of events) part.addEventListener(event, load);
  }

  // What few readers ask for is fetched when they do: a run as a calendar file, the page on paper.
  const tools = document.querySelector("[data-tools]")?.dataset.tools;
  if (tools && location.protocol !== "file:") {
    for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
    document.addEventListener("click", async (event) => {
      const asked = event.target.closest("[data-print], [data-uid]");
      if (!asked) return;
      event.preventDefault();
      try {
        const { calendar, paper } = await import(new URL(tools, location));
        await (asked.dataset.print ? paper(asked.dataset.print) : calendar(asked));
      } catch { if (asked.href) location = asked.href; }
    });
  }

  // A web server answers a folder with its index.html; a disk lists the folder's files.
  if (location.protocol === "file:") {
    for (const link of document.querySelectorAll("a[href]")) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  }
}, { once: true });
}
