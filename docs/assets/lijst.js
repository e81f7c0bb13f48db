// Filters of a list. Without this script the whole list is shown; the choice stands in the address.
(() => {
  const list = document.querySelector(".filtered-list");
  const form = list.querySelector(".list-filters");
  const status = list.querySelector(".list-count");
  const selects = [...form.querySelectorAll("select")];
  const entries = [...list.querySelectorAll(".list-group li, .manuals > li")];

  // "*" stands for a choice that is decided by the parts of the entry.
  const fits = (element, name, value) => {
    const own = element.dataset[name];
    return !value || own === undefined || own === "*" || own.split(" ").includes(value);
  };

  const show = () => {
    const chosen = selects.map((select) => [select.name, select.value]);
    let count = 0;
    for (const entry of entries) {
      const parts = [...entry.querySelectorAll(".sections li")];
      for (const part of parts) part.hidden = !chosen.every(([name, value]) => fits(part, name, value));
      const left = !parts.length || parts.some((part) => !part.hidden);
      entry.hidden = !(left && chosen.every(([name, value]) => fits(entry, name, value)));
      if (!entry.hidden) count += 1;
    }
    for (const group of list.querySelectorAll(".list-group")) group.hidden = !group.querySelector("li:not([hidden])");
    const all = count === entries.length;
    status.textContent = count
      ? `${all ? "Alle " : ""}${count}${all ? "" : ` van de ${entries.length}`} ${form.dataset.what}`
      : `Geen ${form.dataset.what} met deze keuze. Wis de keuze of kies iets anders.`;
    form.querySelector("button").hidden = chosen.every(([, value]) => !value);
  };

  const keep = () => {
    const address = new URL(location);
    for (const { name, value } of selects) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    history.replaceState(history.state, "", address);
  };

  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = asked.get(select.name);
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  form.addEventListener("change", () => {
    keep();
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    // The fields are reset after this event; the button that had the focus goes.
    setTimeout(() => {
      for (const select of selects) select.value = "";
      keep();
      show();
      selects[0].focus();
    });
  });
  form.hidden = false;
  show();
})();
