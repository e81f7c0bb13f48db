/* The walk "Toets uw zorgvorm". The answers stay in this tab of the browser; the server makes the dossier of them and keeps
   nothing. The address says which step is shown, so that links, back and forward work as on any page. */
(() => {
  "use strict";

  const { site, assistant } = document.currentScript.dataset;
  const form = document.getElementById("toets");
  if (!assistant) {
    document.getElementById("toets-niet-hier").hidden = false;
    return;
  }

  const KEPT = "pakketwijzer.toets";
  const PATIENCE_MS = 30000;
  const API = new URL("../api/assess", new URL(assistant, location.href)).href;
  const ROOT = new URL(site.endsWith("/") ? site : `${site}/`, location.href).href;
  const FORMATS = { docx: "Download als Word", pdf: "Download als PDF" };
  const TEXT = {
    making: "Het dossier wordt gemaakt…",
    unreachable:
      "De server die het dossier maakt, is niet te bereiken. Uw antwoorden zijn er nog. Controleer de verbinding en probeer het opnieuw.",
    fault: "Het dossier kon niet worden gemaakt. Uw antwoorden zijn er nog. Probeer het later opnieuw.",
  };

  const steps = [...form.querySelectorAll(".walk-step")];
  const dossier = document.getElementById("dossier");
  const names = new Map(
    [...form.querySelectorAll(".walk-steps a")].map((link) => [
      link.dataset.step,
      link.querySelector(".walk-name").textContent,
    ]),
  );
  const careField = document.getElementById("veld-care");

  /* What was answered, and which steps were gone through: a step with all boxes open says "nothing", a skipped one nothing. */
  let kept = { answers: {}, passed: [] };
  let shown = null; // the answers of the dossier on the screen
  let current = null;

  // -- small helpers

  const element = (tag, properties = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") made.className = value;
      else if (name === "text") made.textContent = value;
      else made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  };

  const announce = (text) => {
    const live = form.querySelector(".walk-live");
    // The same text twice in a row is heard only if the region was empty in between.
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 50);
  };

  const focus = (target) => {
    target.focus({ preventScroll: true });
    (target.closest(".walk-step:not(:has(.walk-errors:focus))") ?? target).scrollIntoView({ block: "start" });
  };

  // -- answers

  const load = () => {
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT)) ?? kept;
    } catch {
      // Without storage the walk works as long as the page stays open.
    }
  };

  const store = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      // See above.
    }
  };

  const fieldsOf = (step) => [...new Set([...step.querySelectorAll("[name]")].map((field) => field.name))];

  const read = (step) => {
    for (const name of fieldsOf(step)) {
      if (name === "evidence") {
        const ticked = [...step.querySelectorAll("[name=evidence]:checked")].map((box) => box.value);
        if (ticked.length || kept.passed.includes(step.dataset.step)) kept.answers.evidence = ticked;
        else delete kept.answers.evidence;
      } else {
        const value = form.elements[name].value.trim();
        if (value) kept.answers[name] = value;
        else delete kept.answers[name];
      }
    }
    store();
    tellStates();
  };

  const fill = () => {
    careField.value = kept.answers.care ?? "";
    for (const field of form.querySelectorAll("input[type=radio]")) field.checked = kept.answers[field.name] === field.value;
    const ticked = kept.answers.evidence ?? [];
    for (const box of form.querySelectorAll("[name=evidence]")) box.checked = ticked.includes(box.value);
    countCare();
  };

  const answered = (step) => fieldsOf(step).some((name) => kept.answers[name] !== undefined);

  const tellStates = () => {
    for (const step of steps) {
      const done = answered(step);
      const state = done ? "ingevuld" : kept.passed.includes(step.dataset.step) ? "overgeslagen" : "";
      const link = form.querySelector(`.walk-steps a[data-step="${step.dataset.step}"]`);
      link.querySelector(".walk-state").textContent = state;
      link.classList.toggle("done", done);
    }
  };

  const pass = (step) => {
    if (!kept.passed.includes(step.dataset.step)) kept.passed.push(step.dataset.step);
  };

  // -- checking

  const countCare = () => {
    const most = Number(careField.dataset.max);
    const left = most - careField.value.length;
    const counter = document.getElementById("veld-care-telling");
    counter.textContent = left < 0 ? `${-left} tekens te veel.` : left < 60 ? `Nog ${left} tekens.` : `Ten hoogste ${most} tekens.`;
  };

  const setErrors = (step, errors) => {
    const summary = step.querySelector(".walk-errors");
    const place = document.getElementById("veld-care-fout");
    const care = errors.find((error) => error.field === careField)?.text ?? "";
    if (step.contains(careField)) {
      place.textContent = care;
      place.hidden = !care;
      careField.toggleAttribute("aria-invalid", Boolean(care));
      if (care) careField.setAttribute("aria-invalid", "true");
      const described = ["veld-care-uitleg", "veld-care-telling", ...(care ? ["veld-care-fout"] : [])];
      careField.setAttribute("aria-describedby", described.join(" "));
    }
    summary.hidden = !errors.length;
    summary.querySelector("ul").replaceChildren(
      ...errors.map(({ text, field }) => {
        const link = element("a", { href: `#${field.id}`, text });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          field.focus();
        });
        return element("li", {}, link);
      }),
    );
    if (errors.length) focus(summary);
  };

  const valid = (step) => {
    const errors = [];
    const most = Number(careField.dataset.max);
    if (step.contains(careField) && careField.value.trim().length > most) {
      const text = `De omschrijving telt ${careField.value.trim().length} tekens; het maximum is ${most}. Maak de tekst korter.`;
      errors.push({ field: careField, text });
    }
    setErrors(step, errors);
    return !errors.length;
  };

  // -- moving

  const go = (key) => {
    const hash = key === "dossier" ? "#dossier" : `#stap-${key}`;
    if (location.hash === hash) show(key, true);
    else location.hash = hash;
  };

  const keyOfAddress = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (hash === "dossier" || hash.startsWith("dossier-")) return "dossier";
    return steps.find((step) => step.id === hash)?.dataset.step ?? null;
  };

  const show = (key, moveFocus) => {
    const before = current;
    current = key;
    for (const step of steps) step.hidden = step.dataset.step !== key;
    dossier.hidden = key !== "dossier";
    document.body.classList.toggle("walk-at-dossier", key === "dossier");
    for (const link of form.querySelectorAll(".walk-steps a")) {
      if (link.dataset.step === key) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    tellStates();
    if (key === "dossier") {
      // A link within the dossier scrolls by itself.
      if (before === "dossier" && location.hash !== "#dossier") return;
      makeDossier(moveFocus);
    } else if (moveFocus) {
      focus(form.querySelector(`#stap-${key} h2`));
    }
  };

  const next = (step) => {
    const index = steps.indexOf(step);
    go(steps[index + 1]?.dataset.step ?? "dossier");
  };

  // -- the dossier

  const send = async (path, body) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      return await fetch(`${API}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
        signal: patience.signal,
        credentials: "omit",
      });
    } finally {
      clearTimeout(timer);
    }
  };

  /* What went wrong, in words for the user. */
  const explain = async (response) => {
    if (!response) return TEXT.unreachable;
    const detail = await response.json().then((body) => body.detail, () => null);
    return typeof detail === "string" ? detail : TEXT.fault;
  };

  const makeDossier = async (moveFocus) => {
    const body = JSON.stringify(kept.answers);
    if (shown === body) {
      if (moveFocus) focus(dossier.querySelector("h2"));
      return;
    }
    const title = element("h2", { id: "dossier-titel", tabindex: "-1", text: "Het dossier" });
    dossier.replaceChildren(title, element("p", { class: "walk-waiting", text: TEXT.making }));
    dossier.setAttribute("aria-busy", "true");
    if (moveFocus) focus(title);
    announce(TEXT.making);
    const response = await send("", body).catch(() => null);
    const found = response?.ok ? await response.json().catch(() => null) : null;
    const problem = found ? "" : await explain(response);
    // The answers may have changed while this one was under way.
    if (JSON.stringify(kept.answers) !== body) return;
    dossier.removeAttribute("aria-busy");
    if (found) {
      shown = body;
      writeDossier(found);
      const target = location.hash !== "#dossier" && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && dossier.contains(target)) target.scrollIntoView();
      else if (current === "dossier" && moveFocus) focus(dossier.querySelector("h2"));
      announce("Het dossier staat klaar.");
      return;
    }
    shown = null;
    const again = element("button", { type: "button", class: "walk-next", text: "Probeer opnieuw" });
    again.addEventListener("click", () => makeDossier(true));
    dossier.replaceChildren(title, problemBox(problem), element("div", { class: "walk-buttons" }, again));
  };

  const problemBox = (text) =>
    element("div", { class: "walk-errors", role: "alert" }, element("p", { class: "walk-errors-title", text: "Er gaat iets mis" }), element("p", { text }));

  const download = async (format, button) => {
    const label = button.textContent;
    const box = dossier.querySelector(".walk-download-problem");
    box.replaceChildren();
    button.setAttribute("aria-disabled", "true");
    button.textContent = "Even wachten…";
    const response = await send(`/${format}`, shown).catch(() => null);
    const file = response?.ok ? await response.blob().catch(() => null) : null;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
    if (!file) {
      box.replaceChildren(problemBox(await explain(response?.ok ? null : response)));
      return;
    }
    const address = URL.createObjectURL(file);
    const link = element("a", { href: address, download: `dossier-pakketwijzer.${format}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    announce("Het bestand is gedownload.");
  };

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const writeDossier = (found) => {
    const places = new Map(found.places.map((place) => [place.n, place]));
    const sources = new Map(found.sources.map((source) => [String(source.n), source]));

    const reference = (line) => {
      const place = places.get(line.place);
      const links = [
        element("a", { class: "line-ref", href: ROOT + place.url, "aria-label": `Vindplaats ${place.n}: ${place.title}`, text: `[${place.n}]` }),
      ];
      for (const number of line.sources) {
        const [document, where] = number.split(".");
        const source = sources.get(document);
        const named = [source.title, source.places[where - 1]].filter(Boolean).join(", ");
        links.push(
          element("a", { class: "line-ref", href: ROOT + source.url, "aria-label": `Bron B${number}: ${named}`, text: `[B${number}]` }),
        );
      }
      const marks = [
        line.own ? "eigen uitwerking" : null,
        line.remark ? "opmerking van deze toets" : null,
        line.developing ? "in ontwikkeling" : null,
      ].filter(Boolean);
      const mark = marks.length ? element("span", { class: "walk-mark", text: marks.join(", ") }) : null;
      return element("span", { class: "line-refs" }, ...links.flatMap((link) => [" ", link]), mark ? " " : null, mark);
    };

    const list = (lines) =>
      element("ul", {}, ...lines.map((line) => {
        const item = element("li");
        if (line.label) item.append(element("strong", { text: `${line.label}.` }), " ");
        item.append(line.text, reference(line));
        if (line.items.length) item.append(list(line.items));
        return item;
      }));

    const groups = (all) => all.flatMap((group) => [element("h4", { text: group.title }), list(group.lines)]);

    const part = (id, title, ...children) =>
      element("section", { class: "walk-part", "aria-labelledby": `dossier-${id}` }, element("h3", { id: `dossier-${id}`, text: title }), ...children);

    const criterion = (one) => {
      const developing = one.status === "in ontwikkeling";
      const chapters = [
        { title: "Wat er wordt gevraagd", lines: one.asked },
        { title: "Wat u hebt", lines: one.have },
        { title: found.skipped_evidence ? "Wat u nog nagaat" : "Wat nog ontbreekt", lines: one.missing },
        { title: "Welk bewijs past", lines: one.suitable },
        { title: "Waar u op let", lines: one.attention },
      ].filter((chapter) => chapter.lines.length);
      return part(one.id, capital(one.name) + (developing ? " (in ontwikkeling)" : ""), element("p", { class: "walk-question", text: one.question }), ...groups(chapters));
    };

    const given = element("dl", { class: "walk-given" }, ...found.given.flatMap((one) => {
      const change = element("a", { href: `#stap-${one.step}`, "aria-label": `Wijzig: ${one.label}`, text: "Wijzig" });
      return [element("dt", { text: one.label }), element("dd", {}, `${capital(one.value) || "Overgeslagen"} `, change)];
    }));

    const parts = [
      part("antwoorden", "Uw antwoorden", given),
      part("route", "Welke route geldt", found.about.length ? list(found.about) : null, ...groups(found.route)),
      ...found.criteria.map(criterion),
      part("partijen", "Wie u erbij betrekt", ...groups(found.involved)),
      part("verder", "Wat u hierna doet", ...groups(found.next)),
      part("vindplaatsen", "Vindplaatsen op de site", element("ul", { class: "walk-list" }, ...found.places.map((place) =>
        element("li", {}, `[${place.n}] `, element("a", { href: ROOT + place.url, text: place.title }))))),
      part("bronnen", "Bronnen achter die vindplaatsen", element("ul", { class: "walk-list" }, ...found.sources.map((source) =>
        element("li", {}, element("strong", { text: `B${source.n} ` }), element("a", { href: ROOT + source.url, text: source.title }),
          ` (${source.publisher}, ${source.date}).`,
          element("ul", {}, ...source.places.map((where, index) => element("li", { text: `[B${source.n}.${index + 1}] ${where || "gehele bron"}` }))))))),
    ];

    const contents = element("nav", { class: "walk-contents", "aria-label": "In dit dossier" }, element("p", { text: "In dit dossier" }),
      element("ul", {}, ...parts.map((one) => {
        const heading = one.querySelector("h3");
        return element("li", {}, element("a", { href: `#${heading.id}`, text: heading.textContent }));
      })));

    const buttons = element("div", { class: "walk-buttons walk-files" });
    for (const [format, label] of Object.entries(FORMATS)) {
      const button = element("button", { type: "button", class: "walk-next", text: label });
      button.addEventListener("click", () => button.hasAttribute("aria-disabled") || download(format, button));
      buttons.append(button);
    }
    const print = element("button", { type: "button", text: "Print" });
    print.addEventListener("click", () => window.print());
    const restart = element("button", { type: "button", text: "Begin opnieuw" });
    restart.addEventListener("click", startOver);
    buttons.append(print, restart);

    const made = new Date(`${found.date}T12:00`).toLocaleDateString("nl-NL", { day: "numeric", month: "long", year: "numeric" });
    dossier.replaceChildren(
      element("h2", { id: "dossier-titel", tabindex: "-1", text: found.title }),
      element("p", { class: "walk-disclaimer", text: found.disclaimer }),
      ...found.notices.map((notice) => element("p", { class: "walk-note", text: notice })),
      buttons,
      element("div", { class: "walk-download-problem" }),
      element("p", { class: "walk-hint", text: `Gemaakt op ${made}, met versie ${found.version} van de teksten. [1] is een vindplaats op de site, [B1.1] de bron daarachter. Waar geen opmerking van deze toets staat, staat de regel woordelijk op de site.` }),
      contents,
      ...parts,
    );
  };

  const startOver = () => {
    kept = { answers: {}, passed: [] };
    shown = null;
    store();
    fill();
    go(steps[0].dataset.step);
    announce("Uw antwoorden zijn gewist.");
  };

  // -- start

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const step = steps.find((one) => !one.hidden);
    if (!step || !valid(step)) return;
    pass(step);
    read(step);
    next(step);
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const step = button?.closest(".walk-step");
    if (!step) return;
    if (button.matches(".walk-back")) {
      read(step);
      go(steps[steps.indexOf(step) - 1].dataset.step);
    } else if (button.matches(".walk-skip")) {
      for (const name of fieldsOf(step)) delete kept.answers[name];
      pass(step);
      setErrors(step, []);
      fill();
      store();
      next(step);
    }
  });

  form.addEventListener("input", (event) => {
    if (event.target === careField) countCare();
    const step = event.target.closest(".walk-step");
    if (step) read(step);
  });

  addEventListener("hashchange", () => {
    const key = keyOfAddress();
    if (key) show(key, true);
  });

  load();
  const address = new URL(location.href);
  const sector = address.searchParams.get("sector");
  if (sector !== null) {
    // Whoever comes from a manual has chosen the sector; the address stays clean for a reload.
    if (document.getElementById(`veld-sector-${CSS.escape(sector)}`)) kept.answers.sector = sector;
    store();
    address.searchParams.delete("sector");
    history.replaceState(null, "", address);
  }
  fill();
  form.hidden = false;
  show(keyOfAddress() ?? steps[0].dataset.step, Boolean(keyOfAddress()));
})();
