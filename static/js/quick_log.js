// The quick log: type a structure, single keys inside the groups that have the focus, nothing else.
(function () {
  "use strict";

  const CHANNEL_KEYS = { t: "telephone", m: "mail", v: "visio", p: "presentiel" };

  const startSearch = function (form) {
    const select = form.querySelector("#id_organisation");
    if (!select || select.tomselect || !window.TomSelect) return;
    const address = select.dataset.search;
    const search = new window.TomSelect(select, {
      maxItems: 1,
      maxOptions: 12,
      loadThrottle: 120,
      selectOnTab: true,
      openOnFocus: false,
      searchField: [],
      score: function () { return function () { return 1; }; },
      shouldLoad: function (text) { return text.trim().length > 0; },
      load: function (text, done) {
        this.clearOptions();
        fetch(address + "?q=" + encodeURIComponent(text), { headers: { Accept: "application/json" } })
          .then(function (answer) { return answer.ok ? answer.json() : { results: [] }; })
          .then(function (found) { done(found.results); })
          .catch(function () { done([]); });
      },
      create: function (text) { return { value: "+" + text, text: text }; },
      createFilter: function (text) { return text.trim().length > 1; },
      render: {
        option_create: function (data, escape) {
          return '<div class="create">Créer la structure « <strong>' + escape(data.input) + "</strong> »</div>";
        },
        no_results: function () { return '<div class="no-results">Aucune structure de ce nom.</div>'; },
        loading: function () { return '<div class="no-results">Recherche…</div>'; },
      },
      onItemAdd: function () {
        this.setTextboxValue("");
        const first = form.querySelector('[data-keys="channels"] input');
        window.setTimeout(function () { search.blur(); if (first) first.focus(); }, 0);
      },
    });
    select.form.addEventListener("submit", function () { search.close(); });
  };

  const press = function (input) {
    if (!input) return;
    input.checked = input.type === "radio" ? true : !input.checked;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  };

  const onKey = function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const group = event.target.closest("[data-keys]");
    if (!group || event.target.type === "text") return;
    const key = event.key.toLowerCase();
    const form = group.closest("form");
    if (group.dataset.keys === "channels") {
      if (CHANNEL_KEYS[key]) {
        event.preventDefault();
        press(group.querySelector('input[value="' + CHANNEL_KEYS[key] + '"]'));
      } else if (key === "r") {
        event.preventDefault();
        const kind = form.querySelector("#id_kind");
        kind.value = kind.value === "relecture" ? "echange" : "relecture";
        kind.closest("details").open = true;
        kind.dispatchEvent(new Event("change", { bubbles: true }));
      }
    } else if (/^[1-6]$/.test(key)) {
      event.preventDefault();
      press(group.querySelectorAll("input[type=radio]")[Number(key) - 1]);
      form.querySelector("#id_duration").value = "";
    }
  };

  // A duration that is typed wins over the button pressed before it.
  const onInput = function (event) {
    if (event.target.id !== "id_duration" || !event.target.value) return;
    event.target.form.querySelectorAll("input[name=preset]").forEach(function (one) { one.checked = false; });
  };

  const moveBars = function (place) {
    place.querySelectorAll("[data-before]").forEach(function (line) {
      const fill = line.querySelector("svg.bar .fill");
      if (!fill) return;
      const after = fill.getAttribute("width");
      fill.setAttribute("width", line.dataset.before);
      window.requestAnimationFrame(function () {
        window.requestAnimationFrame(function () { fill.setAttribute("width", after); });
      });
    });
  };

  const focusFirst = function (form) {
    const wrong = form.querySelector("[aria-invalid=true]");
    if (wrong && wrong.id !== "id_organisation") { wrong.focus(); return; }
    const select = form.querySelector("#id_organisation");
    const chosen = select.tomselect && select.tomselect.items.length && !wrong;
    if (chosen) form.querySelector('[data-keys="channels"] input').focus();
    else if (select.tomselect) select.tomselect.focus();
    else select.focus();
  };

  const start = function (form) {
    if (form.dataset.started) return;
    form.dataset.started = "yes";
    startSearch(form);
    form.addEventListener("keydown", onKey);
    form.addEventListener("input", onInput);
    focusFirst(form);
  };

  const startAll = function (place) {
    if (place.matches && place.matches("[data-quick-log]")) start(place);
    place.querySelectorAll("[data-quick-log]").forEach(start);
  };

  document.addEventListener("DOMContentLoaded", function () { startAll(document); });
  document.addEventListener("htmx:load", function (event) {
    startAll(event.detail.elt);
    moveBars(event.detail.elt);
  });
})();
