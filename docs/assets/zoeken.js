// The theme fetches the index of its search on every page that opens: three quarters of what a page would weigh, for the few
// who search. Here that request waits until the search is used. Runs before the script of the theme.
(() => {
  const { open, send } = XMLHttpRequest.prototype;
  const addresses = new WeakMap();
  let waiting = [];
  let wanted = new URLSearchParams(location.search).has("q"); // the theme then searches at once

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    addresses.set(this, String(address));
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (wanted || !addresses.get(this)?.endsWith("/search_index.json")) return send.call(this, body);
    waiting.push(() => send.call(this, body));
  };

  const release = () => {
    wanted = true;
    for (const go of waiting) go();
    waiting = [];
  };
  for (const name of ["focusin", "pointerover"])
    document.addEventListener(name, (event) => event.target.closest?.(".md-search, .search-open, .search-button") && release());
})();
