// A long list where several may be chosen: found by typing, on any <select multiple data-choices>.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.TomSelect) return;
    document.querySelectorAll("select[multiple][data-choices]").forEach(function (select) {
      const chosen = new window.TomSelect(select, {
        plugins: ["remove_button"],
        maxOptions: 20,
        closeAfterSelect: true,
        render: {
          no_results: function () { return '<div class="no-results">Rien de ce nom.</div>'; },
        },
        onItemAdd: function () { this.setTextboxValue(""); },
      });
      chosen.on("dropdown_close", function () { chosen.control_input.removeAttribute("aria-activedescendant"); });
    });
  });
})();
