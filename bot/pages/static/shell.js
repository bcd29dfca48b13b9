// What the chat page and the demo share around their panes.

import { newKey } from "./door.js";
import { keep, recall } from "./memory.js";
import { make, say } from "./words.js";

/** Return a key for changing the language, where somebody has just chosen another one on this page; else nothing. */
export function switching(language) {
  const former = recall("language", language);
  keep("language", language);
  return former === language ? "" : newKey();
}

/** Large type: remembered for this tab alone. */
export function listenToLarger() {
  const button = document.getElementById("larger");
  const show = (isLarge) => {
    document.documentElement.classList.toggle("large", isLarge);
    button.setAttribute("aria-pressed", String(isLarge));
  };
  show(recall("large", false));
  button.addEventListener("click", () => {
    const isLarge = button.getAttribute("aria-pressed") !== "true";
    keep("large", isLarge);
    show(isLarge);
  });
}

const showing = new WeakMap();

/** Say how the connection is; a short cut is not worth a word. */
export function showState(root, state, sentence) {
  const line = root.querySelector(".link-state");
  clearTimeout(showing.get(line));
  if (state === "open") {
    line.hidden = true;
    return;
  }
  const show = () => {
    line.textContent = sentence || say(state);
    line.hidden = false;
  };
  showing.set(line, setTimeout(show, state === "offline" || state === "connecting" ? 1500 : 0));
}

/** Say that the session has ended, and offer to begin again. */
export function showOver(root, again) {
  const line = root.querySelector(".link-state");
  clearTimeout(showing.get(line));
  line.replaceChildren(say("session_over"), " ", make("button", { type: "button", onclick: again }, say("begin_again")));
  line.hidden = false;
}

/** Say that this browser keeps no cookie of ours, without which nobody can be answered; trying again would not help. */
export function showBlocked(root) {
  const line = root.querySelector(".link-state");
  clearTimeout(showing.get(line));
  line.replaceChildren(say("cookies_blocked"), " ", make("button", { type: "button", onclick: () => location.reload() }, say("retry")));
  line.hidden = false;
}
