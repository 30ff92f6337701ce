// The quick log: type a structure, single keys inside the groups that have the focus, nothing else.
(function () {
  "use strict";

  const CHANNEL_KEYS = { t: "telephone", m: "mail", v: "visio", p: "presentiel" };
  const KEPT = "trame.quick-log";

  const startSearch = function (form) {
    window.searchStructure(form.querySelector("#id_organisation"), {
      creates: true,
      onChosen: function () {
        const first = form.querySelector('[data-keys="channels"] input');
        if (first) first.focus();
      },
    });
  };

  const press = function (input) {
    if (!input) return;
    input.checked = input.type === "radio" ? true : !input.checked;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  };

  // The digit of the key, also where the keyboard writes it with Shift only.
  const digitOf = function (event) {
    const found = /^[1-6]$/.exec(event.key) || /^Digit([1-6])$/.exec(event.code);
    return found ? Number(found[found.length - 1]) : 0;
  };

  const onKey = function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const group = event.target.closest("[data-keys]");
    if (!group || event.target.type === "text") return;
    const form = group.closest("form");
    const key = event.key.toLowerCase();
    const digit = digitOf(event);
    if (CHANNEL_KEYS[key]) {
      press(form.querySelector('[name=channels][value="' + CHANNEL_KEYS[key] + '"]'));
    } else if (key === "r") {
      const kind = form.querySelector("#id_kind");
      kind.value = kind.value === "relecture" ? "echange" : "relecture";
      kind.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (digit) {
      press(form.querySelectorAll("[name=preset]")[digit - 1]);
      form.querySelector("#id_duration").value = "";
    } else {
      return;
    }
    event.preventDefault();
  };

  // The kind of entry is folded: when it is not the ordinary one, the word shows at the top.
  const showKind = function (form) {
    const place = form.querySelector("[data-kind-shown]");
    const kind = form.querySelector("#id_kind");
    const chosen = kind.options[kind.selectedIndex];
    const isOrdinary = !chosen || kind.value === "echange";
    place.hidden = isOrdinary;
    place.lastElementChild.textContent = isOrdinary ? "" : chosen.text.toLowerCase();
  };

  // A field that only one kind has is neither shown nor sent with another.
  const showFields = function (form) {
    const kind = form.querySelector("#id_kind").value;
    form.querySelectorAll("[data-only-for]").forEach(function (place) {
      const isOf = place.dataset.onlyFor === kind;
      const wrong = place.querySelector(".field-error");
      place.hidden = !isOf && !wrong;
      place.querySelectorAll("select, input").forEach(function (one) { one.disabled = place.hidden; });
    });
  };

  const onChange = function (event) {
    if (event.target.id === "id_kind") { showKind(event.currentTarget); showFields(event.currentTarget); }
    // Channels remembered from the last entry are a proposal: the first choice replaces them.
    const group = event.target.closest("[data-remembered]");
    if (!group) return;
    group.removeAttribute("data-remembered");
    group.querySelectorAll("input").forEach(function (one) { one.checked = one === event.target; });
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

  // A session that ends while somebody writes loses nothing: the form waits for them in this tab.
  const keep = function () {
    const form = document.querySelector("[data-quick-log]");
    if (!form) return;
    const chosen = form.querySelector("#id_organisation").selectedOptions[0];
    const values = Array.from(new FormData(form)).filter(function (one) { return one[0] !== "csrfmiddlewaretoken"; });
    window.sessionStorage.setItem(KEPT, JSON.stringify({
      person: form.dataset.person,
      structure: chosen ? chosen.text : "",
      values: values,
    }));
  };

  const restore = function (form) {
    const text = window.sessionStorage.getItem(KEPT);
    if (!text) return false;
    window.sessionStorage.removeItem(KEPT);
    const kept = JSON.parse(text);
    if (kept.person !== form.dataset.person) return false;
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.type === "submit" || field.name === "csrfmiddlewaretoken") return;
      const given = kept.values.filter(function (one) { return one[0] === field.name; }).map(function (one) { return one[1]; });
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = given.includes(field.value);
      } else if (field.id === "id_organisation") {
        if (given[0]) field.add(new Option(kept.structure, given[0], true, true));
      } else {
        field.value = given[0] || "";
      }
    });
    form.dataset.restored = "yes";
    form.querySelectorAll("[data-remembered]").forEach(function (one) { one.removeAttribute("data-remembered"); });
    const note = form.querySelector("#id_internal_note");
    if (note.value) note.closest("details").open = true;
    document.dispatchEvent(new CustomEvent("trame:say", {
      detail: { text: "Votre saisie est revenue : vérifiez-la, puis notez-la.", level: "info" },
    }));
    return true;
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
    restore(form);
    startSearch(form);
    showKind(form);
    showFields(form);
    form.addEventListener("keydown", onKey);
    form.addEventListener("change", onChange);
    form.addEventListener("input", onInput);
    form.dataset.started = "yes";
    focusFirst(form);
  };

  const startAll = function (place) {
    if (place.matches && place.matches("[data-quick-log]")) start(place);
    place.querySelectorAll("[data-quick-log]").forEach(start);
  };

  // What was just noted is said above the form: bring it back under the eyes.
  const showStatus = function () {
    const status = document.getElementById("log-status");
    if (status && status.firstElementChild) status.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("DOMContentLoaded", function () { startAll(document); });
  document.addEventListener("htmx:load", function (event) {
    startAll(event.detail.elt);
    moveBars(event.detail.elt);
  });
  document.addEventListener("trame:session-lost", keep);
  document.addEventListener("htmx:afterRequest", function (event) {
    const asked = event.detail.requestConfig.elt;
    if (!event.detail.successful) return;
    if (asked.matches("[data-undo]")) {
      // Without moving the page: what was undone is said where the eyes are.
      const search = document.querySelector("#id_organisation").tomselect;
      if (search) search.control_input.focus({ preventScroll: true });
    }
    if (asked.matches("[data-quick-log]")) window.setTimeout(showStatus, 50);
  });
  // A page that comes back from the browser's memory would show rows and a form of another moment.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
})();
