// Finds entries of a long page by their words, and opens or folds all of it. Without this script everything is there, folded
// in parts that a press opens; the words looked for stand in the address.
(() => {
  const form = document.querySelector(".finder");
  const field = form.querySelector("input");
  const status = form.querySelector(".list-count");
  const all = form.querySelector("button");
  const { one, many } = form.dataset;
  const namesFirst = "namesFirst" in form.dataset;
  const groups = [...document.querySelectorAll(".find-group")];
  const folds = [...document.querySelectorAll(".find-group > details.fold, details.find-group")];
  const links = [...document.querySelectorAll(".jump-bar a, .md-nav--secondary a")];
  let unfolded = null; // the parts that were open before a reader looked for something

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const entries = [...document.querySelectorAll(".entry")].map((element) => {
    const heading = element.querySelector("h3");
    const names = plain(`${heading.textContent} ${element.dataset.names ?? ""}`);
    return { element, id: heading.id, names, text: `${names} ${plain(element.textContent)}` };
  });
  // A row of a table stands for the entry that it links to.
  const rows = [...document.querySelectorAll(".find-group tbody tr")].map((element) => ({
    element,
    id: decodeURIComponent(element.querySelector("a").hash.slice(1)),
  }));

  const show = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const having = (part) => entries.filter((entry) => words.every((word) => entry[part].includes(word)));
    const named = namesFirst ? having("names") : [];
    const found = named.length ? named : having("text");
    const ids = new Set(found.map(({ id }) => id));
    for (const { element, id } of [...entries, ...rows]) element.hidden = !ids.has(id);
    for (const group of groups) group.hidden = !group.querySelector(".entry:not([hidden]), tbody tr:not([hidden])");
    for (const link of links) {
      const group = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest(".find-group");
      if (group) link.hidden = group.hidden;
    }
    document.body.classList.toggle("finding", words.length > 0);
    if (words.length) {
      unfolded ??= folds.filter((fold) => fold.open);
      for (const fold of folds) fold.open = true;
    } else if (unfolded) {
      for (const fold of folds) fold.open = unfolded.includes(fold);
      unfolded = null;
    }
    all.hidden = words.length > 0;
    const some = (count) => `${count} ${count === 1 ? one : many}`;
    if (!words.length) status.textContent = some(entries.length);
    else if (!found.length) status.textContent = `Geen ${one} met deze woorden. Probeer een ander woord of een deel van een woord.`;
    else if (namesFirst && !named.length) status.textContent = `${some(found.length)} met deze woorden in de uitleg`;
    else status.textContent = `${found.length} van de ${some(entries.length)}`;
  };

  const look = () => {
    const address = new URL(location);
    if (field.value.trim()) address.searchParams.set("zoek", field.value.trim());
    else address.searchParams.delete("zoek");
    history.replaceState(history.state, "", address);
    show();
  };

  field.value = new URLSearchParams(location.search).get("zoek") ?? "";
  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", () => {
    const open = all.getAttribute("aria-pressed") !== "true";
    all.setAttribute("aria-pressed", String(open));
    for (const fold of folds) fold.open = open;
  });
  // A link may lead to an entry that was not looked for.
  addEventListener("hashchange", () => {
    const target = document.querySelector(":target");
    if (!target?.closest("[hidden]")) return;
    field.value = "";
    look();
    const fold = target.closest("details");
    if (fold) fold.open = true;
    target.scrollIntoView();
  });
  form.hidden = false;
  show();
})();
