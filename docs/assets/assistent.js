/* Opens the assistant beside the text, and the form of "Klopt er iets niet?". What they show is loaded from the assistant
   when a reader first asks for it; without it the link to the assistant's own page still works. */
(() => {
  const OPEN = "pakketwijzer.paneel";
  const place = document.querySelector(".page-tools");
  if (!place) return;
  const { page, title } = place.dataset;
  const assistant = new URL(place.dataset.assistant, location.href);
  // A browser lets a page ask only its own server.
  if (assistant.origin !== location.origin) return;
  const load = () => import(new URL("../assistent-bestanden/paneel.js", assistant).href);

  // One stands beside the text, one in the header of a small screen; a reader sees one of them.
  const buttons = [...document.querySelectorAll("a.ask-button, a.ask-top")].map((link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    if (link.ariaLabel) button.ariaLabel = link.ariaLabel;
    button.append(...link.childNodes);
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    link.replaceWith(button);
    const own = new URL(link.href).searchParams;
    const subject = { page, sector: own.get("sector"), criterion: own.get("criterium") };
    const open = (quiet) =>
      load()
        .then((module) => module.openPanel({ assistant: assistant.href, link: link.href, subject, title, opener: button, quiet }))
        .catch(() => quiet || location.assign(link.href));
    button.addEventListener("click", () => open(false));
    return { button, open };
  });
  let wasOpen = null;
  try {
    wasOpen = sessionStorage.getItem(OPEN);
  } catch {
    // Without storage it starts closed.
  }
  if (wasOpen) buttons.find(({ button }) => button.checkVisibility())?.open(true);

  const remark = place.querySelector(".remark-button");
  remark.hidden = false;
  remark.addEventListener("click", () =>
    load()
      .then((module) => module.openRemark({ assistant: assistant.href, page, title, opener: remark }))
      .catch(() => {
        place.querySelector(".remark-problem").textContent = "De redactie is nu niet te bereiken. Probeer het later opnieuw.";
      }),
  );
})();
