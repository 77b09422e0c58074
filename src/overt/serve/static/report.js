// One report: layers are shown or hidden; a claim in the list and its words in the text light up together.

const text = document.querySelector("#text");

for (const box of document.querySelectorAll("[data-layer]")) {
  const show = () => text.classList.toggle(`show-${box.dataset.layer}`, box.checked);
  box.addEventListener("change", show);
  show();
}

const idsOf = (one) => (one.dataset.claims ?? one.dataset.claim).split(" ");

function light(ids, on) {
  for (const one of text.querySelectorAll("[data-claims]"))
    if (one.dataset.claims.split(" ").some((id) => ids.includes(id))) one.classList.toggle("is-lit", on);
  for (const one of document.querySelectorAll("[data-claim]"))
    if (one.matches("a") && idsOf(one).some((id) => ids.includes(id))) one.classList.toggle("is-lit", on);
}

for (const [on, names] of [[true, ["mouseover", "focusin"]], [false, ["mouseout", "focusout"]]])
  for (const name of names)
    document.addEventListener(name, (event) => {
      const one = event.target.closest?.("[data-claims], [data-claim]");
      if (!one) return;
      light(idsOf(one), on);
      if (name === "focusin") text.querySelector(".m.is-lit")?.scrollIntoView({ block: "nearest" });
    });

// Words in the text lead to their claim in the list.
text.addEventListener("click", (event) => {
  const one = event.target.closest("[data-claims]");
  if (!one || !getSelection().isCollapsed) return;
  const box = document.querySelector(`[data-claim~="${CSS.escape(idsOf(one)[0])}"]`);
  const link = box?.querySelector("summary") ?? box;
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: "nearest" });
});
