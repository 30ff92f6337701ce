// One line is enough: its chips come as one writes, each is corrected in place, Enter notes it.
(function () {
  "use strict";

  const KEPT = "trame.one-line";
  let waits = false; // Enter came before the answer

  const place = function () { return document.querySelector("[data-one-line]"); };
  const field = function () { return document.getElementById("id_texte"); };
  const answer = function () { return document.getElementById("one-line-answer"); };
  const plain = function (text) { return text.trim().split(/\s+/).join(" "); };

  const say = function (text) {
    const said = place() && place().querySelector("[data-one-line-said]");
    if (said) said.textContent = text;
  };

  // What a field holds, in words.
  const wordsOf = function (chip) {
    const ticked = Array.from(chip.querySelectorAll("input:checked")).map(function (one) {
      return one.parentElement.querySelector("label").textContent.trim();
    });
    if (chip.querySelector("fieldset")) return ticked.join(", ");
    const one = chip.querySelector("select, input, textarea");
    if (!one) return "";
    if (one.tagName === "SELECT") return one.selectedOptions[0] ? one.selectedOptions[0].text.trim() : "";
    if (one.type === "date" && one.value) return one.value.split("-").reverse().join("/");
    return one.value.trim();
  };

  const onChange = function (event) {
    const chip = event.target.closest("[data-chip]");
    if (!chip) return;
    const words = wordsOf(chip);
    chip.querySelector("[data-chip-value]").textContent = words || "à préciser";
    if (words) {
      chip.removeAttribute("data-missing");
      chip.classList.remove("chip-missing");
    }
  };

  const enter = function (chip) {
    chip.open = true;
    const inside = chip.querySelector(".chip-field");
    const search = inside.querySelector("select");
    const first = inside.querySelector("input:not([type=hidden]), select, textarea");
    if (search && search.tomselect) search.tomselect.focus();
    else if (first) first.focus();
  };

  // What is still to say, if anything; otherwise the line is noted.
  const send = function () {
    const form = answer().querySelector("[data-chips]");
    if (!form) { say("Écrivez d'abord la ligne."); return; }
    const missing = Array.from(form.querySelectorAll("[data-missing]"));
    if (missing.length) {
      const labels = missing.map(function (chip) { return chip.querySelector(".chip-label").textContent.toLowerCase(); });
      say("Il reste à préciser : " + labels.join(", ") + ".");
      enter(missing[0]);
      return;
    }
    form.requestSubmit();
  };

  const onSubmit = function (event) {
    if (!event.target.closest("[data-one-line]") || event.target.matches("[data-chips]")) return;
    event.preventDefault();
    const understood = answer().querySelector("[data-understood]");
    if (understood && understood.dataset.understood === plain(field().value)) { send(); return; }
    if (!plain(field().value)) { say("Écrivez d'abord la ligne."); return; }
    waits = true;
    window.htmx.trigger(field(), "input");
  };

  const start = function (root) {
    root.querySelectorAll("[data-chip-search]").forEach(function (select) {
      window.searchStructure(select, { creates: true });
    });
    root.querySelectorAll("[data-chips]").forEach(function (form) {
      if (form.dataset.started) return;
      form.dataset.started = "yes";
      form.addEventListener("change", onChange);
    });
  };

  const keep = function () {
    if (field() && field().value) window.sessionStorage.setItem(KEPT, field().value);
  };

  const restore = function () {
    const text = window.sessionStorage.getItem(KEPT);
    if (!text || !field()) return;
    window.sessionStorage.removeItem(KEPT);
    field().value = text;
    window.htmx.trigger(field(), "input");
  };

  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("trame:session-lost", keep);
  document.addEventListener("DOMContentLoaded", function () {
    start(document);
    if (place()) { place().classList.add("is-live"); restore(); }
  });
  document.addEventListener("htmx:load", function (event) { start(event.detail.elt); });
  // The line that goes on being written stays one entry, noted once.
  document.addEventListener("htmx:configRequest", function (event) {
    const uid = event.detail.elt === field() && answer().querySelector("[name=uid]");
    if (uid) event.detail.parameters.uid = uid.value;
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target !== answer()) return;
    say("");
    if (waits) { waits = false; send(); }
  });
  // A line that is refused comes back in the ordinary form, with what is to be corrected.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const asked = event.detail.requestConfig.elt;
    if (!asked.matches("[data-chips]") || event.detail.xhr.status !== 422) return;
    event.detail.target = document.getElementById("quick-log");
    event.detail.swapOverride = "outerHTML";
    event.detail.shouldSwap = true;
    answer().replaceChildren();
    say("La ligne demande une correction : voyez le formulaire ci-dessous.");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const asked = event.detail.requestConfig.elt;
    if (!asked.matches("[data-chips]") || !event.detail.successful) return;
    answer().replaceChildren();
    field().value = "";
    field().focus();
  });
})();
