// The chat page: opens a session, one pane, and the way out.

import { Door } from "./door.js";
import { Link } from "./link.js";
import { forget, handOn, keep, recall } from "./memory.js";
import { Notices } from "./notices.js";
import { Pane } from "./pane.js";
import { listenToLarger, showBlocked, showOver, showState, switching } from "./shell.js";
import { Side } from "./side.js";
import { say } from "./words.js";

const language = document.documentElement.lang.slice(0, 2);
const door = new Door("/chat", "", language);
const root = document.querySelector(".pane");
let { payload, wish, code } = fragment();

const side = new Side(document.querySelector(".side"), root.querySelector(".log"));
const pane = new Pane(root, door, { nudge: () => link.askOnce().catch(() => {}), over, news: (parcel) => news(parcel), side });
const link = new Link({
  stream: "/chat/stream",
  asks: () => ["/chat/messages?after=" + pane.last],
  hear: (parcel) => pane.hear(parcel),
  state: (state) => (state === "gone" ? gone() : showState(root, state)),
  asides: { settled: () => settled() },
});
const notices = new Notices(document.getElementById("notify"), (sentence) => pane.composer.complain(sentence));
const elsewhere = window.BroadcastChannel ? new BroadcastChannel("chat") : null; // other tabs of this browser
let isNew = false;
let patience = "";
let tries = 0;
const switched = switching(language);

async function begin() {
  showState(root, "connecting");
  const answer = await door.post("session", { locale: language, payload, switch: switched, patience });
  if (answer.status !== 200 && answer.status !== 201) {
    patience = answer.body.patience || ""; // a pass that opens after the wait
    showState(root, "offline", answer.body.sentence);
    tries += 1;
    setTimeout(begin, Math.max(answer.wait || 0, Math.min(tries * 1000, 5000)));
    return;
  }
  isNew = answer.body.is_new;
  if (isNew && recall("had-session", false)) pane.forgetAll(); // what stands here was said in a session that is over
  keep("had-session", true);
  payload = "";
  link.open();
}

/** What the address brings along: an invitation, a code to ask by, or what to begin with. None of it stays in the history. */
function fragment() {
  const [, name, value] = /^#(?:(code|do)=)?(.*)$/.exec(location.hash) || [];
  if (!location.hash) return { payload: "", wish: "", code: "" };
  history.replaceState(null, "", "/chat" + location.search);
  const told = value.replace(/[^A-Za-z0-9_-]/g, "").slice(0, 64);
  if (name === "code") return { payload: "", wish: told ? "" : "status", code: told };
  return name === "do" ? { payload: "", wish: told, code: "" } : { payload: told, wish: "", code: "" };
}

/** What was there before the page came is no news. */
function news(parcel) {
  if (pane.isSettled) notices.news(parcel);
}

/** What was said before this page came is there: now it can go on with what the address asked for. */
function settled() {
  pane.settle();
  if (code) pane.offerCode(code);
  else if (["report", "nominate", "status"].includes(wish)) pane.send({ text: say("do_" + wish) });
  code = wish = "";
}

window.addEventListener("hashchange", () => {
  const brought = fragment();
  if (brought.payload) {
    payload = brought.payload;
    begin();
  } else if (brought.code || brought.wish) {
    ({ code, wish } = brought);
    settled();
  }
});

/** A session that was opened a moment ago and is not known now was never kept by this browser. */
function gone() {
  if (isNew && !link.hasBeenOpen) showBlocked(root);
  else over();
}

function over() {
  link.close();
  forget();
  if (pane.composer.isUnlimited) clear(); // somebody who works here has signed out, here or elsewhere
  showOver(root, () => {
    handOn("draft:", pane.unsent); // whoever presses sees these words, and goes on with them
    location.replace("/chat?lang=" + language);
  });
}

function clear() {
  root.querySelector(".log").replaceChildren();
  document.querySelectorAll(".large-picture").forEach((dialog) => dialog.remove());
  side.clear();
}

async function leave() {
  link.close();
  const answer = await door.post("leave", {}, { keepalive: true });
  forget();
  clear();
  if (elsewhere) elsewhere.postMessage("left");
  if (answer.status === 200) {
    location.replace("/chat/left?lang=" + language);
    return;
  }
  pane.text.value = "";
  pane.composer.tray.take();
  document.getElementById("leaving-text").textContent = say("leave_failed");
  document.getElementById("leave-yes").textContent = say("leave_again");
  document.getElementById("leave-no").hidden = true;
}

if (elsewhere) {
  elsewhere.addEventListener("message", () => {
    link.close();
    forget();
    location.replace("/chat/left?lang=" + language);
  });
}

const leaving = document.getElementById("leaving");
document.getElementById("leave").addEventListener("click", () => {
  leaving.hidden = false;
  if (pane.composer.isUnlimited) { // somebody who works here signs out; no query code is at stake
    document.getElementById("leaving-text").textContent = say("leave_staff");
    document.getElementById("leave-yes").textContent = say("leave_staff_yes");
  }
  document.getElementById("leave-unsent").hidden = pane.composer.isEmpty;
  document.getElementById("leave-no").focus();
});
document.getElementById("leave-no").addEventListener("click", () => stay());
document.getElementById("leave-yes").addEventListener("click", leave);
leaving.addEventListener("keydown", (event) => event.key === "Escape" && stay());

function stay() {
  leaving.hidden = true;
  document.getElementById("leave").focus();
}

document.getElementById("language").addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href); // no step in the history
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  pane.text.focus();
});

listenToLarger();
begin();
