// Follows one conversation and sends what a person does. The server renders every message; this only puts them in place.
// Without this script the page still works: every form posts and comes back.
import { Outbox } from "./outbox.js";
import { follow } from "./follow.js";

const $ = (id) => document.getElementById(id);
const log = $("log");
const scroll = $("scroll");
const composer = $("composer");
const box = $("text");
const room = log.dataset.room;
const draftKey = `draft:${log.dataset.person}:${room}`;
const words = (name) => $("words").content.querySelector(`[data-${name}]`).childNodes;

// --- what is said -----------------------------------------------------------------------------------------------

const find = (key) => log.querySelector(`[data-key="${CSS.escape(key)}"]`);
const nearEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  $("newer").hidden = true;
}

// What came last, from its first word: a weekly summary is longer than a screen, and nobody reads it from its end.
function toNewest() {
  const told = (line) => Date.parse(line.querySelector("time").dateTime);
  let first = log.lastElementChild;
  while (first?.previousElementSibling?.matches(".by-pathbot") && told(log.lastElementChild) - told(first.previousElementSibling) < 60000) first = first.previousElementSibling;
  toEnd();
  if (first && log.matches(".all-live")) scroll.scrollTop = Math.min(scroll.scrollTop, first.offsetTop - scroll.offsetTop);
}

function tellTimes(inside) {
  for (const time of inside.querySelectorAll("time:empty")) {
    const at = new Date(time.dateTime);
    const today = at.toDateString() === new Date().toDateString();
    const how = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, how).format(at);
  }
}

function show(message) {
  const there = find(message.key);
  if (there && !there.classList.contains("pending")) return;
  const follows = nearEnd() || message.mine;
  const made = document.createElement("template");
  made.innerHTML = message.html;
  const line = made.content.firstElementChild;
  tellTimes(line);
  if (there && there === log.lastElementChild) there.replaceWith(line);
  else {
    there?.remove();
    log.append(line);
  }
  if (message.mine) outbox.arrived(message.key);
  else working(false);
  $("empty").hidden = true;
  if (follows) toEnd();
  else $("newer").hidden = false;
}

function showSteps(html) {
  const steps = $("steps");
  const open = steps.querySelector("details")?.open;
  steps.innerHTML = html;
  if (open) steps.querySelector("details").open = true;
}

function showMine(id, text) {
  if (find(id)) return;
  const line = $("mine").content.firstElementChild.cloneNode(true);
  line.dataset.key = id;
  line.querySelector(".said").textContent = text;
  log.append(line);
  $("empty").hidden = true;
  toEnd();
}

// --- how it is going --------------------------------------------------------------------------------------------

const LATE = 8000;
const NO_ANSWER = 40000; // some messages have none, as while a mentor is in the talk
let timers = [];
function working(on) {
  timers.forEach(clearTimeout);
  const hint = $("working");
  hint.hidden = !on;
  const say = (late) => {
    hint.querySelector("[data-writing]").hidden = late;
    hint.querySelector("[data-working]").hidden = !late;
  };
  say(false);
  if (on) {
    timers = [setTimeout(say, LATE, true), setTimeout(working, NO_ANSWER, false)];
    if (nearEnd()) toEnd();
  }
}

const troubles = new Set();
function trouble(name, on) {
  on ? troubles.add(name) : troubles.delete(name);
  const worst = ["signed-out", "offline", "refused", "waiting", "reconnecting"].find((each) => troubles.has(each));
  const notice = $("notice");
  if (notice.dataset.shown === (worst ?? "")) return;
  notice.dataset.shown = worst ?? "";
  notice.replaceChildren(...(worst ? [...words(worst)].map((node) => node.cloneNode(true)) : []));
}

// --- sending ----------------------------------------------------------------------------------------------------

const outbox = new Outbox(`outbox:${log.dataset.person}:${room}`, {
  queued: (item) => showMine(item.fields.delivery_id, item.says),
  sent: (item) => {
    const line = find(item.fields.delivery_id);
    line?.classList.add("sent");
    // The answer may come through the stream before the word that the line was taken.
    if (room === "chat" && !line?.nextElementSibling) working(true);
  },
  waits: (on) => trouble("waiting", on),
  refused: (item) => {
    find(item.fields.delivery_id)?.remove();
    trouble("refused", true);
    if (item.fields.kind === "text" && !box.value) setBox(item.says);
  },
  signedOut: () => trouble("signed-out", true),
});

const DOUBLE_PRESS = 800;
const lastPress = new WeakMap();

function setBox(text) {
  box.value = text;
  sessionStorage.setItem(draftKey, text);
  grow();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const says = form.dataset.say;
  if (!says || (says === "quick" && room !== "chat")) return;
  event.preventDefault();
  if (event.timeStamp - (lastPress.get(form) ?? -DOUBLE_PRESS) < DOUBLE_PRESS) return;
  if (says !== "text") lastPress.set(form, event.timeStamp);
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  const said = {
    text: () => fields.text.trim(),
    quick: () => fields.text,
    choice: () => event.submitter.textContent,
    form: () => form.querySelector("textarea, input:not([type=hidden])").value.trim(),
  }[says]();
  if (!said) return;
  if (says === "text") setBox("");
  trouble("refused", false);
  form.elements.delivery_id.value = newId();
  outbox.add(fields, said);
  if (says !== "text") box.focus({ preventScroll: true });
});

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

box.addEventListener("input", () => setBox(box.value));
box.addEventListener("keydown", (event) => {
  // On a phone the return key makes a new line, and the button sends.
  const phone = matchMedia("(pointer: coarse)").matches;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || phone) return;
  event.preventDefault();
  composer.requestSubmit();
});

// --- begin ------------------------------------------------------------------------------------------------------

$("newer").addEventListener("click", toEnd);
scroll.addEventListener("scroll", () => nearEnd() && ($("newer").hidden = true), { passive: true });
addEventListener("offline", () => trouble("offline", true));
addEventListener("online", () => {
  trouble("offline", false);
  outbox.go();
});
// The page is never taken from the back-forward store with an old conversation in it.
addEventListener("pageshow", (event) => event.persisted && location.reload());

tellTimes(log);
if (!box.value) setBox(sessionStorage.getItem(draftKey) ?? "");
if (!navigator.onLine) trouble("offline", true);
if (room === "chat" && !log.childElementCount) working(true);
outbox.go();
toNewest();
follow(room, Number(log.dataset.last), {
  message: show,
  steps: showSteps,
  lost: (on) => trouble("reconnecting", on),
  signedOut: () => trouble("signed-out", true),
});
