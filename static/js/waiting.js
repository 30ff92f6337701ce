// What is noted without network waits on the device, and goes in once when it is back. An entry
// leaves the device only when the site says that it has it; its reference makes it one row.
(function () {
  "use strict";

  const SEND_AGAIN = 30000; // milliseconds
  const STORE = "waiting";

  const open = function () {
    return new Promise(function (done, fail) {
      const asked = window.indexedDB.open("trame", 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(STORE, { keyPath: "uid" }); };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { fail(asked.error); };
    });
  };

  const use = function (mode, work) {
    return open().then(function (base) {
      return new Promise(function (done, fail) {
        const moves = base.transaction(STORE, mode);
        const asked = work(moves.objectStore(STORE));
        moves.oncomplete = function () { base.close(); done(asked.result); };
        moves.onerror = moves.onabort = function () { base.close(); fail(moves.error); };
      });
    });
  };

  const add = function (entry) { return use("readwrite", function (store) { return store.put(entry); }); };
  const remove = function (uid) { return use("readwrite", function (store) { return store.delete(uid); }); };
  const all = function () {
    return use("readonly", function (store) { return store.getAll(); }).then(function (found) {
      return found.sort(function (one, other) { return one.at - other.at; });
    });
  };

  const say = function (text, level) {
    document.dispatchEvent(new CustomEvent("trame:say", { detail: { text: text, level: level } }));
  };

  const entries = function (count) { return count > 1 ? count + " échanges" : "1 échange"; };

  const theForm = function () { return document.querySelector("[data-quick-log]"); };

  const isoDay = function (day) {
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map(function (part) { return String(part).padStart(2, "0"); }).join("-");
  };

  // ——— one entry, in words

  const words = function (form, values) {
    const of = function (name) { return values.filter(function (one) { return one[0] === name; }).map(function (one) { return one[1]; }); };
    const chosen = form.querySelector("#id_organisation").selectedOptions[0];
    const kind = form.querySelector("#id_kind").selectedOptions[0];
    const preset = form.querySelector("[name=preset]:checked + label");
    const labels = of("channels").map(function (code) {
      const box = form.querySelector('[name=channels][value="' + code + '"]');
      return box.nextElementSibling.querySelector("small").textContent;
    });
    const duration = of("duration")[0] || (preset ? preset.lastChild.textContent.trim() : "");
    return [
      (chosen && chosen.text) || (kind && kind.text) || "",
      labels.join(", "), duration, of("line")[0],
      of("date")[0].split("-").reverse().join("/"),
    ].filter(Boolean).join(" · ");
  };

  const read = function (form) {
    const values = Array.from(new FormData(form)).filter(function (one) { return one[0] !== "csrfmiddlewaretoken"; });
    const chosen = form.querySelector("#id_organisation").selectedOptions[0];
    return {
      uid: form.querySelector("[name=uid]").value,
      person: form.dataset.person,
      at: Date.now(),
      structure: chosen ? chosen.text : "",
      words: words(form, values),
      values: values,
      errors: [],
      held: false,
    };
  };

  // A form for the next entry: people and channels stay, as they do with the network.
  const renew = function (form) {
    const select = form.querySelector("#id_organisation");
    form.querySelector("[name=uid]").value = window.crypto.randomUUID();
    form.querySelectorAll("[name=preset]").forEach(function (one) { one.checked = false; });
    ["#id_duration", "#id_line", "#id_internal_note"].forEach(function (name) { form.querySelector(name).value = ""; });
    if (select.tomselect) { select.tomselect.clear(true); select.tomselect.clearOptions(); } else select.value = "";
    form.querySelectorAll(".invalid-feedback, .errorlist, [role=alert]").forEach(function (one) { one.remove(); });
    form.querySelectorAll("[aria-invalid]").forEach(function (one) { one.removeAttribute("aria-invalid"); });
    form.querySelector('[data-keys="channels"]').dataset.remembered = "";
    const kind = form.querySelector("#id_kind");
    kind.value = "echange";
    kind.dispatchEvent(new Event("change", { bubbles: true }));
    if (select.tomselect) select.tomselect.focus();
  };

  const fill = function (form, entry) {
    const select = form.querySelector("#id_organisation");
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.type === "submit" || field.name === "csrfmiddlewaretoken") return;
      const given = entry.values.filter(function (one) { return one[0] === field.name; }).map(function (one) { return one[1]; });
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (field !== select) field.value = given[0] || "";
      else if (given[0] && select.tomselect) {
        select.tomselect.addOption({ value: given[0], text: entry.structure });
        select.tomselect.addItem(given[0], true);
      }
    });
    form.querySelector("#id_kind").dispatchEvent(new Event("change", { bubbles: true }));
    form.scrollIntoView({ block: "start" });
    form.querySelector("#id_line").focus();
  };

  // ——— what waits, shown

  const button = function (text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-outline-secondary";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const line = function (entry) {
    const made = document.createElement("li");
    const what = document.createElement("span");
    what.textContent = entry.words;
    made.append(what);
    entry.errors.forEach(function (one) {
      const wrong = document.createElement("p");
      wrong.className = "invalid-feedback d-block";
      wrong.textContent = [one.field, one.words].filter(Boolean).join(" : ");
      made.append(wrong);
    });
    const acts = document.createElement("span");
    acts.className = "row-actions";
    acts.append(
      button("Reprendre", function () {
        // It stays kept, and is not sent meanwhile: noted again under the same reference, it leaves.
        entry.held = true;
        add(entry).then(function () { fill(theForm(), entry); return show(); });
      }),
      button("Retirer", function () {
        if (window.confirm("Retirer cet échange ? Il n'a pas encore été envoyé : il sera perdu.")) remove(entry.uid).then(show);
      })
    );
    made.append(acts);
    return made;
  };

  const show = function () {
    const place = document.getElementById("waiting");
    if (!place) return Promise.resolve();
    return all().then(function (found) {
      const form = theForm();
      const mine = found.filter(function (one) { return form && one.person === form.dataset.person; });
      const others = found.length - mine.length;
      place.hidden = !found.length;
      place.querySelector("[data-count]").textContent = mine.length
        ? entries(mine.length) + (mine.length > 1 ? " attendent" : " attend") + " sur cet appareil"
        : "";
      place.querySelector("[data-others]").textContent = others
        ? entries(others) + " d'une autre personne : " + (others > 1 ? "ils partiront" : "il partira") + " quand elle se connectera sur cet appareil."
        : "";
      place.querySelector("ul").replaceChildren.apply(place.querySelector("ul"), mine.map(line));
      return found;
    });
  };

  // ——— sending

  const send = function (entry, token) {
    const body = new FormData();
    entry.values.forEach(function (one) { body.append(one[0], one[1]); });
    return fetch(theForm().dataset.waiting, {
      method: "POST", body: body, credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token },
    }).then(function (answer) {
      if (answer.ok) return remove(entry.uid).then(function () { return true; });
      if (answer.status !== 422) throw new Error(String(answer.status));
      return answer.json().then(function (said) {
        entry.errors = said.errors;
        return add(entry).then(function () { return false; });
      });
    });
  };

  const sendAll = function () {
    const form = theForm();
    if (!form || !window.navigator.onLine) return Promise.resolve();
    return all().then(function (found) {
      const ready = found.filter(function (one) { return one.person === form.dataset.person && !one.errors.length && !one.held; });
      if (!ready.length) return undefined;
      return fetch(form.dataset.waiting, { credentials: "same-origin", redirect: "manual" }).then(function (answer) {
        if (answer.type === "opaqueredirect") {
          say(entries(ready.length) + " à envoyer : reconnectez-vous, rien n'est perdu.", "warning");
          return undefined;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }).then(function (who) {
        if (!who || who.person !== form.dataset.person) return undefined;
        let sent = 0, refused = 0;
        return ready.reduce(function (before, entry) {
          return before.then(function () { return send(entry, who.token); }).then(function (isIn) { if (isIn) sent += 1; else refused += 1; });
        }, Promise.resolve()).finally(function () {
          if (sent) document.dispatchEvent(new CustomEvent("trame:sent", { detail: { count: sent } }));
          if (refused) say(entries(refused) + " à corriger avant l'envoi : voyez sous le formulaire.", "warning");
          else if (sent) say("La connexion est revenue : " + entries(sent) + (sent > 1 ? " sont notés." : " est noté."), "success");
        });
      });
    }).catch(function () { /* no network yet: it will be tried again */ }).then(show);
  };

  // One tab at a time: two would only do the same work, for nothing.
  const trySending = function () {
    if (!window.navigator.locks) return sendAll();
    return window.navigator.locks.request("trame-waiting", { ifAvailable: true }, function (lock) { return lock ? sendAll() : undefined; });
  };

  // What somebody took up again and left there waits like the rest.
  const release = function () {
    return all().then(function (found) {
      return Promise.all(found.filter(function (one) { return one.held; }).map(function (one) { one.held = false; return add(one); }));
    });
  };

  const keepForLater = function (form) {
    const entry = read(form);
    return add(entry).then(function () {
      renew(form);
      say("Sans connexion : c'est gardé sur cet appareil, et ce sera noté dès qu'elle reviendra.", "info");
      return show();
    });
  };

  // A page kept since yesterday opens on today.
  const setToday = function (form) {
    const field = form.querySelector("#id_date");
    const today = isoDay(new Date());
    if (field.value === form.dataset.drawnOn && field.value !== today) field.value = today;
  };

  const start = function () {
    const form = theForm();
    if (!form || !window.indexedDB || !window.crypto.randomUUID) return;
    // A page that the device kept has a reference that may have served, and a day that is over.
    if (!form.dataset.restored && !form.querySelector("[role=alert]")) {
      form.querySelector("[name=uid]").value = window.crypto.randomUUID();
      setToday(form);
    }
    release().then(show).then(trySending);
    window.addEventListener("online", trySending);
    window.setInterval(trySending, SEND_AGAIN);
    document.addEventListener("htmx:sendError", function (event) {
      const asked = event.detail.requestConfig.elt;
      if (asked.matches("[data-quick-log]")) keepForLater(asked).catch(function () { say("La connexion est coupée et cet appareil ne garde rien : recommencez quand elle revient."); });
    });
    document.addEventListener("htmx:afterRequest", function (event) {
      const asked = event.detail.requestConfig;
      if (event.detail.xhr.status < 300 && asked.elt.matches("[data-quick-log]")) remove(asked.parameters.uid).then(show);
    });
    if (!window.navigator.serviceWorker) return;
    window.navigator.serviceWorker.register(form.dataset.worker).then(function () { return window.navigator.serviceWorker.ready; }).then(function (ready) {
      const drawnWith = Array.from(document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=preload], link[rel=icon]"), function (one) { return one.src || one.href; });
      const icons = document.querySelector("svg.icon use");
      if (icons) drawnWith.push(icons.getAttribute("href").split("#")[0]);
      ready.active.postMessage({ keep: drawnWith });
    });
    window.navigator.serviceWorker.addEventListener("message", function (event) {
      if (event.data.kept) document.documentElement.dataset.atHand = "yes";
    });
  };

  // Whoever leaves this device is told what still waits on it.
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-log-out]") || event.target.dataset.sure) return;
    event.preventDefault();
    all().catch(function () { return []; }).then(function (found) {
      if (found.length && !window.confirm(entries(found.length) + " attendent encore la connexion sur cet appareil. Se déconnecter quand même ? Ils resteront gardés ici.")) return;
      event.target.dataset.sure = "yes";
      event.target.submit();
    });
  });

  document.addEventListener("DOMContentLoaded", start);
})();
