// « Copier l'adresse »: shown only where the browser can.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        const field = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(field.value).then(function () {
          document.dispatchEvent(new CustomEvent("trame:say", { detail: { text: "L'adresse est copiée.", level: "success" } }));
        });
      });
    });
  });
})();
