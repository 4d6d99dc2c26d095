// The menu on narrow screens, and the review page's keys. Everything works without this file, with plain forms.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var toggle = event.target.closest(".side-toggle");
    if (!toggle) return;
    var open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    document.getElementById("menu").classList.toggle("open", open);
  });

  // select2 replaces a labelled list by an unlabelled one: give the label back.
  function nameSelect2() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(function (select) {
      var label = document.querySelector('label[for="' + CSS.escape(select.id) + '"]');
      var shown = select.nextElementSibling;
      if (!label || !shown) return;
      shown.querySelectorAll(".select2-selection, .select2-search__field").forEach(function (part) {
        part.setAttribute("aria-label", label.textContent.trim());
      });
    });
  }
  if (window.jQuery) window.jQuery(function () { setTimeout(nameSelect2, 0); });

  var busy = false;

  function show(html, url) {
    var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("contenu");
    var main = document.getElementById("contenu");
    if (!fresh || !main) return window.location.assign(url);
    main.replaceChildren.apply(main, Array.from(fresh.childNodes));
    history.replaceState(null, "", url);
    window.scrollTo(0, 0);
    var title = document.getElementById("review-who") || main;
    title.focus({ preventScroll: true });
  }

  function go(url, options) {
    if (busy) return;
    busy = true;
    fetch(url, options)
      .then(function (response) {
        if (!response.ok || response.url.indexOf("/review") < 0) return window.location.assign(response.url);
        return response.text().then(function (html) { show(html, response.url); });
      })
      .catch(function () { window.location.reload(); })
      .finally(function () { busy = false; });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.closest("[data-review]")) return;
    event.preventDefault();
    var body = new URLSearchParams(new FormData(form));
    if (event.submitter && event.submitter.name) body.append(event.submitter.name, event.submitter.value);
    go(form.action, { method: "POST", body: body, credentials: "same-origin" });
  });

  document.addEventListener("keydown", function (event) {
    var card = document.querySelector("[data-review]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select")) return;
    var refusal = card.querySelector(".refuse");
    if (event.key === "Escape" && refusal) { refusal.open = false; return; }
    var digit = refusal && refusal.open && card.querySelector('[data-digit="' + CSS.escape(event.key) + '"]');
    var chosen = digit || card.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
    if (chosen.tagName === "SUMMARY" && refusal.open) refusal.querySelector("button").focus();
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest('[data-review] a[data-key="n"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.href, { credentials: "same-origin" });
  });
})();
