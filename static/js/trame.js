// What every page needs: a lost session and a failed request are said, never silent.
(function () {
  const say = function (text) {
    const place = document.getElementById("messages");
    if (!place) return;
    const message = document.createElement("p");
    message.className = "alert alert-danger message";
    message.textContent = text;
    place.replaceChildren(message);
  };

  // A fragment request that ends on the login page: show that page whole.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const answered = event.detail.xhr.responseURL;
    const login = document.body.dataset.login;
    if (answered && login && new URL(answered).pathname === login) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });

  document.addEventListener("htmx:sendError", function () {
    say("La connexion est coupée : rien n'a été enregistré. Vérifiez-la, puis recommencez.");
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

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-print]");
    if (button) window.print();
  });
})();
