/* What the site adds in the browser. Without this script every page can still be read and every link works. */

/* Glossary definitions on hover and focus; a term is also a link to the glossary. */
(() => {
  const LEAVE_MS = 250; // time to bring the pointer from the term to its definition
  let tip = null;
  let owner = null;
  let leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    if (!tip) return;
    tip.remove();
    owner.removeAttribute("aria-describedby");
    tip = owner = null;
  };

  const hideSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => document.activeElement !== owner && hide(), LEAVE_MS);
  };

  const show = (term) => {
    clearTimeout(leaving);
    if (owner === term) return;
    hide();
    owner = term;
    tip = document.createElement("div");
    tip.className = "definition";
    tip.id = "definition";
    tip.setAttribute("role", "tooltip");
    tip.textContent = term.dataset.definition;
    (term.closest("main") ?? document.body).append(tip);
    term.setAttribute("aria-describedby", "definition");
    // A term may be broken over two lines; the definition stands at its first part.
    const box = term.getClientRects()[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = box.bottom + tip.offsetHeight + 8 > window.innerHeight && box.top > tip.offsetHeight;
    tip.style.left = `${Math.max(8, left) + window.scrollX}px`;
    tip.style.top = `${(above ? box.top - tip.offsetHeight - 4 : box.bottom + 4) + window.scrollY}px`;
    tip.addEventListener("mouseenter", () => clearTimeout(leaving));
    tip.addEventListener("mouseleave", hideSoon);
  };

  const termAt = (event) => event.target.closest?.("a.term");
  document.addEventListener("mouseover", (e) => termAt(e) && show(termAt(e)));
  document.addEventListener("mouseout", (e) => termAt(e) && hideSoon());
  document.addEventListener("focusin", (e) => (termAt(e) ? show(termAt(e)) : hide()));
  document.addEventListener("keydown", (e) => e.key === "Escape" && hide());
})();

/* Menu, search and colours: the theme has labels here, which a keyboard cannot reach; they become buttons. */
(() => {
  const asButton = (label, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.append(...label.cloneNode(true).childNodes);
    return button;
  };

  const drawer = document.getElementById("__drawer");
  const menu = document.querySelector(".md-sidebar--primary");
  const menuLabel = document.querySelector(".md-header__button[for=__drawer]");
  if (drawer && menu && menuLabel) {
    const button = asButton(menuLabel, "Menu");
    button.classList.add("menu-button");
    button.setAttribute("aria-expanded", "false");
    menuLabel.replaceWith(button);
    const close = () => drawer.checked && drawer.click();
    button.addEventListener("click", () => drawer.click());
    drawer.addEventListener("change", () => {
      button.setAttribute("aria-expanded", String(drawer.checked));
      if (drawer.checked) (menu.querySelector("[aria-current]") ?? menu.querySelector("a")).focus();
    });
    document.addEventListener("focusin", (e) => menu.contains(e.target) || e.target === button || close());
    document.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || !drawer.checked) return;
      close();
      button.focus();
    });
  }

  const field = document.querySelector(".md-search__input");
  const searchLabel = document.querySelector(".md-header__button[for=__search]");
  if (field && searchLabel) {
    const button = asButton(searchLabel, "Zoeken");
    button.classList.add("search-button");
    searchLabel.replaceWith(button);
    let opener = null;
    for (const way of [button, ...document.querySelectorAll(".search-open")]) {
      way.addEventListener("click", () => {
        opener = way;
        field.focus(); // the theme opens its search as soon as its field has focus
      });
    }
    document.getElementById("__search").addEventListener("change", (e) => {
      if (!e.target.checked && opener) opener.focus();
      if (!e.target.checked) opener = null;
    });
  }

  const palette = document.querySelector("form[data-md-component=palette]");
  const choices = palette ? [...palette.querySelectorAll("input")] : [];
  if (choices.length === 2) {
    const button = asButton(palette.querySelector("label"), "Donkere weergave");
    button.classList.add("palette-button");
    button.hidden = false;
    palette.hidden = true;
    palette.after(button);
    // Material keeps the colours of the first visit for good. Only what a reader chose is kept here; others follow their
    // device, also when that changes.
    const CHOSEN = "pakketwijzer.kleuren";
    const KEPT = `${__md_scope.pathname}.__palette`;
    const chosen = () => {
      try {
        return localStorage.getItem(CHOSEN) !== null;
      } catch {
        return true; // nothing is kept, so there is nothing to forget
      }
    };
    const choose = (scheme) => choices.find((choice) => choice.dataset.mdColorScheme === scheme).click();
    const device = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => chosen() || choose(device.matches ? "slate" : "default");
    device.addEventListener("change", follow);
    const dark = () => document.body.dataset.mdColorScheme === "slate";
    const tell = () => {
      button.setAttribute("aria-pressed", String(dark()));
      if (!chosen()) localStorage.removeItem(KEPT);
    };
    button.addEventListener("click", () => {
      try {
        localStorage.setItem(CHOSEN, "");
      } catch {
        // Without storage the choice holds for this page.
      }
      choose(dark() ? "default" : "slate");
    });
    new MutationObserver(tell).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    tell();
  }
})();

