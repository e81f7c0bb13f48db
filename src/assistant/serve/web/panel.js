/* The assistant beside a page of the site, and "Klopt er iets niet?". The page loads this when a reader first asks for
   it. On a wide screen the conversation stands beside the text, on a small one over the whole screen. */

import { createConversation, speaker } from "./conversation.js";
import { element, feedbackForm, markInvalid, post, sendFeedback } from "./feedback.js";

const OPEN = "pakketwijzer.paneel";
const WIDE = matchMedia("(min-width: 60em)");
const TEXT = {
  title: "Vraag de assistent",
  close: "Sluiten",
  larger: "Open in groot venster",
  over: "Nieuw gesprek",
  disclosure: "Dit is een AI-systeem. Het citeert alleen uit deze site en neemt geen besluiten.",
  about: "De assistent weet dat u deze pagina leest: ",
  start: "Stel onderaan een vraag over deze pagina, of over iets anders op de site. Het antwoord komt hier te staan.",
  question: "Uw vraag",
  hint: "Typ geen persoonlijke of medische gegevens.",
  ask: "Stel de vraag",
  here: " (op deze pagina)",
  remark: "Klopt er iets niet?",
  remarkIntro: "Uw opmerking gaat naar de redactie, met het adres van deze pagina: ",
  remarkLabel: "Wat klopt er niet, of wat ontbreekt er?",
  remarkMissing: "Er staat nog niets. Schrijf kort wat er niet klopt.",
  remarkDone: "Bedankt. De redactie heeft uw opmerking ontvangen.",
};
let panel = null;

const styled = Promise.all(
  ["conversation.css", "panel.css"].map((name) => {
    const link = element("link", "", "", { rel: "stylesheet", href: new URL(name, import.meta.url).href });
    document.head.append(link);
    return new Promise((done) => { link.onload = link.onerror = done; });
  }),
);

const remember = (open) => {
  try {
    if (open) sessionStorage.setItem(OPEN, "1");
    else sessionStorage.removeItem(OPEN);
  } catch {
    // Without storage the panel stays closed on the next page.
  }
};

/* The theme has keys of its own, such as s for its search; what is typed here is not for it. */
const keepKeys = (dialog) => dialog.addEventListener("keydown", (event) => event.stopPropagation());

const heading = (id, title, level) => element(level, "pw-title", title, { id });

/* Opens the panel. assistant: address of the assistant's page; link: the same with what this page is about; subject: page,
   and sector and criterion where it is about one; title: of this page; opener: the button that gets the focus back;
   quiet: leave the focus where it is. */
export const openPanel = async ({ assistant, link, subject, title, opener, quiet = false }) => {
  await styled;
  panel ??= createPanel({ assistant: new URL(assistant), link, subject, title, opener });
  panel.open(quiet);
};

