// Reading without a network is switched off (`offline` in portal.yaml): whoever has the worker loses it and its stores.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.endsWith(` ${registration.scope}`)).map((name) => caches.delete(name))))
    .then(() => registration.unregister()));
});
