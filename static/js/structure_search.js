// A structure found by typing, on any <select data-search="address">.
(function () {
  "use strict";

  window.searchStructure = function (select, options) {
    if (!select || select.tomselect || !window.TomSelect) return;
    const address = select.dataset.search;
    const search = new window.TomSelect(select, {
      maxItems: 1,
      maxOptions: 12,
      loadThrottle: 120,
      selectOnTab: true,
      openOnFocus: false,
      hideSelected: true,
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
      create: options.creates ? function (text) { return { value: "+" + text, text: text }; } : false,
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
        window.setTimeout(function () {
          search.blur();
          if (options.onChosen) options.onChosen();
        }, 0);
      },
    });
    // A closed list has no option under the cursor, whatever the library left behind.
    search.on("dropdown_close", function () { search.control_input.removeAttribute("aria-activedescendant"); });
    // What exists comes first; creating is the last resort.
    search.hook("after", "refreshOptions", function () {
      const create = search.dropdown_content.querySelector(".create");
      if (create) search.dropdown_content.append(create);
    });
    select.form.addEventListener("submit", function () { search.close(); });
  };

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-structure-search]").forEach(function (select) {
      window.searchStructure(select, { creates: "creates" in select.dataset });
    });
  });
})();
