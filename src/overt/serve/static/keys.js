// Keys of every page: what has data-key is pressed by it; j and k go through what has data-item; ? lists them all.
// Off while somebody types, with a modifier held (other programs and readers own those), and where she switched them off.

const FOCUSABLE = "summary, a[data-open], a[href], button:not([disabled]), [tabindex]";
const STORE = "overt-keys";
let pending = false; // after g: the next key goes to a page
let leaving = false; // a form was sent: what is typed until the next page is there means nothing

const typing = (at) =>
  at.isContentEditable ||
  at.matches("textarea, select") ||
  (at.matches("input") && !["checkbox", "radio", "button", "submit"].includes(at.type));

const seen = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !one.disabled;
const isOn = () => localStorage.getItem(STORE) !== "off";

function press(one) {
  if (one.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) {
    one.focus();
    one.select?.();
  } else if (one.matches("summary")) {
    const panel = one.parentElement;
    panel.open = !panel.open;
    if (panel.open) enter(panel); // at once: the next letter is already text
  } else {
    one.click();
  }
}

function enter(panel) {
  for (const other of document.querySelectorAll("details.panel[open]")) if (other !== panel) other.open = false;
  panel.querySelector("textarea, input:not([type=hidden]), a")?.focus();
}

function step(by) {
  const items = [...document.querySelectorAll("[data-item]")].filter(seen);
  if (!items.length) return;
  const now = items.findLastIndex((one) => one.contains(document.activeElement));
  const to = items[Math.min(items.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : items.length - 1) : now + by))];
  const target = to.matches("[tabindex]") ? to : (to.querySelector("a[data-open]") ?? to.querySelector(FOCUSABLE));
  target?.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

function toggleAll() {
  const all = [...document.querySelectorAll("main details[data-item]")];
  const open = all.some((one) => !one.open);
  for (const one of all) one.open = open;
}

const help = document.querySelector("#keys");

function row(list, keys, says) {
  const dt = document.createElement("dt");
  const dd = document.createElement("dd");
  for (const name of keys) {
    const kbd = document.createElement("kbd");
    kbd.textContent = name;
    dt.append(kbd, " ");
  }
  dd.textContent = says;
  list.append(dt, dd);
}

function says(one) {
  const copy = one.cloneNode(true);
  for (const kbd of copy.querySelectorAll("kbd")) kbd.remove();
  const label = one.labels?.[0]?.cloneNode(true);
  for (const kbd of label?.querySelectorAll("kbd") ?? []) kbd.remove();
  return (label?.textContent || one.getAttribute("aria-label") || copy.textContent).trim().replace(/\s+/g, " ");
}

function showHelp() {
  const list = document.querySelector("#keys-list");
  list.replaceChildren();
  const known = new Map();
  for (const one of document.querySelectorAll("[data-key]"))
    if (seen(one) && !known.has(one.dataset.key)) known.set(one.dataset.key, says(one));
  if (document.querySelector("[data-item]")) {
    row(list, ["j", "k"], "next, previous");
    row(list, ["Enter"], "open what is chosen");
  }
  if (document.querySelector("main details[data-item]")) row(list, ["o"], "show all quotes, or none");
  if (document.querySelector("[data-tick]")) row(list, ["x"], "tick the chosen row");
  if (document.querySelector("main [data-edit]")) row(list, ["e"], "set the chosen value to another");
  for (const [name, text] of known) row(list, [name], text);
  for (const one of document.querySelectorAll("[data-go]")) row(list, ["g", one.dataset.go], says(one));
  document.querySelector("#keys-on").checked = isOn();
  help.showModal();
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Escape" && at instanceof Element && typing(at) && !at.closest("details[open]:not(.value)")) {
    at.blur();
    return;
  }
  if (leaving) {
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !(at instanceof Element) || typing(at) || help?.open) return;
  if (!isOn() && event.key !== "?") return;
  if (pending) {
    pending = false;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && seen(one));
  if (found?.dataset.keysHelp !== undefined) showHelp();
  else if (found) press(found);
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "o" && document.querySelector("main details[data-item]")) toggleAll();
  else if (event.key === "x" && tick());
  else if (event.key === "e" && edit());
  else if (event.key === "g") pending = true;
  else return;
  event.preventDefault();
});

document.querySelector("[data-keys-help]")?.addEventListener("click", showHelp);
document.querySelector("#keys-on")?.addEventListener("change", (event) => {
  localStorage.setItem(STORE, event.target.checked ? "on" : "off");
  document.documentElement.classList.toggle("keys-off", !event.target.checked);
});
document.documentElement.classList.toggle("keys-off", !isOn());

// A panel that opens takes the keyboard; Ctrl+Enter sends what is written in it; Escape closes it.
for (const panel of document.querySelectorAll("details.panel, details.strike, details.drop"))
  panel.addEventListener("toggle", () => {
    if (panel.open && !panel.contains(document.activeElement.closest("textarea, input"))) enter(panel);
  });

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (!(at instanceof Element)) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.matches("[data-sends]")) at.form.requestSubmit();
  if (event.key === "Escape") {
    const panel = at.closest("details.panel[open], details.strike[open], details.drop[open]");
    if (panel) {
      panel.open = false;
      panel.querySelector("summary").focus();
    }
  }
});

// e edits the value that is chosen, or the first.
function edit() {
  const chosen = document.activeElement.closest("details.value");
  const box = chosen?.querySelector("[data-edit]") ? chosen : document.querySelector("details.value:has([data-edit])");
  if (!box) return false;
  box.open = true;
  box.querySelector("[data-edit]").focus();
  return true;
}

// x ticks the row that is chosen.
function tick() {
  const box = document.activeElement.closest("[data-item]")?.querySelector("[data-tick]");
  box?.click();
  return Boolean(box);
}

// A form is sent once: a second press while the page loads would decide twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
  leaving = true;
});
addEventListener("pageshow", (event) => {
  leaving = false;
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});

// A link to a value opens it, so that its quotes are there at one click.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const box = target && target.closest("details");
  if (box) {
    box.open = true;
    box.querySelector("summary").focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  }
}
addEventListener("hashchange", openTarget);
openTarget();
