// Puts parts of two pages side by side. The text is fetched from those pages, so it stands in one place only; the links of
// the overview, which is there without this script as well, say where each part begins.
(() => {
  const root = document.getElementById("vergelijking");
  const form = root.querySelector("form");
  const [kind, one, two, part] = form.querySelectorAll("select");
  const status = root.querySelector(".list-count");
  const result = root.querySelector(".compare-result");
  const overviews = [...root.querySelectorAll(".compare-overview")];
  const pages = new Map();
  let round = 0;

  const overview = () => overviews.find((section) => section.dataset.kind === kind.value);
  const option = (value, text) => new Option(text, value);

  /** The parts of the chosen kind: key, label, and the place on the page of each subject. */
  const parts = () =>
    [...overview().querySelectorAll("dt")].map((term) => {
      const links = [...term.nextElementSibling.querySelectorAll("a")];
      return {
        key: links[0].dataset.key,
        label: term.textContent,
        places: new Map(links.map((link) => [link.dataset.subject, { url: link.href, name: link.textContent }])),
      };
    });

  const fill = () => {
    const known = parts();
    const subjects = new Map(known.flatMap(({ places }) => [...places].map(([id, { name }]) => [id, name])));
    for (const select of [one, two]) select.replaceChildren(...[...subjects].map(([id, name]) => option(id, name)));
    two.selectedIndex = Math.min(1, subjects.size - 1);
    part.replaceChildren(...known.map(({ key, label }) => option(key, label)), option("alles", "Alle onderdelen"));
    part.value = known.find(({ key }) => key === "effectiviteit")?.key ?? known[0].key;
  };

  const choose = (select, value) => {
    if ([...select.options].some((o) => o.value === value)) select.value = value;
  };

  const page = (address) => {
    if (!pages.has(address)) {
      const reading = fetch(address).then((response) => {
        if (!response.ok) throw new Error(`${response.status}`);
        return response.text();
      });
      pages.set(address, reading.then((text) => new DOMParser().parseFromString(text, "text/html")));
      reading.catch(() => pages.delete(address));
    }
    return pages.get(address);
  };

  /** The text below a heading, up to the next one of its level, fit to stand on this page. */
  const section = (source, url) => {
    const heading = source.getElementById(decodeURIComponent(url.hash.slice(1)));
    const copy = document.createElement("div");
    for (let e = heading.nextElementSibling; e && !e.matches("h1, h2, ol.notes, .page-state"); e = e.nextElementSibling)
      copy.append(document.importNode(e, true));
    for (const gone of copy.querySelectorAll(".headerlink, script, .notes-heading")) gone.remove();
    for (const marked of copy.querySelectorAll("[id]")) marked.removeAttribute("id");
    for (const link of copy.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), url);
    for (const small of copy.querySelectorAll("h3")) {
      const lower = document.createElement("h4");
      lower.append(...small.childNodes);
      small.replaceWith(lower);
    }
    for (const table of copy.querySelectorAll("table")) {
      const frame = document.createElement("div");
      frame.className = "md-typeset__scrollwrap";
      table.replaceWith(frame);
      frame.append(table);
    }
    return copy;
  };

  const column = async (place) => {
    const cell = document.createElement("section");
    cell.className = "compare-column";
    const title = document.createElement("h3");
    title.textContent = place.name;
    cell.append(title);
    const way = document.createElement("p");
    way.className = "compare-way";
    const link = document.createElement("a");
    link.href = place.url;
    link.textContent = "Lees dit op de eigen pagina";
    way.append(link);
    try {
      const url = new URL(place.url);
      cell.append(section(await page(url.origin + url.pathname), url));
    } catch {
      const sorry = document.createElement("p");
      sorry.textContent = "De tekst kon niet worden opgehaald.";
      cell.append(sorry);
    }
    cell.append(way);
    return cell;
  };

  const show = async () => {
    const mine = ++round;
    for (const section of overviews) section.hidden = section !== overview();
    result.setAttribute("aria-busy", "true");
    const wanted = parts().filter(({ key }) => part.value === "alles" || part.value === key);
    const rows = await Promise.all(
      wanted.map(async ({ label, places }) => {
        const row = document.createElement("section");
        row.className = "compare-row";
        const title = document.createElement("h2");
        title.textContent = label;
        const columns = document.createElement("div");
        columns.className = "compare-columns";
        const found = [one.value, two.value].map((id) => places.get(id)).filter(Boolean);
        columns.append(...(await Promise.all(found.map(column))));
        row.append(title, columns);
        return row;
      }),
    );
    if (mine !== round) return; // another choice was made meanwhile
    result.replaceChildren(...rows);
    result.setAttribute("aria-busy", "false");
    const names = [one, two].map((select) => select.selectedOptions[0].text);
    status.textContent =
      one.value === two.value ? "Kies twee verschillende om te vergelijken." : `${names[0]} naast ${names[1]}: ${part.selectedOptions[0].text.toLowerCase()}`;
    document.dispatchEvent(new CustomEvent("pakketwijzer:content"));
  };

  const keep = () => history.replaceState(history.state, "", `?${new URLSearchParams(new FormData(form))}`);

  const asked = new URLSearchParams(location.search);
  choose(kind, asked.get("soort"));
  fill();
  for (const select of [one, two, part]) choose(select, asked.get(select.name));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    if (event.target === kind) fill();
    keep();
    show();
  });
  form.hidden = false;
  show();
})();
