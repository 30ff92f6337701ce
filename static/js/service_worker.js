// Answers for the site while there is no network: the quick log, what it is drawn with, and the
// structures to name. Everything else is asked of the network, always.
const ASSETS = "trame-assets";
const PAGES = "trame-pages";
const LOG = "/noter/";
const STRUCTURES = "/noter/structures/";
const SEARCH = "/structures/recherche/";
const WITHOUT = "/hors-connexion/";

self.addEventListener("install", function (event) {
  event.waitUntil(
    caches.open(ASSETS).then(function (cache) { return cache.add(WITHOUT); }).then(function () { return self.skipWaiting(); })
  );
});

self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

// The page says what it is drawn with, once it is drawn.
self.addEventListener("message", function (event) {
  if (!event.data || !event.data.keep) return;
  event.waitUntil(
    caches.open(ASSETS).then(function (cache) {
      return Promise.allSettled(event.data.keep.map(function (url) { return cache.add(url); }));
    }).then(function () {
      return caches.open(PAGES);
    }).then(function (cache) {
      return Promise.allSettled([LOG, STRUCTURES].map(function (url) { return keep(cache, url); }));
    }).then(function () {
      // A page that was asked for while this began answers to nobody yet.
      return self.clients.claim();
    }).then(function () {
      if (event.source) event.source.postMessage({ kept: true });
    })
  );
});

// Only what the site really answered: never its login page, which a lost session redirects to.
const keep = function (cache, url) {
  return fetch(url, { credentials: "same-origin" }).then(function (answer) {
    return answer.ok && !answer.redirected ? cache.put(url, answer) : undefined;
  });
};

// What was kept at once, and the network's own for the next time.
const asset = function (request) {
  return caches.open(ASSETS).then(function (cache) {
    return cache.match(request).then(function (kept) {
      const fresh = fetch(request).then(function (answer) {
        if (answer.ok) cache.put(request, answer.clone());
        return answer;
      });
      if (!kept) return fresh;
      fresh.catch(function () {});
      return kept;
    });
  });
};

const page = function (request, path) {
  return fetch(request).then(function (answer) {
    if (path === LOG && answer.ok && !answer.redirected) {
      const copy = answer.clone();
      caches.open(PAGES).then(function (cache) { cache.put(LOG, copy); });
    }
    return answer;
  }).catch(function () {
    const kept = path === LOG ? caches.match(LOG, { cacheName: PAGES, ignoreVary: true }) : Promise.resolve();
    return kept.then(function (found) { return found || caches.match(WITHOUT, { ignoreVary: true }); });
  });
};

const plain = function (text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
};

// Without network, a structure is looked for among those at hand.
const search = function (request, url) {
  return fetch(request).catch(function () {
    return caches.match(STRUCTURES, { cacheName: PAGES, ignoreVary: true }).then(function (kept) {
      return kept ? kept.json() : { results: [] };
    }).then(function (known) {
      const words = plain(url.searchParams.get("q") || "").split(" ");
      const found = known.results.filter(function (one) {
        const name = plain(one.text);
        return words.every(function (word) { return name.includes(word); });
      });
      return new Response(JSON.stringify({ results: found.slice(0, 12) }), { headers: { "Content-Type": "application/json" } });
    });
  });
};

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (url.pathname === SEARCH) event.respondWith(search(request, url));
  else if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
});
