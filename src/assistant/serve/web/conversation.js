/* A conversation with the assistant, on its own page and beside a page of the site. Answers come as finished HTML from
   the server. The conversation stays in this tab of the browser: it is put aside when the page goes and brought back on
   the next one, so that page and panel share it. */

import { element, feedbackForm, post, sendFeedback } from "./feedback.js";

const KEPT = "pakketwijzer.gesprek";
const PATIENCE_MS = 45000;
const SLOW_MS = 2000;
const HISTORY = 20;
const ANSWER_LIMIT = 6000;
const TEXT = {
  slow: "De assistent zoekt nog.",
  busy: "De assistent beantwoordt nog een vraag. Wacht even.",
  failed: "De assistent reageert niet. Controleer de verbinding en stel de vraag opnieuw.",
  searching: "De assistent zoekt…",
  copied: "Gekopieerd",
  linked: "Link gekopieerd",
  linkedClean: "Link gekopieerd, zonder de persoonsgegevens uit uw vraag",
  cleared: "Nieuw gesprek begonnen.",
  thanks: "Bedankt voor uw oordeel.",
  judged: "U hebt dit antwoord al beoordeeld.",
  passed: "Uw vraag is doorgegeven aan de redactie.",
  down: "Wat is er mis met dit antwoord?",
  more: "Toelichting (mag u weglaten)",
  passOn: "Stuur deze vraag naar de redactie",
  goesAlong: "Deze vraag gaat naar de redactie:",
  saved: "Het gesprek is gedownload.",
};

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const show = (target, block) => target.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

/* Says a text through a live region. The same text twice in a row is not announced the second time, unless the region
   was empty in between. */
export const speaker = (live) => (text) => {
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 50);
};

const writeToClipboard = async (text, near) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Browsers offer the clipboard only on https; on an intranet without it the old way still works.
  const focused = document.activeElement;
  const holder = element("textarea", "only-heard");
  holder.value = text;
  near.append(holder);
  holder.select();
  document.execCommand("copy");
  holder.remove();
  focused?.focus();
};

/* place: element that holds the turns; say: announces; send: carries a question away, what comes back goes to `receive`;
   context: sector, criterion and page of this moment; draft: reads and writes the field; error: shows a sentence at the
   field; changed: is given the turns when one comes or goes; adapt: finishes the HTML of an answer;
   api, assistant: addresses. */
