/* The search index outweighs any page, and the theme asks for it at once; here it waits for a reader who turns to the search. */
(() => {
  const wanted = new Promise((start) => {
    const turned = (e) => e.target.closest?.(".md-search, .search-open, .search-button") && start();
    for (const kind of ["focusin", "pointerover"]) document.addEventListener(kind, turned);
  });
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...request) {
    if (String(request[1]).endsWith("/search/search_index.json"))
      this.send = () => wanted.then(() => XMLHttpRequest.prototype.send.call(this));
    return open.apply(this, request);
  };
})();
