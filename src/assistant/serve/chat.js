/* The conversation in the browser. Gradio carries questions to the server and answers back; everything a reader sees of
   them is made here or comes as finished HTML from the server. The conversation stays in this tab of the browser: Gradio
   reloads the page after a lost connection, so it is put aside when the page goes and brought back when it returns. */
window.pakketwijzer = (() => {
  "use strict";

  const KEPT = "pakketwijzer.gesprek";
  const PATIENCE_MS = 45000;
  const SLOW_MS = 2000;
  const TEXT = {
    slow: "De assistent zoekt nog.",
    busy: "De assistent beantwoordt nog een vraag. Wacht even.",
    failed: "De assistent reageert niet. Controleer de verbinding en stel de vraag opnieuw.",
    searching: "De assistent zoekt…",
    copied: "Gekopieerd",
    cleared: "Nieuw gesprek begonnen.",
  };

  const start = JSON.parse(document.getElementById("start").textContent);
  // A question in the address is asked once: it must not be asked again on reload, nor stand in logs and referrers.
  const address = new URL(location.href);
  if (address.searchParams.has("vraag")) {
    address.searchParams.delete("vraag");
    window.history.replaceState(null, "", address);
  }

  const history = [];
  let page = start.page;
  let count = 0;
  let pending = null;
  let send = null;
  let turns = null;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (target, block) => target.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
  const filter = (name) => document.getElementById(`filter-${name}`)?.value || null;
  const textarea = () => document.querySelector("#question textarea");

  const announce = (text) => {
    const live = document.getElementById("live");
    // The same text twice in a row is not announced the second time, unless the region was empty in between.
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 50);
  };

  const setError = (text) => {
    const place = document.getElementById("ask-error");
    const field = textarea();
    place.textContent = text;
    field.toggleAttribute("aria-invalid", Boolean(text));
    if (text) field.setAttribute("aria-describedby", "ask-error");
    else field.removeAttribute("aria-describedby");
  };

  const setQuestion = (text) => {
    const field = textarea();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* Asks a question; false where another one is still being answered. */
  const ask = (question, typed) => {
    if (pending) {
      announce(TEXT.busy);
      return false;
    }
    setError("");
    count += 1;
    const turn = `turn-${count}`;
    const article = element("article", "turn");
    const heading = element("h2", "question", question);
    heading.id = `${turn}-question`;
    heading.tabIndex = -1;
    const body = element("div", "reply");
    body.append(element("p", "searching", TEXT.searching));
    body.setAttribute("aria-busy", "true");
    article.setAttribute("aria-labelledby", heading.id);
    article.append(heading, body);
    // A question without any text is turned down at once; showing it would only flicker.
    if (question.trim()) {
      turns.append(article);
      begun();
      show(article, "start");
      if (!typed) heading.focus({ preventScroll: true });
    }
    pending = {
      turn, article, body, question,
      slow: setTimeout(slow, SLOW_MS),
      late: setTimeout(failed, PATIENCE_MS),
    };
    send({
      turn, question, page, history: history.slice(-20), calm: calm(),
      sector: filter("sector"), criterion: filter("criterion"),
    });
    return true;
  };

  const settle = () => {
    const settled = pending;
    pending = null;
    clearTimeout(settled.slow);
    clearTimeout(settled.late);
    return settled;
  };

  const giveUp = (message) => {
    const { article, question } = settle();
    article.remove();
    if (!turns.children.length) empty();
    setQuestion(question);
    setError(message);
    textarea().focus();
  };

  const failed = () => pending && giveUp(TEXT.failed);

  const slow = () => {
    announce(TEXT.slow);
    // Gradio goes on trying for as long as there is no connection; the reader has to know.
    fetch("/healthz", { cache: "no-store" }).catch(failed);
  };

  const receive = (value) => {
    if (!pending || value?.turn !== pending.turn) return;
    if (value.error) {
      giveUp(value.error);
      return;
    }
    pending.body.innerHTML = value.html;
    if (!value.done) return;
    const { body, question } = settle();
    body.removeAttribute("aria-busy");
    history.push(question);
    announce(`Antwoord. ${plainText(body.querySelector(".answer"))}`);
  };

  const plainText = (answer) => {
    const copy = answer.cloneNode(true);
    copy.querySelectorAll(".ref").forEach((reference) => reference.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  const empty = () => {
    turns.replaceChildren();
    document.body.classList.remove("has-turns");
    document.getElementById("new-conversation").hidden = true;
  };

  const keep = () => {
    const whole = turns.cloneNode(true);
    whole.querySelector(".turn:has([aria-busy])")?.remove();
    const draft = pending ? pending.question : textarea()?.value;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ html: whole.innerHTML, history, count, draft }));
    } catch {
      // Without storage the conversation ends with the page, which is no more than was promised.
    }
  };

  const bringBack = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      return;
    }
    if (!kept) return;
    turns.innerHTML = kept.html;
    history.push(...kept.history);
    count = kept.count;
    if (history.length) begun();
    if (kept.draft) whenReady(() => setQuestion(kept.draft));
  };

  const begun = () => {
    document.body.classList.add("has-turns");
    document.getElementById("new-conversation").hidden = false;
  };

  const startOver = () => {
    if (pending) settle();
    empty();
    history.length = 0;
    setError("");
    setQuestion("");
    textarea().focus();
    announce(TEXT.cleared);
  };

  const openCitation = (reference) => {
    const citation = document.getElementById(reference.dataset.cite);
    // While an answer still grows its sources are not there yet.
    if (!citation) return;
    citation.closest("details").open = true;
    citation.focus({ preventScroll: true });
    show(citation, "nearest");
  };

  const backToText = (button) => {
    const reference = document.getElementById(button.dataset.ref);
    reference.focus({ preventScroll: true });
    show(reference, "nearest");
  };

  const answerAsText = (article) => {
    const sources = [...article.querySelectorAll(".citation")].map((citation) => {
      const link = citation.querySelector(".read-on");
      const title = citation.closest("details").querySelector(".source-title").textContent.trim();
      return `[${link.dataset.number}] ${title}: ${link.href}`;
    });
    const parts = [article.querySelector("h2").textContent, article.querySelector(".answer-text").innerText.trim()];
    return [...parts, sources.length ? `Bronnen:\n${sources.join("\n")}` : ""].filter(Boolean).join("\n\n");
  };

  const writeToClipboard = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Browsers offer the clipboard only on https; on an intranet without it the old way still works.
    const holder = element("textarea", "only-heard");
    holder.value = text;
    document.body.append(holder);
    holder.select();
    document.execCommand("copy");
    holder.remove();
  };

  const copy = async (button) => {
    await writeToClipboard(answerAsText(button.closest("article")));
    const label = button.textContent;
    button.textContent = TEXT.copied;
    announce(TEXT.copied);
    setTimeout(() => (button.textContent = label), 2000);
  };

  const attachConversation = (root, trigger, watch, props) => {
    turns = root.querySelector(".turns");
    send = trigger;
    // Gradio makes the page's <main>; the title and the notice belong in it.
    root.closest("main").prepend(document.querySelector(".intro"));
    watch("value", () => receive(props.value));
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.matches(".ref")) openCitation(button);
      else if (button.matches(".back")) backToText(button);
      else if (button.matches(".ask")) ask(button.dataset.question, false);
      else if (button.matches(".copy")) copy(button);
    });
    document.getElementById("new-conversation").addEventListener("click", startOver);
    bringBack();
    addEventListener("pagehide", keep);
    showPage();
    if (start.question) whenReady(() => ask(start.question, false));
  };

  const attachFilters = (root) => {
    for (const name of ["sector", "criterion"]) {
      const select = root.querySelector(`#filter-${name}`);
      if (select && start[name]) select.value = start[name];
    }
  };

  const attachExamples = (root) => {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button.ask");
      if (button) ask(button.dataset.question, false);
    });
  };

  /* The whole form is there, and Gradio has bound its events. */
  const whenReady = (action) => {
    if (textarea() && document.getElementById("ask-error")) setTimeout(action, 0);
    else requestAnimationFrame(() => whenReady(action));
  };

  const showPage = () => {
    const line = document.getElementById("from-page");
    if (!page || !start.pageTitle) return;
    line.querySelector("span").textContent = `U komt van de pagina ‘${start.pageTitle}’.`;
    line.hidden = false;
    line.querySelector("button").addEventListener("click", () => {
      page = null;
      line.hidden = true;
      textarea()?.focus();
    });
  };

  return {
    attachConversation,
    attachFilters,
    attachExamples,
    failed,
    submit: (text) => (ask(text ?? "", true) ? "" : text),
  };
})();