const createPanel = ({ assistant, link, subject, title, opener }) => {
  const api = new URL("../api/", assistant);
  const dialog = element("dialog", "pw-panel", "", { "aria-labelledby": "pw-panel-title" });
  const live = element("div", "only-heard", "", { role: "status", "aria-live": "polite" });
  const say = speaker(live);

  const head = element("div", "pw-head");
  const close = element("button", "pw-close", "", { type: "button", "aria-label": TEXT.close });
  close.append(element("span", "", "×", { "aria-hidden": "true" }));
  head.append(heading("pw-panel-title", TEXT.title, "h2"), close);

  const ways = element("p", "pw-ways");
  const over = element("button", "", TEXT.over, { type: "button", hidden: "" });
  ways.append(element("a", "", TEXT.larger, { href: link }), over);

  const body = element("div", "pw-body");
  const turns = element("div", "conversation turns");
  const about = element("p", "pw-about", TEXT.about);
  about.append(element("strong", "", title), ".");
  body.append(element("p", "pw-disclosure", TEXT.disclosure), about, element("p", "pw-start", TEXT.start), turns);

  const form = element("form", "pw-ask", "", { novalidate: "" });
  const field = element("textarea", "", "", {
    id: "pw-question", rows: "2", autocomplete: "off", "aria-describedby": "pw-question-hint pw-question-error",
  });
  const problem = element("p", "pw-error", "", { id: "pw-question-error", role: "alert" });
  form.append(
    element("label", "", TEXT.question, { for: "pw-question" }),
    element("p", "hint", TEXT.hint, { id: "pw-question-hint" }),
    field, problem,
    element("button", "primary", TEXT.ask, { type: "submit" }),
  );
  dialog.append(head, ways, body, form, live);
  document.body.append(dialog);
  keepKeys(dialog);

  /* A source on this very page is read here: the link stays in the window, and what is over the text goes away. */
  const adapt = (reply) => {
    for (const link of reply.querySelectorAll("a[href^='/']")) {
      if (new URL(link.href).pathname !== location.pathname) continue;
      link.removeAttribute("target");
      link.classList.add("here");
      const note = link.querySelector(".only-heard");
      if (note) note.textContent = TEXT.here;
    }
  };
  turns.addEventListener("click", (event) => {
    if (event.target.closest("a.here") && dialog.matches(":modal")) shut(false);
  });

  const conversation = createConversation({
    place: turns,
    say,
    send: ({ turn, question, history }) => {
      post(new URL("ask", api), { turn, question, history, ...subject })
        .then((response) => response.json())
        .then(({ html, asked, question: shown, ...answer }) =>
          conversation.receive({ turn, html, asked, question: shown, answer, done: true }))
        .catch((error) => conversation.receive({ turn, error: error.message, done: true }));
    },
    context: () => subject,
    draft: { get: () => field.value, set: (text) => (field.value = text), focus: () => field.focus() },
    error: (text) => {
      problem.textContent = text;
      markInvalid(field, text);
    },
    changed: ({ length }) => {
      dialog.classList.toggle("has-turns", length > 0);
      over.hidden = !length;
    },
    adapt,
    api,
    assistant,
  });
  const resume = () => {
    const unsent = conversation.bringBack();
    if (unsent) field.value = unsent;
  };
  resume();
  addEventListener("pageshow", (event) => event.persisted && resume());

  const submit = () => conversation.ask(field.value, true) && (field.value = "");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  over.addEventListener("click", conversation.startOver);

  const shut = (giveBack = true) => {
    document.documentElement.classList.remove("pw-asking");
    dialog.close();
    opener.setAttribute("aria-expanded", "false");
    remember(false);
    if (giveBack) opener.focus({ preventScroll: true });
  };
  close.addEventListener("click", () => shut());
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    shut();
  });
  dialog.addEventListener("keydown", (event) => {
    // A modal dialog is closed by the browser; beside the text nobody else listens.
    if (event.key === "Escape" && !event.defaultPrevented && !dialog.matches(":modal")) shut();
  });

  const place = (quiet) => {
    const wide = WIDE.matches;
    document.documentElement.classList.toggle("pw-asking", wide);
    // Not show(): that would take the focus, also on the next page, where the reader came to read.
    if (wide) dialog.setAttribute("open", "");
    else dialog.showModal();
    opener.setAttribute("aria-expanded", "true");
    if (!quiet || !wide) field.focus();
    conversation.showNewest();
  };
  WIDE.addEventListener("change", () => {
    if (!dialog.open) return;
    const focused = dialog.contains(document.activeElement);
    dialog.close();
    place(!focused);
  });

  return {
    open: (quiet) => {
      // On a small screen the panel covers the page; there it opens only when it is asked for.
      if (dialog.open || (quiet && !WIDE.matches)) return;
      remember(true);
      place(quiet);
    },
  };
};

/* Opens the form for a remark about the page. */
export const openRemark = async ({ assistant, page, title, opener }) => {
  await styled;
  const dialog = element("dialog", "pw-remark", "", { "aria-labelledby": "pw-remark-title" });
  const intro = element("p", "", TEXT.remarkIntro);
  intro.append(element("strong", "", title), ".");
  const close = () => dialog.close();
  const form = feedbackForm({
    title: TEXT.remark,
    label: TEXT.remarkLabel,
    required: true,
    missing: TEXT.remarkMissing,
    send: ({ text }) => sendFeedback(new URL("../api/", assistant), { kind: "page", page, text }),
    done: (notices) => {
      const thanks = element("div", "pw-thanks", "", { tabindex: "-1" });
      thanks.append(...[TEXT.remarkDone, ...notices].map((text) => element("p", "", text)));
      const ready = element("button", "primary", TEXT.close, { type: "button" });
      ready.addEventListener("click", close);
      intro.remove();
      form.replaceWith(thanks, ready);
      thanks.focus();
    },
    cancel: close,
  });
  dialog.append(heading("pw-remark-title", TEXT.remark, "h2"), intro, form);
  document.body.append(dialog);
  keepKeys(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener.focus({ preventScroll: true });
  });
  dialog.showModal();
  form.querySelector("textarea").focus();
};
