/* The walk "Toets uw zorgvorm". The answers stay in this tab of the browser; the server makes the dossier of them and keeps
   nothing. The address says which step is shown, so that links, back and forward work as on any page. */
(() => {
  "use strict";

  const { site, assistant } = document.currentScript.dataset;
  const form = document.getElementById("toets");
  if (!assistant) {
    document.getElementById("toets-niet-hier").hidden = false;
    form.remove();
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
  let undo = null; // what the first step offers after all answers were wiped

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
      const wrong = step.contains(careField) && tooLong();
      const done = answered(step) && !wrong;
      const state = wrong ? "te lang" : done ? "ingevuld" : kept.passed.includes(step.dataset.step) ? "overgeslagen" : "";
      const link = form.querySelector(`.walk-steps a[data-step="${step.dataset.step}"]`);
      link.querySelector(".walk-state").textContent = state;
      link.classList.toggle("done", done);
      link.classList.toggle("wrong", wrong);
    }
  };

  const pass = (step) => {
    if (!kept.passed.includes(step.dataset.step)) kept.passed.push(step.dataset.step);
  };

  // -- checking

  const most = Number(careField.dataset.max);
  const tooLong = () => careField.value.trim().length > most;

  const countCare = () => {
    const left = most - careField.value.length;
    const counter = document.getElementById("veld-care-telling");
    counter.textContent = left < 0 ? `${-left} ${left === -1 ? "teken" : "tekens"} te veel.` : left < 60 ? `Nog ${left} tekens.` : `Ten hoogste ${most} tekens.`;
  };

  const setErrors = (step, errors) => {
    const summary = step.querySelector(".walk-errors");
    const place = document.getElementById("veld-care-fout");
    const care = errors.find((error) => error.field === careField)?.text ?? "";
    if (step.contains(careField)) {
      place.textContent = care;
      place.hidden = !care;
      // Without a value the attribute counts for nothing.
      if (care) careField.setAttribute("aria-invalid", "true");
      else careField.removeAttribute("aria-invalid");
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
    if (step.contains(careField) && tooLong()) {
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
    if (key === "dossier" && tooLong()) {
      // No dossier can be made of it: back to where it can be mended.
      const step = careField.closest(".walk-step");
      history.replaceState(null, "", `#${step.id}`);
      show(step.dataset.step, false);
      valid(step);
      return;
    }
    form.querySelector(".walk-undo")?.remove();
    if (undo && key === steps[0].dataset.step) steps[0].querySelector("h2").after(undo);
    undo = null;
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
      if (target && dossier.contains(target)) reveal(target).scrollIntoView();
      else if (current === "dossier" && moveFocus) focus(dossier.querySelector("h2"));
      announce("Het dossier staat klaar.");
      return;
    }
    shown = null;
    const again = element("button", { type: "button", class: "walk-next", text: "Probeer opnieuw" });
    again.addEventListener("click", () => makeDossier(true));
    const paper = element("p", {}, "Blijft het misgaan? Dan kunt u ", element("a", { href: "#op-papier", text: "op papier werken" }), ".");
    dossier.replaceChildren(title, problemBox(problem), element("div", { class: "walk-buttons" }, again), paper);
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

  /* Opens the part that `target` stands in, so that it can be seen. */
  const reveal = (target) => {
    const part = target.closest("details");
    if (part) part.open = true;
    return target;
  };

  const writeDossier = (found) => {
    const places = new Map(found.places.map((place) => [place.n, place]));
    const sources = new Map(found.sources.map((source) => [String(source.n), source]));
    const titleOf = (place) => [place.page, place.heading].filter(Boolean).join(" – ");

    const placeLink = (number) => {
      const place = places.get(number);
      return element("a", { class: "line-ref", href: ROOT + place.url, "aria-label": `Vindplaats ${number}: ${titleOf(place)}`, text: `[${number}]` });
    };

    /* lead: the line that introduces the list in which this one stands; what that one says of itself holds for the list. */
    const reference = (line, lead) => {
      const links = [placeLink(line.place)];
      for (const number of line.sources) {
        const [document, where] = number.split(".");
        const source = sources.get(document);
        const named = [source.title, source.places[where - 1]].filter(Boolean).join(", ");
        links.push(
          element("a", { class: "line-ref", href: ROOT + source.url, "aria-label": `Bron B${number}: ${named}`, text: `[B${number}]` }),
        );
      }
      const own = line.own && !lead?.own;
      const marks = [own ? "eigen uitwerking" : null, line.remark ? "opmerking van deze toets" : null].filter(Boolean);
      const mark = marks.length ? element("span", { class: "walk-mark", text: marks.join(", ") }) : null;
      return element("span", { class: "line-refs" }, ...links.flatMap((link) => [" ", link]), mark ? " " : null, mark);
    };

    const list = (lines, { tag = "ul", lead = null } = {}) =>
      element(tag, {}, ...lines.map((line) => {
        const item = element("li");
        if (line.label) item.append(element("strong", { text: `${line.label}.` }), " ");
        item.append(line.text, reference(line, lead));
        if (line.items.length) item.append(list(line.items, { lead: line }));
        return item;
      }));

    const groups = (all) => all.flatMap((group) => [element("h4", { text: group.title }), list(group.lines)]);

    const part = (id, title, aside, ...children) => {
      const heading = element("h3", { id: `dossier-${id}`, text: title });
      const head = element("summary", {}, heading, aside ? element("span", { class: "walk-aside", text: aside }) : null);
      return element("section", { class: "walk-part", "aria-labelledby": heading.id }, element("details", {}, head, ...children));
    };

    const criterionTitle = (one) => capital(one.name) + (one.status === "in ontwikkeling" ? " (in ontwikkeling)" : "");
    const count = (tally) => (tally.have === null ? "niet ingevuld" : `${tally.have} van ${tally.total}`);
    const tallies = new Map(found.summary.criteria.map((tally) => [tally.id, tally]));

    const criterion = (one) => {
      const chapters = [
        { title: "Wat er wordt gevraagd", lines: one.asked },
        { title: "Wat u hebt", lines: one.have },
        { title: found.skipped_evidence ? "Wat u nog nagaat" : "Wat nog ontbreekt", lines: one.missing },
        { title: "Welk bewijs past", lines: one.suitable },
        { title: "Waar u op let", lines: one.attention },
      ].filter((chapter) => chapter.lines.length);
      const question = element("p", { class: "walk-question", text: one.question });
      return part(one.id, criterionTitle(one), count(tallies.get(one.id)), question, ...groups(chapters));
    };

    const tallyRow = (tally) => {
      const first = tally.first.flatMap((line, index) => [index ? element("br") : null, `${line.label}\u00a0`, placeLink(line.place)]);
      return element("li", {},
        element("a", { href: `#dossier-${tally.id}`, text: criterionTitle(tally) }), " ",
        element("span", { class: "walk-count-of", text: count(tally) }), " ",
        element("span", { class: "walk-first" }, ...(first.length ? first : ["Alle gegevens van deze lijst zijn er."])));
    };

    const summary = element("section", { class: "walk-summary", "aria-labelledby": "dossier-kort" },
      element("h3", { id: "dossier-kort", text: "In het kort" }),
      element("h4", { text: "Welke route geldt" }), list(found.summary.route),
      element("h4", { text: "Hoe ver u bent per criterium, en wat u eerst aanvult" }),
      element("ul", { class: "walk-tally" }, ...found.summary.criteria.map(tallyRow)),
      element("p", { class: "walk-hint", text: "Geteld zijn de gegevens op de lijst van deze toets. Het aantal zegt niets over de uitkomst van een beoordeling." }),
      element("h4", { text: "De eerste stappen" }), list(found.summary.steps, { tag: "ol" }));

    const given = element("dl", { class: "walk-given" }, ...found.given.flatMap((one) => {
      const change = element("a", { href: `#stap-${one.step}`, "aria-label": `Wijzig: ${one.label}`, text: "Wijzig" });
      return [element("dt", { text: one.label }), element("dd", {}, `${capital(one.value) || "Overgeslagen"} `, change)];
    }));

    const pages = new Map();
    for (const place of found.places) {
      if (!pages.has(place.page)) pages.set(place.page, []);
      pages.get(place.page).push(place);
    }

    const parts = [
      part("antwoorden", "Uw antwoorden", "", given),
      part("route", "Welke route geldt", "", found.about.length ? list(found.about) : null, ...groups(found.route)),
      ...found.criteria.map(criterion),
      part("partijen", "Wie u erbij betrekt", "", ...groups(found.involved)),
      part("verder", "Wat u hierna doet", "", ...groups(found.next)),
      part("vindplaatsen", "Vindplaatsen op de site", String(found.places.length), element("ul", { class: "walk-list" }, ...[...pages].map(([page, all]) =>
        element("li", {}, element("strong", { text: page }), element("ul", {}, ...all.map((place) =>
          element("li", {}, `[${place.n}] `, element("a", { href: ROOT + place.url, text: place.heading || "Begin van de pagina" })))))))),
      part("bronnen", "Bronnen achter die vindplaatsen", String(found.sources.length), element("ul", { class: "walk-list" }, ...found.sources.map((source) =>
        element("li", {}, element("strong", { text: `B${source.n} ` }), element("a", { href: ROOT + source.url, text: source.title }),
          ` (${source.publisher}, ${source.date}). `,
          source.places.map((where, index) => `[B${source.n}.${index + 1}] ${where || "gehele bron"}`).join("; "))))),
    ];

    const all = element("button", { type: "button", class: "walk-all", "aria-pressed": "false", text: "Klap alles open" });
    all.addEventListener("click", () => {
      const open = all.getAttribute("aria-pressed") === "false";
      for (const one of dossier.querySelectorAll("details")) one.open = open;
      all.setAttribute("aria-pressed", String(open));
    });

    const buttons = element("div", { class: "walk-buttons walk-files" });
    for (const [format, label] of Object.entries(FORMATS)) {
      const button = element("button", { type: "button", class: "walk-next", text: label });
      button.addEventListener("click", () => button.hasAttribute("aria-disabled") || download(format, button));
      buttons.append(button);
    }
    const print = element("button", { type: "button", text: "Print" });
    print.addEventListener("click", () => window.print());
    buttons.append(print);
    const restart = element("button", { type: "button", class: "walk-skip", text: "Wis mijn antwoorden en begin opnieuw" });
    restart.addEventListener("click", startOver);

    const [first] = found.disclaimer.match(/^.+?\.(?= )/) ?? [found.disclaimer];
    const made = new Date(`${found.date}T12:00`).toLocaleDateString("nl-NL", { day: "numeric", month: "long", year: "numeric" });
    dossier.replaceChildren(
      element("h2", { id: "dossier-titel", tabindex: "-1", text: found.title }),
      element("p", { class: "walk-disclaimer" }, element("strong", { text: first }), found.disclaimer.slice(first.length)),
      ...found.notices.map((notice) => element("p", { class: "walk-note", text: notice })),
      buttons,
      element("div", { class: "walk-download-problem" }),
      summary,
      element("div", { class: "walk-whole" }, element("p", { text: "Het hele dossier" }), all),
      ...parts,
      element("p", { class: "walk-hint walk-made", text: `Gemaakt op ${made}, met versie ${found.version} van de teksten. [1] is een vindplaats op de site, [B1.1] de bron daarachter. De regels staan woordelijk op de site, behalve de vette woorden en een opmerking van deze toets.` }),
      element("div", { class: "walk-buttons" }, restart),
    );
  };

  const startOver = () => {
    const before = kept;
    kept = { answers: {}, passed: [] };
    shown = null;
    store();
    fill();
    const back = element("button", { type: "button", text: "Zet ze terug" });
    back.addEventListener("click", () => {
      kept = before;
      store();
      fill();
      go("dossier");
      announce("Uw antwoorden staan er weer.");
    });
    undo = element("p", { class: "walk-note walk-undo" }, "Uw antwoorden zijn gewist. ", back);
    go(steps[0].dataset.step);
    announce("Uw antwoorden zijn gewist. U kunt ze nog terugzetten.");
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

  // A link to a part that is closed would lead nowhere.
  dossier.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#dossier-']");
    if (link) reveal(document.getElementById(link.hash.slice(1)));
  });

  // On paper everything counts.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...dossier.querySelectorAll("details:not([open])")];
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
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
