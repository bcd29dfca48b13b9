// The demo: a pane for every role, the board, the clock, one stream for them all.

import { Door, newKey } from "./door.js";
import { Link } from "./link.js";
import { keep, recall } from "./memory.js";
import { Pane } from "./pane.js";
import { Phones } from "./phones.js";
import { Roads } from "./roads.js";
import { listenToLarger, showOver, showState } from "./shell.js";
import { make, say } from "./words.js";

const language = document.documentElement.lang.slice(0, 2);
const desk = new Door("/demo", "", language);
const cards = new Map(Array.from(document.querySelectorAll("[data-card]"), (card) => [card.dataset.card, card]));
const tabs = new Map(Array.from(document.querySelectorAll("[data-tab]"), (tab) => [tab.dataset.tab, tab]));
const unread = new Map();
const panes = new Map();
let shown = recall("shown", Array.from(tabs.keys())); // those in view first, the one chosen last comes last of them
const always = ["board"]; // they belong to every road
let cast = Array.from(tabs.keys());
const whose = document.getElementById("whose"); // the tabs as a list, for a phone
const options = new Map(Array.from(whose.options, (option) => [option.value, { option, label: option.textContent }]));
let isSettled = false;

function room() {
  if (window.innerWidth >= 1760) return 4;
  if (window.innerWidth >= 1180) return 3;
  return window.innerWidth >= 760 ? 2 : 1;
}

/** Those who belong to the road that is chosen, the one chosen longest ago last. */
function available() {
  return shown.filter((name) => cast.includes(name));
}

/** Leave whoever does not belong to the road. */
function setCast(names) {
  cast = [...names, ...always];
  tabs.forEach((tab, name) => {
    tab.hidden = options.get(name).option.hidden = options.get(name).option.disabled = !cast.includes(name);
  });
  lay();
}

function inView() {
  const chosen = available().slice(0, room());
  return Array.from(tabs.keys()).filter((name) => chosen.includes(name)); // people keep their order on the desk
}

function lay() {
  const now = inView();
  cards.forEach((card, name) => {
    card.hidden = !now.includes(name);
  });
  tabs.forEach((tab, name) => tab.setAttribute("aria-pressed", String(now.includes(name))));
  now.forEach((name) => count(name, 0));
  phones.show(now);
  whose.value = available()[0];
  keep("shown", shown);
}

/** Bring a pane into view, in the place of the one chosen longest ago. */
function choose(name) {
  if (!inView().includes(name)) {
    const stay = available().slice(0, room() - 1);
    shown = [name, ...stay, ...shown.filter((other) => other !== name && !stay.includes(other))];
    lay();
  }
  const conversation = panes.get(name) || phones.get(name);
  if (conversation) conversation.toNewest();
}

function count(name, number) {
  unread.set(name, number);
  const badge = tabs.get(name).querySelector(".unread");
  badge.hidden = !number;
  badge.textContent = number || "";
  badge.setAttribute("aria-label", say("unread", { count: number }));
  const { option, label } = options.get(name);
  option.textContent = number ? label + " · " + say("unread", { count: number }) : label;
}

function news(name) {
  if (isSettled && !inView().includes(name)) count(name, (unread.get(name) || 0) + 1);
}

function showClock(face) {
  const isThisYear = face.now.slice(0, 5) === face.next_at.slice(0, 5);
  const next = withDay(face.next_at).slice(isThisYear ? 5 : 0);
  show("now", withDay(face.now));
  show("next", face.next_at ? next + " " + face.next_what : face.next_what || say("nothing_next"));
}

/** Write it where it is another: a screen reader says what is written anew. */
function show(id, words) {
  const element = document.getElementById(id);
  if (element.textContent !== words) element.textContent = words;
}

function withDay(stamp) {
  if (!stamp) return "";
  const [year, month, day] = stamp.slice(0, 10).split("-").map(Number);
  const weekday = new Date(year, month - 1, day).toLocaleDateString(document.documentElement.lang, { weekday: "short" });
  return stamp.slice(0, 10) + " " + weekday + stamp.slice(10);
}

function tick(done) {
  const steps = Array.from(document.querySelectorAll("[data-step]"));
  steps.forEach((step) => {
    const isDone = done.includes(step.dataset.step);
    step.classList.toggle("done", isDone);
    step.querySelector(".tick").hidden = !isDone;
  });
  document.getElementById("turn-on").hidden = !done.includes("approved") || done.includes("published");
  if (!roads.isRoad) document.getElementById("progress").textContent = done.length + "/" + steps.length;
}

let boardSeen = "", boardDrawn = "";

async function showBoard(mark) {
  if (mark === boardSeen) return;
  const isFirst = boardSeen === "";
  boardSeen = mark;
  if (isFirst) return; // the page came with it
  const answer = await fetch("/demo/board?lang=" + language, { credentials: "same-origin" });
  if (!answer.ok) return;
  const drawn = await answer.text();
  if (drawn === boardDrawn) return; // drawn anew, it would close what somebody has opened to read
  boardDrawn = drawn;
  const part = new DOMParser().parseFromString(drawn, "text/html");
  document.getElementById("board").replaceChildren(...part.body.childNodes);
  news("board");
}

