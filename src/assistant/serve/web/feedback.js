/* Sends messages to the editors, and the forms in which a reader writes them. */

const LIMIT = 2000;
const TEXT = {
  failed: "Het versturen is niet gelukt. Controleer de verbinding en probeer het opnieuw.",
  send: "Verstuur",
  sending: "Wordt verstuurd…",
  cancel: "Annuleer",
  hint: "Schrijf geen persoonlijke of medische gegevens op. Wat de site als persoonsgegeven herkent, wordt niet bewaard.",
};
const tooLong = (length) => `De tekst telt ${length} tekens; het maximum is ${LIMIT}. Maak de tekst korter.`;
const NEAR = 200;
const REASONS = {
  incorrect: "Het klopt niet",
  off_topic: "Het gaat niet over mijn vraag",
  incomplete: "Er ontbreekt iets",
  unclear: "Het is niet te begrijpen",
  outdated: "Het is verouderd",
  other: "Iets anders",
};
let count = 0;

export const element = (tag, className = "", text = "", attributes = {}) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

/* Tells that what stands in `field` is wrong; without a value the attribute counts for nothing. */
export const markInvalid = (field, wrong) => {
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
};

/* Posts `body` as JSON; an answer that says what is wrong becomes an Error with that sentence. */
export const post = async (address, body) => {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(TEXT.failed);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? TEXT.failed);
};

/* Stores a message; gives the sentences on what was left out of it. */
export const sendFeedback = async (api, message) => (await (await post(new URL("feedback", api), message)).json()).notices;

const field = (label, required) => {
  count += 1;
  const id = `feedback-text-${count}`;
  const area = element("textarea", "", "", { id, rows: "4", "aria-describedby": `${id}-left ${id}-hint ${id}-error` });
  const error = element("p", "feedback-error", "", { id: `${id}-error`, role: "alert" });
  const left = element("p", "hint", "", { id: `${id}-left` });
  const box = element("div", "feedback-field");
  box.append(element("label", "", label, { for: id }), error, area, left, element("p", "hint", TEXT.hint, { id: `${id}-hint` }));
  if (required) area.required = true;
  area.addEventListener("input", () => {
    // A browser that cuts off what is pasted says nothing of it.
    const rest = LIMIT - area.value.length;
    left.textContent = rest < 0 ? `${-rest} ${rest === -1 ? "teken" : "tekens"} te veel.` : rest < NEAR ? `Nog ${rest} tekens.` : "";
  });
  return { box, area, error };
};

const reasonChoice = (legend) => {
  count += 1;
  const choice = element("fieldset");
  choice.append(element("legend", "", legend));
  for (const [value, text] of Object.entries(REASONS)) {
    const line = element("label", "choice");
    line.append(element("input", "", "", { type: "radio", name: `feedback-reason-${count}`, value }), ` ${text}`);
    choice.append(line);
  }
  return choice;
};

/* A form for a message.
   title: name of the form; label: of the text; reasons: legend of the choice, where there is one; quote: what goes along;
   send: takes {reason, text} and gives a promise; done: what happens with its result; cancel: closes the form. */
export const feedbackForm = ({ title, label, reasons, quote, required, missing, send, done, cancel }) => {
  const form = element("form", "feedback-form", "", { "aria-label": title, novalidate: "" });
  const { box, area, error } = field(label, required);
  const choice = reasons && reasonChoice(reasons);
  const buttons = element("div", "feedback-buttons");
  const submit = element("button", "primary", TEXT.send, { type: "submit" });
  const stop = element("button", "", TEXT.cancel, { type: "button" });
  buttons.append(submit, stop);
  if (choice) form.append(choice);
  if (quote) form.append(element("p", "", quote.label), element("blockquote", "", quote.text));
  form.append(box, buttons);

  /* What is wrong stands where it can be mended: at the text, or at the button that has to be pressed again. */
  const fail = (text, atText) => {
    (atText ? area : buttons).before(error);
    error.textContent = text;
    markInvalid(area, atText && text);
    if (text) (atText ? area : submit).focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled")) return;
    fail("", true);
    const text = area.value.trim();
    if (required && !text) {
      fail(missing, true);
      return;
    }
    if (text.length > LIMIT) {
      fail(tooLong(text.length), true);
      return;
    }
    submit.setAttribute("aria-disabled", "true");
    submit.textContent = TEXT.sending;
    try {
      const reason = form.querySelector("input:checked")?.value;
      done(await send({ text, ...(reason && { reason }) }));
    } catch (problem) {
      fail(problem.message, false);
    } finally {
      submit.removeAttribute("aria-disabled");
      submit.textContent = TEXT.send;
    }
  });
  stop.addEventListener("click", cancel);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // Only this form: a dialog around it stays open.
    event.preventDefault();
    event.stopPropagation();
    cancel();
  });
  return form;
};
