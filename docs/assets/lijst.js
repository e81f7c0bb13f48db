// Filters of a list. Without this script the whole list is shown; the choice stands in the address.
(() => {
  const list = document.querySelector(".filtered-list");
  const form = list.querySelector(".list-filters");
  const status = list.querySelector(".list-count");
  const selects = [...form.querySelectorAll("select")];
  const fields = [...form.querySelectorAll("input, select")];
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const entries = [...list.querySelectorAll(".list-group li, .manuals > li")];

  // "*" stands for a choice that is decided by the parts of the entry.
  const fits = (element, name, value) => {
    const own = element.dataset[name];
    return !value || own === undefined || own === "*" || own.split(" ").includes(value);
  };

  const show = () => {
    const chosen = selects.map((select) => [select.name, select.value]);
    const words = plain(form.elements.zoek?.value ?? "").split(/\s+/);
    let count = 0;
    for (const entry of entries) {
      const parts = [...entry.querySelectorAll(".sections li")];
      for (const part of parts) part.hidden = !chosen.every(([name, value]) => fits(part, name, value));
      const left = !parts.length || parts.some((part) => !part.hidden);
      const text = plain(entry.textContent);
      entry.hidden = !(left && words.every((word) => text.includes(word)) && chosen.every(([name, value]) => fits(entry, name, value)));
      if (!entry.hidden) count += 1;
    }
    for (const group of list.querySelectorAll(".list-group")) group.hidden = !group.querySelector("li:not([hidden])");
    const all = count === entries.length;
    status.textContent = count
      ? `${all ? "Alle " : ""}${count}${all ? "" : ` van de ${entries.length}`} ${form.dataset.what}`
      : `Geen ${form.dataset.what} met deze keuze. Wis de keuze of kies iets anders.`;
    form.querySelector("button").hidden = fields.every((field) => !field.value);
  };

  const keep = () => {
    const address = new URL(location);
    for (const { name, value } of fields) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    history.replaceState(history.state, "", address);
  };

  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = asked.get(select.name);
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  if (form.elements.zoek) form.elements.zoek.value = asked.get("zoek") ?? "";
  form.addEventListener("input", () => {
    keep();
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    // The fields are reset after this event; the button that had the focus goes.
    setTimeout(() => {
      for (const field of fields) field.value = "";
      keep();
      show();
      fields[0].focus();
    });
  });
  form.hidden = false;
  show();
})();