/* What is wider than the page scrolls inside a frame; a keyboard can reach that frame as long as it scrolls. */
(() => {
  const NAMES = { "md-typeset__scrollwrap": "Tabel", "mermaid-figure": "Schema", "timeline-frame": "Tijdlijn" };
  const SHRINK = 0.78; // letters of 15 px become 12 px
  const known = new WeakSet();
  const KEPT = 0.45; // most of the width that a first column may take and still stay in view
  const place = (frame) => {
    const rest = frame.scrollWidth - frame.clientWidth;
    frame.classList.toggle("more-start", frame.scrollLeft > 1);
    frame.classList.toggle("more-end", frame.scrollLeft < rest - 1);
    frame.style.setProperty("--at", rest > 0 ? frame.scrollLeft / rest : 0);
    frame.style.setProperty("--shown", `${(100 * frame.clientWidth) / frame.scrollWidth}%`);
  };
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      const first = target.querySelector("table tr")?.cells[0].offsetWidth ?? Infinity;
      const keeps = scrolls && first <= KEPT * target.clientWidth;
      target.classList.toggle("scrolls", scrolls);
      target.classList.toggle("keeps-first", keeps);
      target.style.scrollPaddingLeft = keeps ? `${first}px` : ""; // a link that gets the focus is not below the column
      if (scrolls) {
        place(target);
        target.tabIndex = 0;
        target.setAttribute("role", "group");
        target.setAttribute("aria-label", `${NAMES[target.classList[0]]}, schuif opzij voor de rest`);
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
      }
    }
  });
  const watch = () => {
    for (const frame of document.querySelectorAll(Object.keys(NAMES).map((name) => `.${name}`).join())) {
      if (known.has(frame)) continue;
      known.add(frame);
      const chart = frame.querySelector(".flowchart");
      chart?.style.setProperty("--smallest", `${SHRINK * parseFloat(chart.style.maxWidth)}px`);
      // A tall chart starts in its middle.
      if (chart && chart.clientHeight > chart.clientWidth / 2) frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
      observer.observe(frame);
      frame.addEventListener("scroll", () => place(frame), { passive: true });
    }
  };
  addEventListener("load", watch);
  document.addEventListener("pakketwijzer:content", watch); // text that a script has put on the page
})();

/* A link into a folded part opens it, in browsers that do not do so themselves too; a heading opens what is folded below it. */
(() => {
  const reveal = () => {
    const target = document.querySelector(":target");
    if (!target) return;
    const closed = target.matches("h2") ? [...target.parentElement.querySelectorAll(":scope > details.fold:not([open])")] : [];
    for (let part = target.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])"))
      closed.push(part);
    for (const part of closed) part.open = true;
    if (closed.length) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  addEventListener("load", reveal);
})();

/* On paper everything is open; afterwards the page is as it was. */
(() => {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("article details:not([open])")];
    for (const details of opened) {
      details.dataset.name = details.getAttribute("name") ?? "";
      details.removeAttribute("name"); // of those with one name only one can be open
      details.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened) {
      details.open = false;
      if (details.dataset.name) details.setAttribute("name", details.dataset.name);
      delete details.dataset.name;
    }
    opened = [];
  });
  for (const button of document.querySelectorAll(".print-button")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();

/* In the results of the search the theme marks section and state as navigation, which they are not. */
(() => {
  const list = document.querySelector(".md-search-result__list");
  if (!list) return;
  new MutationObserver(() => {
    for (const tags of list.querySelectorAll("nav.md-tags")) tags.setAttribute("role", "presentation");
  }).observe(list, { childList: true, subtree: true });
})();