function over() {
  panes.forEach((pane) => showOver(pane.root, () => location.reload()));
}

async function turn(event) {
  const button = event.currentTarget;
  if (button.getAttribute("aria-disabled") === "true") return false;
  const label = button.querySelector("span");
  button.setAttribute("aria-disabled", "true");
  label.textContent = say("turning");
  const answer = await desk.post("turn?lang=" + language, {});
  button.removeAttribute("aria-disabled");
  label.textContent = say("turn");
  if (answer.status !== 200) return false;
  showClock(answer.body);
  tick(answer.body.done);
  return true;
}

const MOST_TURNS = 40; // to the hour of publication

/** Turn on until what was signed is published. */
async function turnOn() {
  const step = document.querySelector("[data-step=published]");
  const button = document.getElementById("turn");
  for (let times = 0; times < MOST_TURNS && !step.classList.contains("done"); times += 1) {
    if (!(await turn({ currentTarget: button }))) return;
  }
  choose("board");
}

/** Another county takes the place of this one, and the page shows how far it is: asked for twice, for what was played is gone. */
async function beginAnew(event) {
  const button = event.currentTarget;
  if (!button.classList.contains("sure")) {
    button.classList.add("sure");
    button.textContent = say("again_sure");
    return;
  }
  button.disabled = true;
  const answer = await desk.post("again", {});
  if (answer.status === 202) location.reload();
  button.disabled = false;
}

document.querySelectorAll(".pane[data-pane]").forEach((root) => {
  const name = root.dataset.pane;
  const door = new Door("/demo", "?pane=" + name, language);
  panes.set(name, new Pane(root, door, { nudge: () => link.askOnce().catch(() => {}), over, news: () => news(name) }));
});

const played = new Set(); // the panes in which the cast is playing

function hearPlayed(every) {
  every.forEach((words) => panes.get(words.pane).hearOwn(words) && played.add(words.pane));
  follow();
}

/** Where the cast plays one wants to see what was said last. */
function follow() {
  played.forEach((name) => panes.get(name).toNewest());
}

const phones = new Phones({ post: (body) => desk.post("phone", body), enter, news });
const inHandFirst = new Set(["member", "citizen"]); // of each the first phone is shown to whoever comes for the first time

/** A phone comes onto the desk, with a tab of its own. */
function enter(name, label, card, kind) {
  const badge = make("span", { className: "unread", hidden: true });
  const tab = make("button", { type: "button", "data-tab": name, "aria-pressed": "false" }, label, badge);
  const option = make("option", { value: name }, label);
  tab.addEventListener("click", () => look(name));
  tabs.set(name, tab);
  cards.set(name, card);
  options.set(name, { option, label });
  document.getElementById("phone-tabs").append(tab);
  document.getElementById("phone-tabs").hidden = false;
  document.querySelector(".panes").append(card);
  whose.append(option);
  document.body.dataset.phones = "yes";
  always.push(name);
  cast.push(name);
  const isKnown = shown.includes(name);
  if (!isKnown) shown.push(name);
  if (!isKnown && inHandFirst.delete(kind)) choose(name);
  else lay();
}

const roads = new Roads({ post: (route, body) => desk.post(route, body), choose, cast: setCast });

const link = new Link({
  stream: "/demo/stream?lang=" + language,
  asks: () => Array.from(panes, ([name, pane]) => "/demo/messages?pane=" + name + "&after=" + pane.last),
  hear: (parcel) => panes.get(parcel.pane).hear(parcel),
  state: (state) => (state === "gone" ? over() : panes.forEach((pane) => showState(pane.root, state))),
  asides: {
    clock: showClock,
    done: tick,
    board: showBoard,
    spoken: hearPlayed,
    phones: (every) => phones.hear(every),
    walked: (walked) => {
      roads.hear(walked);
      follow();
      if (!Object.keys(walked.playing).length) played.clear();
    },
    settled: () => {
      isSettled = true; // what was there before the page is not news
      panes.forEach((pane) => pane.settle());
    },
  },
});

/** Somebody's conversation is asked for: on a phone the guide would cover it. */
function look(name) {
  if (window.innerWidth < 760) guide.open = false;
  choose(name);
}

tabs.forEach((tab, name) => tab.addEventListener("click", () => look(name)));
whose.addEventListener("change", () => look(whose.value));
window.addEventListener("resize", lay);
document.getElementById("turn").addEventListener("click", turn);
document.getElementById("turn-on").addEventListener("click", turnOn);
document.getElementById("again").addEventListener("click", beginAnew);
const guide = document.getElementById("guide");
guide.open = recall("guide", true); // whoever comes for the first time sees what there is to choose
guide.addEventListener("toggle", () => keep("guide", guide.open));

async function begin() {
  const isOther = document.documentElement.dataset.spoken !== language; // the page follows the browser, the people do not
  if (isOther) await desk.post("language", { locale: language, switch: newKey() });
  link.open();
}

listenToLarger();
roads.show();
begin();
