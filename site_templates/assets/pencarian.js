// The search page: Pagefind finds, this asks and shows. Nothing of it is loaded before a reader searches.
(() => {
  const said = "%%search%%", kinds = "%%kinds%%", allFacets = "%%facets%%";
  const told = JSON.parse(document.getElementById("kata").textContent);
  const form = document.getElementById("cari"), box = form.parentElement, find = (name) => document.querySelector(`[data-${name}]`);
  const [count, active, rows, none, after, more, further, facetBox] =
    ["count", "active", "rows", "none", "after", "more", "further", "facets"].map(find);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (tag, properties, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };
  const PAGE = 10, RANKING = { metaWeights: { title: 5, also: 4, facts: 1 } };
  const facets = allFacets.map((facet) => facet.key === "kompetensi" ? { ...facet, labels: told.competencies } : facet);
  const isCut = Object.keys(told.scopes).length > 1;

  // What is asked for stands in the address alone, so that an address can be shared.
  const asked = () => {
    const given = new URLSearchParams(location.search);
    const known = (name, values) => (Object.hasOwn(values, given.get(name)) ? given.get(name) : "");
    const jenis = known("jenis", kinds), scope = known("wilayah", told.scopes);
    const chosen = new Map();
    for (const { key, kinds: of } of facets) {
      const values = given.getAll(key);
      if (values.length && !(isCut && key === "wilayah") && (!jenis || of.includes(jenis))) chosen.set(key, values);
    }
    return { q: (given.get("q") || "").trim(), jenis, scope, chosen, urut: known("urut", said.orders) };
  };
  // Only programmes have days to stand in order by; whoever looks for a word wants first what fits it best.
  const orderOf = ({ q, jenis, urut }) => (jenis === "program" ? urut || (q ? "sesuai" : "tutup") : "");
  const address = ({ q, jenis, scope, chosen, urut }) => {
    const made = new URLSearchParams();
    if (q) made.set("q", q);
    if (jenis) made.set("jenis", jenis);
    if (isCut && scope) made.set("wilayah", scope);
    for (const [key, values] of chosen) for (const value of values) made.append(key, value);
    if (urut && jenis === "program") made.set("urut", urut);
    const query = made.toString();
    return query ? `?${query}` : location.pathname;
  };
  const go = (change) => {
    const next = address({ ...asked(), ...change });
    if (next !== (location.search || location.pathname)) history.pushState(null, "", next);
    return show();
  };

  // One engine for the page's life; a bundle is merged into it when a scope first needs it. One that fails is left out
  // of a new engine, for the old one would fail at every search.
  let engine;
  const merged = new Map(), broken = new Set();
  const folder = (name) => new URL(`${name}/`, document.baseURI).pathname;
  const merge = (name, found) => {
    if (!merged.has(name)) merged.set(name, found.mergeIndex(folder(name), { ranking: RANKING, mergeFilter: { bundel: name } }));
    return merged.get(name).catch((fault) => { broken.add(name); throw fault; });
  };
  const begin = async (first) => {
    const { createInstance } = await import(`${folder(first)}pagefind.js`);
    const made = createInstance({ basePath: folder(first), noWorker: true, ranking: RANKING, mergeFilter: { bundel: first } });
    merged.set(first, made.init());
    return made;
  };
  const load = async (names) => {
    const [first] = names;
    engine ||= begin(first);
    try {
      const found = await engine;
      await Promise.all(names.filter((name) => !broken.has(name)).map((name) => merge(name, found)));
      return found;
    } catch (fault) {
      const isHopeless = !merged.size || broken.has(first);
      engine = undefined;
      merged.clear();
      if (isHopeless) throw fault;
      return load(names);
    }
  };

  // Of many governments' bundles a few are asked, more when the reader wishes; what all have in common stands first.
  let reached = told.step;
  const bundlesOf = ({ scope, jenis }) => told.scopes[scope][jenis] || told.scopes[scope][""];

  const labelOf = ({ key, labels }, code, held = "") => {
    if (key === "bulan") {
      return new Intl.DateTimeFormat("id", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${code}-01`));
    }
    return labels[code] || held.split("|")[1] || code;
  };
  const filtersOf = ({ jenis, chosen }, names, options, without, held = []) => {
    const all = [...chosen].filter(([key]) => key !== without).map(([key, codes]) => ({
      any: codes.flatMap((code) => options.get(key)?.get(code) || ["-"]).map((held) => ({ f: held })),
    }));
    if (jenis && without !== "jenis") all.push({ f: `jenis:${jenis}` });
    if (held.length) all.push({ any: held.map((each) => ({ f: each })) });
    if (merged.size > names.length) all.push({ any: names.map((bundel) => ({ bundel })) });
    return { all };
  };

  const kindOf = (id) => id.split("_")[0]; // what kind of thing was found stands in the name of its fragment
  const { title } = document;
  let turn = 0;
  const show = async () => {
    const mine = ++turn, wish = asked();
    const isAsked = Boolean(wish.q || wish.jenis || wish.chosen.size);
    const isOpen = document.getElementById("saring").matches(":popover-open");
    document.title = (wish.q ? `${wish.q} - ` : "") + title;
    find("lists").hidden = isAsked;
    form.urut.value = orderOf(wish);
    if (!isAsked && !isOpen) return say(said.start, 0);
    count.textContent = said.waiting;
    try {
      const all = bundlesOf(wish), names = all.slice(0, 1 + reached), left = all.length - names.length;
      const found = await load(names);
      const notes = [
        ...(left ? [fill(said.reached, { n: reached, all: all.length - 1 })] : []),
        ...(names.some((name) => broken.has(name)) ? [said.partly] : []),
      ];
      // A search that needs no facet goes without: they weigh as much as all else that is loaded.
      const isByDay = orderOf(wish) === "tutup", needsFacets = wish.chosen.size || isOpen || isByDay;
      const filtering = needsFacets && await import(new URL(box.dataset.filtering, document.baseURI));
      const known = needsFacets && (await found.filters()).f || {};
      const options = filtering ? filtering.read(known, facets.map(({ key }) => key)) : new Map();
      const look = (without, held) => found.search(wish.q || null, { filters: filtersOf(wish, names, options, without, held) });
      const { results: ofAnyKind } = await look("jenis");
      if (mine !== turn) return;
      const results = ofAnyKind.filter(({ id }) => !wish.jenis || kindOf(id) === wish.jenis);
      const text = fill(wish.q ? said.count_for : said.count, { n: results.length, q: wish.q });
      const ordered = isByDay ? filtering.soonest(results, known, look) : results.values();
      const drawing = say(text, results.length, ordered, notes, Math.min(left, told.step));
      for (const kind of form.querySelectorAll("[data-jenis]")) {
        const n = ofAnyKind.filter(({ id }) => kindOf(id) === kind.dataset.jenis).length;
        kind.textContent = n || wish.scope || !isCut ? n : ""; // elsewhere there may be some
      }
      showChosen(wish, options);
      none.hidden = results.length > 0;
      find("clear").hidden = !wish.chosen.size;
      if (!results.length) await suggest(wish, look, options, notes, mine);
      if (isOpen) await showFacets(wish, look, options, mine);
      await drawing;
    } catch (fault) {
      if (mine !== turn) return;
      say(said.failed, 0);
      find("lists").hidden = false;
      console.info(fault);
    }
  };

  let shown, total = 0, drawn = 0;
  const noted = (text, notes) => (notes.length ? [text.replace(/\.?$/, "."), ...notes].join(" ") : text);
  const say = (text, n, results, notes = [], left = 0) => {
    none.hidden = true;
    count.textContent = noted(text, notes);
    further.hidden = !left;
    further.textContent = fill(said.further, { n: left });
    find("show").textContent = fill(said.show, { n });
    [shown, total, drawn] = [results, n, 0];
    rows.replaceChildren();
    rows.hidden = more.hidden = !n;
    after.hidden = rows.hidden && further.hidden;
    return n ? draw() : undefined;
  };
  const draw = async () => {
    const mine = turn, from = shown, part = [];
    for (let next; part.length < PAGE && !(next = await from.next()).done;) part.push(next.value.data());
    const told = await Promise.all(part);
    if (mine !== turn) return undefined;
    drawn += part.length;
    const made = told.map(row);
    karier.showToday(make("ul", {}, ...made));
    rows.append(...made);
    more.hidden = drawn >= total;
    more.textContent = fill(said.more, { n: Math.min(PAGE, total - drawn) });
    return made[0];
  };
  const row = ({ raw_url: url, meta, filters }) => {
    const made = document.getElementById("baris").content.firstElementChild.cloneNode(true);
    const valuesOf = (key) => filters.f.filter((value) => value.startsWith(`${key}:`)).map((value) => value.slice(key.length + 1));
    const [kind] = valuesOf("jenis");
    const link = made.querySelector("a"), facts = made.querySelector(".row-facts"), state = made.querySelector(".row-state");
    link.href = `../${url}${location.protocol === "file:" ? "index.html" : ""}`;
    link.textContent = meta.title;
    facts.replaceChildren(...[kinds[kind], ...meta.facts.split(" · ")].filter(Boolean).map((fact) => make("li", {}, fact)));
    const runs = valuesOf("masa"), [place] = valuesOf("tempat");
    if (runs.length) made.dataset.runs = [runs[0].split(" ")[0], ...runs.map((run) => run.split(" ")[1])].join(" ");
    else if (place) state.replaceChildren(document.getElementById(`tempat-${place}`).content.cloneNode(true));
    else state.remove();
    return made;
  };

  const showChosen = ({ chosen, ...wish }, options) => {
    const chips = [...chosen].flatMap(([key, codes]) => codes.map((code) => {
      const facet = facets.find((each) => each.key === key);
      const label = labelOf(facet, code, options.get(key).get(code)?.[0]);
      const chip = make("button", { type: "button", className: "chip" }, label, " ×");
      chip.setAttribute("aria-label", fill(said.remove, { facet: label }));
      chip.addEventListener("click", () => go({ chosen: without(chosen, key, code) }).then(() => form.q.focus()));
      return make("li", {}, chip);
    }));
    if (chips.length > 1) {
      const clear = make("button", { type: "button", className: "chip" }, said.clear);
      clear.addEventListener("click", () => go({ chosen: new Map() }).then(() => form.q.focus()));
      chips.push(make("li", {}, clear));
    }
    active.replaceChildren(...chips);
    active.hidden = !chips.length;
  };
  const without = (chosen, key, code) => {
    const left = new Map(chosen), codes = (left.get(key) || []).filter((each) => each !== code);
    codes.length ? left.set(key, codes) : left.delete(key);
    return left;
  };
  const suggest = async (wish, look, options, notes, mine) => {
    let text = isCut && !wish.scope ? `${said.none} ${said.none_now}` : said.none;
    for (const [key, codes] of wish.chosen) {
      const { results } = await look(key);
      const facet = facets.find((each) => each.key === key);
      const labels = codes.map((code) => labelOf(facet, code, options.get(key).get(code)?.[0])).join(", ");
      if (results.length) text += ` ${fill(said.none_without, { facet: labels, n: results.length })}`;
    }
    if (mine === turn) count.textContent = noted(text, notes);
  };

  const showFacets = async (wish, look, options, mine) => {
    const isFor = ({ key, kinds: of }) => (wish.jenis ? of.includes(wish.jenis) : true) && !(isCut && key === "wilayah");
    const made = [], here = await look();
    for (const facet of facets.filter(isFor)) {
      const counts = new Map();
      const base = wish.chosen.has(facet.key) ? await look(facet.key) : here;
      for (const [code, held] of options.get(facet.key)) {
        const n = facet.key === "keadaan"
          ? (await look(facet.key, held)).results.length // a programme may have several runs of one state
          : held.reduce((sum, each) => sum + (base.filters.f?.[each] || 0), 0);
        if (n || wish.chosen.get(facet.key)?.includes(code)) counts.set(code, n);
      }
      if (counts.size) made.push([facet, counts]);
    }
    if (mine !== turn) return;
    const focused = document.activeElement?.id;
    facetBox.replaceChildren(...made.map(([facet, counts]) => group(facet, counts, wish, options)));
    if (focused) document.getElementById(focused)?.focus();
  };
  const group = (facet, counts, { chosen }, options) => {
    const ordered = Object.keys(facet.labels).filter((code) => counts.has(code) && !(facet.key in { kompetensi: 1 }));
    const others = [...counts.keys()].filter((code) => !ordered.includes(code));
    others.sort((one, two) => facet.key === "bulan" ? one.localeCompare(two) : counts.get(two) - counts.get(one));
    const items = [...ordered, ...others].map((code) => {
      const isChosen = chosen.get(facet.key)?.includes(code) || false;
      const box = make("input", { type: "checkbox", checked: isChosen, id: `${facet.key}-${code}` });
      box.addEventListener("change", () => {
        const codes = (chosen.get(facet.key) || []).filter((each) => each !== code);
        go({ chosen: new Map([...chosen, [facet.key, box.checked ? [...codes, code] : codes]].filter(([, held]) => held.length)) });
      });
      const label = labelOf(facet, code, options.get(facet.key).get(code)?.[0]);
      return make("li", {}, make("label", {}, box, ` ${label} `, make("small", {}, `${counts.get(code)}`)));
    });
    const open = chosen.has(facet.key) || ["keadaan", "tempat", "moda", "biaya"].includes(facet.key);
    return make("details", { open }, make("summary", {}, facet.title), make("ul", {}, ...items));
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); go({ q: form.q.value.trim() }); });
  form.addEventListener("change", ({ target }) => {
    if (target.name === "jenis") go({ jenis: target.value, chosen: kept(target.value) });
    if (target.name === "wilayah") go({ scope: target.value });
    if (target.name === "urut") go({ urut: target.value });
  });
  const kept = (jenis) => new Map([...asked().chosen].filter(([key]) =>
    !jenis || facets.find((facet) => facet.key === key).kinds.includes(jenis)));
  document.getElementById("saring").addEventListener("toggle", ({ newState }) => { if (newState === "open") show(); });
  further.addEventListener("click", async () => {
    reached += told.step;
    await show();
    rows.querySelector("a")?.focus();
  });
  more.addEventListener("click", async () => (await draw())?.querySelector("a").focus());
  find("clear").addEventListener("click", () => go({ chosen: new Map() }).then(() => form.q.focus()));
  find("copy").addEventListener("click", async ({ target }) => {
    await navigator.clipboard.writeText(location.href);
    target.textContent = said.copied;
  });
  const follow = () => {
    const { q, jenis, scope } = asked();
    form.q.value = q;
    form.jenis.value = jenis;
    if (isCut) form.wilayah.value = scope;
    return show();
  };
  addEventListener("popstate", follow);
  // Whoever came without a question may have begun to write one while this was on its way: it stays.
  if (location.search) follow();
  else go({ jenis: form.jenis.value, ...(isCut && { scope: form.wilayah.value }) });
})();
