// What every page needs: a lost session and a failed request are said, never silent.
(function () {
  const say = function (text, level) {
    const place = document.getElementById("messages");
    if (!place) return;
    const message = document.createElement("p");
    message.className = "alert message alert-" + (level || "danger");
    message.dataset.said = "";
    message.textContent = text;
    place.replaceChildren(message);
  };

  document.addEventListener("trame:say", function (event) { say(event.detail.text, event.detail.level); });

  // A fragment request that ends on the login page: show that page whole, once the other scripts
  // have kept what was being written.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const answered = event.detail.xhr.responseURL;
    const login = document.body.dataset.login;
    if (answered && login && new URL(answered).pathname === login) {
      event.detail.shouldSwap = false;
      document.dispatchEvent(new CustomEvent("trame:session-lost"));
      window.location.reload();
    }
  });

  // Nobody is logged in here: what the device kept of somebody's pages goes.
  if (window.location.pathname === document.body.dataset.login && window.caches) window.caches.delete("trame-pages");

  if (window.location.pathname === document.body.dataset.login && window.sessionStorage.getItem("trame.quick-log")) {
    say("Votre session a expiré : reconnectez-vous, votre saisie est gardée.", "warning");
  }

  // What the quick log sends in vain waits on the device: its own script says so.
  document.addEventListener("htmx:sendError", function (event) {
    const waits = document.getElementById("waiting") && window.indexedDB && window.isSecureContext;
    if (waits && event.detail.requestConfig.elt.matches("[data-quick-log]")) return;
    say("La connexion est coupée : rien n'a été enregistré. Vérifiez-la, puis recommencez.");
  });

  // What failed before is over once a request succeeds; the rows that show what was just sent from the
  // device leave the words that say it.
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful || event.detail.requestConfig.elt.matches("#waiting")) return;
    document.querySelectorAll("#messages [data-said]").forEach(function (one) { one.remove(); });
  });

  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 403) {
      say("Vous n'avez pas le droit de faire cela. Rechargez la page, puis recommencez.");
    } else if (event.detail.xhr.status === 404) {
      say("Cette ligne n'existe plus. Rechargez la page pour voir où vous en êtes.");
    } else {
      say("Cela n'a pas fonctionné : rien n'a été enregistré. Rechargez la page, puis recommencez.");
    }
  });

  // The tabs of a convention are wider than a phone: the current one is brought into view.
  const strip = document.querySelector(".parts");
  const current = strip && strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-print]");
    if (button) window.print();
  });
})();
