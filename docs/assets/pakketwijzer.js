/* Glossary definitions on hover and focus. Without this script a term is still a link to the glossary. */
(() => {
  let tip = null;
  let owner = null;

  const hide = () => {
    if (!tip) return;
    tip.remove();
    owner.removeAttribute("aria-describedby");
    tip = owner = null;
  };

  const show = (term) => {
    if (owner === term) return;
    hide();
    owner = term;
    tip = document.createElement("div");
    tip.className = "definition";
    tip.id = "definition";
    tip.setAttribute("role", "tooltip");
    tip.textContent = term.dataset.definition;
    document.body.append(tip);
    term.setAttribute("aria-describedby", "definition");
    const box = term.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = box.bottom + tip.offsetHeight + 8 > window.innerHeight && box.top > tip.offsetHeight;
    tip.style.left = `${Math.max(8, left) + window.scrollX}px`;
    tip.style.top = `${(above ? box.top - tip.offsetHeight - 2 : box.bottom + 2) + window.scrollY}px`;
    tip.addEventListener("mouseleave", hide);
  };

  const termAt = (event) => event.target.closest?.("a.term");
  document.addEventListener("mouseover", (e) => termAt(e) && show(termAt(e)));
  document.addEventListener("mouseout", (e) => {
    if (termAt(e) && e.relatedTarget !== tip && document.activeElement !== owner) hide();
  });
  document.addEventListener("focusin", (e) => (termAt(e) ? show(termAt(e)) : hide()));
  document.addEventListener("keydown", (e) => e.key === "Escape" && hide());
})();
