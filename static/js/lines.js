// One more line in a form of several lines, without reloading: the server's own empty line, copied.
(function () {
  "use strict";

  const reference = function () {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const text = Array.from(bytes, function (one) { return one.toString(16).padStart(2, "0"); }).join("");
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
  };

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-add-line]");
    if (!button) return;
    const prefix = button.dataset.addLine;
    const empty = document.getElementById(prefix + "-vide");
    const list = document.getElementById(prefix + "-lignes");
    const total = button.form && button.form.elements[prefix + "-TOTAL_FORMS"];
    if (!empty || !list || !total) return;
    event.preventDefault();
    const rank = total.value;
    list.insertAdjacentHTML("beforeend", empty.innerHTML.replaceAll("__prefix__", rank));
    total.value = String(Number(rank) + 1);
    button.form.elements[prefix + "-" + rank + "-uid"].value = reference();
    const line = list.lastElementChild;
    line.querySelectorAll("[data-structure-search]").forEach(function (select) {
      if (window.searchStructure) window.searchStructure(select, { creates: false });
    });
    const first = line.querySelector("input:not([type=hidden]), textarea");
    if (first) first.focus();
  });
})();