export const createConversation = ({ place, say, send, context, draft, error, changed, adapt, api, assistant }) => {
  let turns = [];
  let count = 0;
  let pending = null;

  const articleFor = (turn) => {
    const article = element("article", "turn");
    const heading = element("h2", "question", turn.question);
    heading.id = `${turn.id}-question`;
    heading.tabIndex = -1;
    article.id = turn.id;
    article.setAttribute("aria-labelledby", heading.id);
    article.append(heading, element("div", "reply"));
    return article;
  };

  const fill = (article, html) => {
    const reply = article.querySelector(".reply");
    reply.innerHTML = html;
    adapt?.(reply);
    return reply;
  };

  const turnOf = (node) => turns.find(({ id }) => id === node.closest("article").id);

  /* Asks a question; false where another one is still being answered. */
  const ask = (question, typed) => {
    if (pending) {
      say(TEXT.busy);
      return false;
    }
    error("");
    count += 1;
    const turn = { id: `turn-${count}`, question };
    const article = articleFor(turn);
    const reply = article.querySelector(".reply");
    reply.append(element("p", "searching", TEXT.searching));
    reply.setAttribute("aria-busy", "true");
    // There is room below it at once, so that it can stand at the top while the answer grows.
    article.classList.add("pending");
    // A question without any text is turned down at once; showing it would only flicker.
    if (question.trim()) {
      place.append(article);
      changed([...turns, turn]);
      show(article, "start");
      if (!typed) article.firstChild.focus({ preventScroll: true });
    }
    pending = { turn, article, slow: setTimeout(slow, SLOW_MS), late: setTimeout(failed, PATIENCE_MS) };
    send({ turn: turn.id, question, history: turns.map((t) => t.question).slice(-HISTORY), ...context() });
    return true;
  };

  const settle = () => {
    const settled = pending;
    pending = null;
    clearTimeout(settled.slow);
    clearTimeout(settled.late);
    settled.article.classList.remove("pending");
    return settled;
  };

  const giveUp = (message) => {
    const { article, turn } = settle();
    article.remove();
    changed(turns);
    draft.set(turn.question);
    error(message);
    draft.focus();
  };

  const failed = () => pending && giveUp(TEXT.failed);

  const slow = () => {
    say(TEXT.slow);
    // The connection may be tried for ever without a word; the reader has to know.
    fetch(new URL("../healthz", api), { cache: "no-store" }).catch(failed);
  };

  const receive = (value) => {
    if (!pending || value?.turn !== pending.turn.id) return;
    if (value.error) {
      giveUp(value.error);
      return;
    }
    const { article } = pending;
    const reply = fill(article, value.html);
    if (!value.done) return;
    const atTop = inView(article.firstChild);
    const { turn } = settle();
    reply.removeAttribute("aria-busy");
    // From here on the question is kept, shown and sent along without the personal data in it.
    const { html, answer, asked, question } = value;
    Object.assign(turn, { html, answer, asked, question, filters: context() });
    article.firstChild.textContent = question;
    turns.push(turn);
    keep();
    changed(turns);
    // Who scrolled on while waiting stays there.
    if (atTop) show(article, "start");
    say(["Antwoord.", ...answer.notices, plainText(reply.querySelector(".answer"))].join(" "));
  };

  const inView = (node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  const plainText = (answer) => {
    const copy = answer.cloneNode(true);
    copy.querySelectorAll(".ref").forEach((reference) => reference.remove());
    copy.querySelectorAll("br").forEach((end) => end.replaceWith("; "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  const keep = () => {
    const unsent = pending ? pending.turn.question : draft.get();
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ turns, count, draft: unsent }));
    } catch {
      // Without storage the conversation ends with the page, which is no more than was promised.
    }
  };

  /* Shows what was put aside; gives the question that was not sent yet. */
  const bringBack = () => {
    if (pending) return "";
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      return "";
    }
    // Also a conversation that an older version of this page put aside.
    if (!Array.isArray(kept?.turns)) return "";
    ({ turns, count } = kept);
    place.replaceChildren(...turns.map(articleFor));
    for (const turn of turns) {
      const reply = fill(document.getElementById(turn.id), turn.html);
      if (turn.verdict) markJudged(reply, turn.verdict);
      if (turn.passed) reply.querySelector(".pass-on")?.remove();
    }
    changed(turns);
    return kept.draft ?? "";
  };

  /* Brings the newest question to the top, as it was when its answer came. */
  const showNewest = () => place.lastElementChild?.scrollIntoView({ block: "start", behavior: "instant" });

  const startOver = () => {
    if (pending) settle();
    place.replaceChildren();
    turns = [];
    error("");
    draft.set("");
    changed(turns);
    keep();
    draft.focus();
    say(TEXT.cleared);
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
      return `[${link.dataset.number}] ${link.dataset.title}: ${link.href}`;
    });
    const parts = [article.querySelector("h2").textContent, article.querySelector(".answer-text").innerText.trim()];
    return [...parts, sources.length ? `Bronnen:\n${sources.join("\n")}` : ""].filter(Boolean).join("\n\n");
  };

  /* The button says for a moment what it did. */
  const tellAt = (button, text, spoken = text) => {
    const label = button.dataset.label ?? button.textContent;
    button.dataset.label = label;
    button.textContent = text;
    say(spoken);
    setTimeout(() => (button.textContent = label), 2000);
  };

  const copy = async (button) => {
    await writeToClipboard(answerAsText(button.closest("article")), place);
    tellAt(button, TEXT.copied);
  };

  /* A link that asks the question again, in the words that the server found no personal data in. */
  const share = async (button) => {
    const { question, asked, filters } = turnOf(button);
    const link = new URL(assistant);
    link.search = "";
    for (const [name, value] of [
      ["vraag", asked], ["sector", filters.sector], ["criterium", filters.criterion], ["pagina", filters.page],
    ]) {
      if (value) link.searchParams.set(name, value);
    }
    await writeToClipboard(link.href, place);
    tellAt(button, TEXT.linked, asked === question.trim() ? TEXT.linked : TEXT.linkedClean);
  };

  const result = (reply, text) => {
    reply.querySelector(".feedback-result")?.remove();
    reply.querySelector(".actions").after(element("p", "feedback-result", text));
  };

  /* Shows and says what became of a message, and what was left out of it. */
  const tell = (reply, text, notices) => {
    result(reply, text);
    if (notices.length) reply.querySelector(".feedback-result").append(element("span", "", ` ${notices.join(" ")}`));
    say([text, ...notices].join(" "));
  };

  const markJudged = (reply, verdict) => {
    for (const thumb of reply.querySelectorAll(".thumb")) {
      thumb.setAttribute("aria-pressed", String(thumb.dataset.verdict === verdict));
    }
    result(reply, TEXT.thanks);
  };

  const messageOn = (turn) => ({
    question: turn.asked,
    page: turn.filters.page ?? "",
    version: turn.answer.version,
  });

  const openForm = (button, options) => {
    const reply = button.closest(".reply");
    if (reply.querySelector(".feedback-form")) return;
    const close = () => {
      reply.querySelector(".feedback-form").remove();
      button.setAttribute("aria-expanded", "false");
      button.focus();
    };
    const form = feedbackForm({ ...options, done: (notices) => { close(); options.done(reply, notices); }, cancel: close });
    button.setAttribute("aria-expanded", "true");
    reply.querySelector(".actions").after(form);
    form.querySelector("input, textarea").focus({ preventScroll: true });
    show(form, "nearest");
  };

  const judge = async (button) => {
    const turn = turnOf(button);
    const reply = button.closest(".reply");
    const { verdict } = button.dataset;
    if (turn.verdict) {
      result(reply, TEXT.judged);
      say(TEXT.judged);
      return;
    }
    const message = { kind: "thumb", verdict, answer: turn.answer.text.slice(0, ANSWER_LIMIT), ...messageOn(turn) };
    const judged = (_, notices = []) => {
      turn.verdict = verdict;
      markJudged(reply, verdict);
      keep();
      tell(reply, TEXT.thanks, notices);
    };
    if (verdict === "down") {
      openForm(button, {
        title: TEXT.down, reasons: TEXT.down, label: TEXT.more,
        send: (said) => sendFeedback(api, { ...message, ...said }), done: judged,
      });
      return;
    }
    try {
      await sendFeedback(api, message);
      judged();
    } catch (problem) {
      result(reply, problem.message);
      say(problem.message);
    }
  };

  const passOn = (button) => {
    const turn = turnOf(button);
    openForm(button, {
      title: TEXT.passOn, label: TEXT.more, quote: { label: TEXT.goesAlong, text: turn.asked },
      send: (said) => sendFeedback(api, { kind: "question", ...messageOn(turn), ...said }),
      done: (reply, notices) => {
        turn.passed = true;
        // The button is done; focus goes to where it was.
        const heading = reply.closest("article").querySelector("h2");
        button.remove();
        heading.focus({ preventScroll: true });
        keep();
        tell(reply, TEXT.passed, notices);
      },
    });
  };

  /* Downloads the conversation as `format`: docx or markdown. */
  const save = async (format) => {
    try {
      const body = { format, turns: turns.map(({ question, answer }) => ({ question, answer })) };
      const response = await post(new URL("conversation", api), body);
      const [, name] = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"));
      const address = URL.createObjectURL(await response.blob());
      const link = element("a", "", "", { href: address, download: name });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
      say(TEXT.saved);
    } catch (problem) {
      error(problem.message);
    }
  };

  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".ref")) openCitation(button);
    else if (button.matches(".back")) backToText(button);
    else if (button.matches(".ask")) ask(button.dataset.question, false);
    else if (button.matches(".copy")) copy(button);
    else if (button.matches(".share")) share(button);
    else if (button.matches(".thumb")) judge(button);
    else if (button.matches(".pass-on")) passOn(button);
  });
  addEventListener("pagehide", keep);

  return { ask, receive, failed, bringBack, showNewest, startOver, save };
};
