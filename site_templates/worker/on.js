// Reads without a network: pages once seen, those of the reader's own agency, and the saved plan.
// `FIRST` (what to hold from the start) is written above this line when the portal is built.
const root = registration.scope; // several portals may share one origin, and with it its stores
const SEEN = `dilihat ${root}`, KEPT = `disimpan ${root}`, FILES = `berkas ${root}`;
const MOST = { [SEEN]: 60, [KEPT]: 150 };
const OLDEST_DAYS = 30, PATIENCE = 5000;
const status = `${root}data/status.json`;
const fromStore = new Set();

const bare = (url) => url.replace(/[?#].*/, "");
const isPage = (url) => /(\/|\.html)$/.test(url);
const assetsIn = async (answer) => [...(await answer.text()).matchAll(/assets\/[^"')\s]+/g)].map(([path]) => root + path);
const isNamedByContent = (url) => url.startsWith(`${root}assets/`) && /\.[0-9a-f]{8}\./.test(url);
const mayKeep = (answer) => answer.ok && answer.type === "basic" && !/no-store/.test(answer.headers.get("cache-control"));
const isOld = (answer) => Date.now() - Date.parse(answer.headers.get("date")) > OLDEST_DAYS * 864e5;

const put = async (name, url, answer) => {
  if (!mayKeep(answer)) return;
  const store = await caches.open(name);
  await store.delete(url); // so that the newest stand last
  await store.put(url, answer);
  if (name === KEPT) await (await caches.open(SEEN)).delete(url);
  const held = await store.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - MOST[name])).map((one) => store.delete(one)));
};

// A page that is new on the network replaces the one held; the day of the data is learned with it.
const remember = async (url, answer) => {
  const isKept = await caches.match(url, { cacheName: KEPT });
  await put(isKept ? KEPT : SEEN, url, answer);
  const known = await caches.match(status);
  if (!known || Date.now() - Date.parse(known.headers.get("date")) > 36e5) await put(KEPT, status, await fetch(status));
};

const file = async (request) => {
  const held = await caches.match(request);
  if (held) return held;
  const answer = await fetch(request);
  if (mayKeep(answer)) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
};

const page = async (asked, url, client) => {
  const held = await caches.match(url);
  const given = held && await Promise.race([asked.catch(() => null), new Promise((done) => { setTimeout(done, PATIENCE); })]);
  if (given) return given;
  if (!held || isOld(held)) return asked.catch(() => Response.redirect(`${root}rencana/?luring`));
  fromStore.add(client);
  return held;
};

addEventListener("fetch", (event) => {
  const { request } = event, url = bare(request.url);
  if (request.method !== "GET" || !url.startsWith(root)) return;
  if (isNamedByContent(url)) event.respondWith(file(request));
  if (request.mode !== "navigate" || !isPage(url)) return;
  const asked = Promise.resolve(event.preloadResponse).then((answer) => answer || fetch(request));
  event.waitUntil(asked.then((answer) => remember(url, answer.clone())).catch(() => {}));
  event.respondWith(page(asked, url, event.resultingClientId));
});

const keep = (urls) => Promise.allSettled(urls.map(async (url) => {
  const answer = await fetch(url), copy = answer.clone();
  await put(KEPT, url, answer);
  await Promise.all((await assetsIn(copy)).map((asset) => file(new Request(asset))));
}));

// A page asks whether it came from the store ({origin: true}), or names pages to keep ({keep: […]}).
addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep.filter((url) => url.startsWith(root))));
  if (event.data.origin && fromStore.has(event.source.id)) {
    event.waitUntil(caches.match(status).then((held) => held?.json()).then((told) => {
      event.source.postMessage({ dataOf: told?.as_of });
    }));
  }
});

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(FILES).then((store) => store.addAll(FIRST.files))
    .then(() => Promise.all(FIRST.pages.map(async (path) => put(KEPT, root + path, await fetch(root + path))))));
});

// What no held page names any more, and pages grown old, are let go.
const clean = async () => {
  const needed = new Set(FIRST.files.map((path) => root + path));
  for (const name of [SEEN, KEPT]) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      if (isOld(answer)) await store.delete(request);
      else for (const asset of await assetsIn(answer)) needed.add(asset);
    }
  }
  const files = await caches.open(FILES);
  for (const request of await files.keys()) if (!needed.has(request.url)) await files.delete(request);
};

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([registration.navigationPreload?.enable(), clean(), clients.claim()]));
});
