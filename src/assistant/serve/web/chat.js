/* The page of the assistant. Gradio carries questions to the server and answers back; the conversation itself is the one
   of conversation.js. Gradio reloads the page after a lost connection; the conversation then comes back. */

import { calm, createConversation, show, speaker } from "./conversation.js";
import { element, markInvalid } from "./feedback.js";

const start = JSON.parse(document.getElementById("start").textContent);
// A question in the address is asked once: it must not be asked again on reload, nor stand in logs and referrers.
const address = new URL(location.href);
if (address.searchParams.has("vraag")) {
  address.searchParams.delete("vraag");
  window.history.replaceState(null, "", address);
}

const menuButton = document.getElementById("menu-button");
menuButton.addEventListener("click", () => {
  menuButton.setAttribute("aria-expanded", String(menuButton.getAttribute("aria-expanded") === "false"));
});

// The choice is kept where the pages of the site keep theirs (docs/assets/pakketwijzer.js).
const paletteButton = document.getElementById("palette-button");
const isDark = () => document.documentElement.dataset.scheme === "slate";
const tellPalette = () => paletteButton.setAttribute("aria-pressed", String(isDark()));
paletteButton.addEventListener("click", () => {
  const scheme = isDark() ? "default" : "slate";
  document.documentElement.dataset.scheme = scheme;
  const media = `(prefers-color-scheme: ${scheme === "slate" ? "dark" : "light"})`;
  try {
    localStorage.setItem("pakketwijzer.kleuren", "");
    localStorage.setItem("/.__palette", JSON.stringify({ index: Number(scheme === "slate"), color: { media, scheme, primary: "custom", accent: "custom" } }));
  } catch {
    // Without storage the choice holds for this page.
  }
});
new MutationObserver(tellPalette).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
tellPalette();
paletteButton.hidden = false;

let page = start.page;
let party = start.party;
let conversation = null;
let wayThrough = null;

const filter = (name) => document.getElementById(`filter-${name}`)?.value || null;
const textarea = () => document.querySelector("#question textarea");

const setError = (text) => {
  const field = textarea();
  document.getElementById("ask-error").textContent = text;
  markInvalid(field, text);
  if (text) field.setAttribute("aria-describedby", "ask-error");
  else field.removeAttribute("aria-describedby");
};

const setQuestion = (text) => {
  const field = textarea();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const changed = (turns) => {
  const any = turns.length > 0;
  document.body.classList.toggle("has-turns", any);
  document.getElementById("conversation-tools").hidden = !any;
  wayThrough.parentElement.hidden = !any;
  const before = turns.slice(0, -1);
  const earlier = wayThrough.querySelector(".earlier");
  earlier.hidden = !before.length;
  earlier.querySelector("summary").textContent = `Eerdere vragen (${before.length})`;
  earlier.querySelector("ol").replaceChildren(...before.map(({ id, question }) => {
    const item = element("li");
    item.append(element("a", "", question, { href: `#${id}-question` }));
    return item;
  }));
};

/* The way to earlier questions and to the form, which stays in view where the conversation is long. */
const attachWayThrough = (root) => {
  wayThrough = root.querySelector(".way-through");
  const earlier = wayThrough.querySelector(".earlier");
  wayThrough.querySelector(".to-question").addEventListener("click", () => textarea().focus());
  earlier.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    earlier.open = false;
    const question = document.getElementById(link.hash.slice(1));
    question.focus({ preventScroll: true });
    show(question, "start");
  });
  earlier.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    earlier.open = false;
    earlier.querySelector("summary").focus();
  });
  // Open it covers much of a small screen.
  const leave = (target) => {
    if (!earlier.contains(target)) earlier.open = false;
  };
  addEventListener("click", (event) => leave(event.target));
  addEventListener("focusin", (event) => leave(event.target));
  // Beside the form a way to it says nothing.
  whenReady(() =>
    new IntersectionObserver((seen) => wayThrough.classList.toggle("at-form", seen.at(-1).isIntersecting)).observe(
      textarea(),
    ),
  );
};

/* The whole form is there, and Gradio has bound its events. */
const whenReady = (action) => {
  if (textarea() && document.getElementById("ask-error")) setTimeout(action, 0);
  else requestAnimationFrame(() => whenReady(action));
};

const attachConversation = (root, trigger, watch, props) => {
  attachWayThrough(root);
  conversation = createConversation({
    place: root.querySelector(".turns"),
    say: speaker(document.getElementById("live")),
    send: (question) => trigger({ ...question, calm: calm() }),
    context: () => ({ sector: filter("sector"), criterion: filter("criterion"), page, party }),
    draft: { get: () => textarea()?.value, set: setQuestion, focus: () => textarea().focus() },
    error: setError,
    changed,
    api: new URL("/api/", location.href),
    assistant: new URL("./", location.href),
  });
  // Gradio makes the page's <main>; the title and the notice belong in it.
  root.closest("main").prepend(document.querySelector(".intro"));
  watch("value", () => conversation.receive(props.value));
  const tools = document.getElementById("conversation-tools");
  tools.querySelector(".new-conversation").addEventListener("click", conversation.startOver);
  for (const button of tools.querySelectorAll("[data-format]")) {
    button.addEventListener("click", () => conversation.save(button.dataset.format));
  }
  const resume = () => {
    const unsent = conversation.bringBack();
    if (unsent) whenReady(() => setQuestion(unsent));
  };
  resume();
  if (!start.question) whenReady(conversation.showNewest);
  // From the browser's memory of pages: the panel on another page may have gone on with the conversation.
  addEventListener("pageshow", (event) => event.persisted && resume());
  showPage();
  if (start.question) {
    whenReady(() => {
      conversation.ask(start.question, false);
      party = null; // what follows may be about anyone
    });
  }
};

const attachFilters = (root) => {
  const fold = root.querySelector(".filters-fold");
  const fields = [...root.querySelectorAll("select")];
  const tell = () => {
    const chosen = fields.filter((select) => select.value).map((select) => select.selectedOptions[0].dataset.name);
    fold.textContent = `Vraag over: ${chosen.join(", ") || "alle zorg en criteria"}`;
  };
  fold.addEventListener("click", () => {
    fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") === "false"));
  });
  root.addEventListener("change", tell);
  for (const [name, choices] of [["sector", start.sectors], ["criterion", start.criteria]]) {
    const select = root.querySelector(`#filter-${name}`);
    select.append(...choices.map(({ id, name: text }) => {
      const shown = text.charAt(0).toUpperCase() + text.slice(1);
      return element("option", "", shown, { value: id, "data-name": text });
    }));
    select.closest(".filter").hidden = !choices.length;
    if (start[name]) select.value = start[name];
  }
  fold.hidden = fields.every((select) => select.closest(".filter").hidden);
  tell();
};

const attachExamples = (root) => {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button.ask");
    if (button) conversation.ask(button.dataset.question, false);
  });
};

const showPage = () => {
  const line = document.getElementById("from-page");
  line.querySelector("button").addEventListener("click", () => {
    page = null;
    line.hidden = true;
    textarea()?.focus();
  });
};

// What the page that Gradio makes calls by name.
window.pakketwijzer = {
  attachConversation,
  attachFilters,
  attachExamples,
  failed: () => conversation.failed(),
  submit: (text) => (conversation.ask(text ?? "", true) ? "" : text),
};
