// The demonstration telephone: sends what is typed, and shows the thread of the chosen number.

const POLL_MS = 700;
const MESSAGES = "/telephone/messages";
const FIRST_NUMBERS = ["+33639980012", "+33639980034", "+33639980056"];
const PARIS = { timeZone: "Europe/Paris" };

const [number, newNumber, log, state, form, text] =
  ["number", "new-number", "log", "state", "form", "text"].map((id) => document.getElementById(id));

const readable = (e164) => e164.replace(/^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "0$1 $2 $3 $4 $5");

// Which numbers this browser has used, kept from one visit to the next.
const kept = {
  get numbers() { return JSON.parse(localStorage.getItem("numbers") ?? "null") ?? FIRST_NUMBERS; },
  set numbers(all) { localStorage.setItem("numbers", JSON.stringify(all)); },
  get current() { return localStorage.getItem("number") ?? this.numbers[0]; },
  set current(one) { localStorage.setItem("number", one); },
};

let shown = new Set();
let lastDay = "";
let tag = "";

function showNumbers() {
  number.replaceChildren(...kept.numbers.map((one) => new Option(readable(one), one)));
  number.value = kept.current;
}

function use(one) {
  kept.current = one;
  showNumbers();
  shown = new Set();
  lastDay = tag = "";
  log.setAttribute("aria-busy", "true"); // a whole history is not read aloud
  log.replaceChildren();
  refresh();
}

function invent() {
  const end = String(crypto.getRandomValues(new Uint16Array(1))[0] % 10000).padStart(4, "0");
  const one = `+3363998${end}`;
  if (!kept.numbers.includes(one)) kept.numbers = [...kept.numbers, one];
  use(one);
  text.focus();
}

function element(name, className, content) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}

function bubble(message) {
  const office = message.from === "office";
  const made = element("div", `message ${office ? "office" : "person"}`, "");
  const time = new Date(message.at).toLocaleTimeString("fr-FR", { ...PARIS, hour: "2-digit", minute: "2-digit" });
  const body = element("p", "text", message.text);
  body.prepend(element("span", "unseen", office ? "mission Emploi : " : "Vous : "));
  made.append(body, element("p", "meta", office ? `${time} · ${message.parts} SMS` : time));
  return made;
}

function show(messages) {
  if (!messages.length && !log.childElementCount) {
    log.append(element("p", "empty", "Aucun message. Pour commencer, écrivez «\u00a0bonjour\u00a0»."));
  }
  for (const message of messages.filter((one) => !shown.has(one.id))) {
    log.querySelector(".empty")?.remove();
    const day = new Date(message.at).toLocaleDateString("fr-FR", { ...PARIS, weekday: "long", day: "numeric", month: "long" });
    if (day !== lastDay) log.append(element("p", "day", day));
    lastDay = day;
    shown.add(message.id);
    log.append(bubble(message));
    log.scrollTop = log.scrollHeight;
  }
}

async function refresh() {
  const asked = kept.current;
  try {
    const answer = await fetch(`${MESSAGES}?${new URLSearchParams({ number: asked })}`, {
      headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store",
    });
    if (asked !== kept.current) return;
    if (answer.status === 200) {
      tag = answer.headers.get("ETag") ?? "";
      show((await answer.json()).messages);
    } else if (answer.status !== 304) {
      throw new Error(answer.statusText);
    }
    if (state.dataset.lost) tell("");
    log.removeAttribute("aria-busy");
  } catch {
    tell("Le service ne répond pas. Nouvel essai dans un instant.", true);
  }
}

function tell(words, lost = false) {
  if (state.textContent !== words) state.textContent = words;
  if (lost) state.dataset.lost = "1"; else delete state.dataset.lost;
}

async function send() {
  const words = text.value;
  if (!words.trim()) return;
  text.value = "";
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const body = JSON.stringify({ number: kept.current, text: words, id });
  try {
    const answer = await fetch(MESSAGES, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!answer.ok) throw new Error(answer.statusText);
    tell("");
    await refresh();
  } catch {
    if (!text.value) text.value = words;
    tell("Le message n’est pas parti. Essayez encore.");
  }
}

form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
});
number.addEventListener("change", () => use(number.value));
newNumber.addEventListener("click", invent);
new ResizeObserver(() => { log.scrollTop = log.scrollHeight; }).observe(log);

use(kept.current);
text.focus();
setInterval(() => { if (!document.hidden) refresh(); }, POLL_MS);
