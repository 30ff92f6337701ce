// Files dropped on a zone go into its field: nothing else changes, the form is sent as usual.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-drop]").forEach(function (zone) {
      const field = zone.querySelector("input[type=file]");
      zone.querySelector("[data-drop-hint]").hidden = false;
      zone.addEventListener("dragover", function (event) {
        event.preventDefault();
        zone.classList.add("is-over");
      });
      zone.addEventListener("dragleave", function () { zone.classList.remove("is-over"); });
      zone.addEventListener("drop", function (event) {
        event.preventDefault();
        zone.classList.remove("is-over");
        if (!event.dataTransfer.files.length) return;
        field.files = event.dataTransfer.files;
        field.focus();
      });
    });
  });
})();
