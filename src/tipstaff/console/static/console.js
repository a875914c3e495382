// Makes the list live and the keys work. Without this file every page still does its job.

const root = document.documentElement;
root.classList.add("scripted");

const MOST_ROWS = 100;
const KEYS_OFF = "tipstaff.keys.off";
const $ = (selector) => document.querySelector(selector);

/** Show what the server has rendered; it has escaped everything that came from outside. */
function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

class LiveList {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.state = $("#state");
    this.button = $("#pause");
    this.newer = $("#newer");
    this.after = Number(table.dataset.after);
    this.paused = false;
    this.waiting = [];
    this.count = 0;
    this.button.addEventListener("click", () => this.pause(!this.paused));
    this.newer.addEventListener("click", () => this.show());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.connect()));
    if (!document.hidden) this.connect();
  }

  connect() {
    if (this.source) return;
    const join = this.table.dataset.live.includes("?") ? "&" : "?";
    this.source = new EventSource(`${this.table.dataset.live}${join}after=${this.after}`);
    this.source.addEventListener("open", () => this.tell());
    this.source.addEventListener("error", () => this.tell(true));
    this.source.addEventListener("rows", (event) => this.take(JSON.parse(event.data)));
    this.source.addEventListener("overview", (event) => this.renew(JSON.parse(event.data)));
    this.source.addEventListener("played", (event) => {
      const played = $("#played");
      played?.replaceChildren(fragment(JSON.parse(event.data)));
      played?.removeAttribute("hidden");
    });
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  take(news) {
    this.after = Math.max(this.after, news.newest);
    this.waiting.push(news);
    this.count += news.count;
    // Lines that move under the reader's finger or focus are worse than lines that wait.
    if (this.paused || this.body.matches(":focus-within")) this.offer();
    else this.show();
  }

  offer() {
    const text = this.count === 1 ? this.newer.dataset.one : this.newer.dataset.other.replace("{}", this.count.toLocaleString(root.lang));
    this.newer.textContent = text;
    this.newer.hidden = this.count === 0;
  }

  show() {
    const rows = [];
    for (const news of this.waiting.splice(0)) rows.unshift(...fragment(news.html).querySelectorAll("tr"));
    const fresh = rows.slice(0, MOST_ROWS);
    for (const row of fresh) row.classList.add("fresh");
    this.body.prepend(...fresh);
    while (this.body.rows.length > MOST_ROWS) this.body.lastElementChild.remove();
    $("#empty").hidden = this.body.rows.length > 0;
    this.count = 0;
    this.offer();
  }

  renew(html) {
    const overview = $("#overview");
    // A link that has the focus must not vanish from under it.
    if (overview === document.activeElement || !overview.matches(":focus-within")) overview.replaceChildren(fragment(html));
  }

  pause(paused) {
    this.paused = paused;
    this.button.setAttribute("aria-pressed", String(paused));
    this.button.textContent = paused ? this.button.dataset.resume : this.button.dataset.pause;
    if (!paused) this.show();
    this.tell();
  }

  tell(offline = false) {
    const name = offline ? "offline" : this.paused ? "paused" : "live";
    this.state.className = `live with-script ${name}`;
    const words = this.state.querySelector("span");
    if (words.textContent !== this.state.dataset[name]) words.textContent = this.state.dataset[name];
  }
}

function move(step) {
  const links = [...document.querySelectorAll("#list tbody a")];
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

const table = $("#list[data-live]");
const list = table ? new LiveList(table) : null;
const dialog = $("dialog.keys");

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  p: () => list?.pause(!list.paused),
  "/": () => $(".filter input[name=account]")?.focus(),
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEYS_OFF)) return;
  if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

if (dialog) {
  $("[data-open-keys]").addEventListener("click", () => dialog.showModal());
  const use = $("[data-use-keys]");
  use.checked = !localStorage.getItem(KEYS_OFF);
  use.addEventListener("change", () => (use.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1")));
}

// The appearance changes at once and without a reload, so the focus stays where it is.
const appearance = $("form.theme");
appearance?.addEventListener("change", async () => {
  const theme = appearance.elements.theme.value;
  root.dataset.theme = theme;
  $("meta[name=color-scheme]").content = theme === "auto" ? "light dark" : theme;
  await fetch(appearance.action, { method: "POST", body: new URLSearchParams(new FormData(appearance)), redirect: "manual" });
});

// A pointer filters at once; the arrow keys only choose, and Enter filters.
$(".filter .chips")?.addEventListener("click", (event) => {
  if (event.detail > 0 && event.target.matches("input")) event.target.form.requestSubmit();
});
