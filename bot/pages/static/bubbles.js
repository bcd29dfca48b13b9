// What was said, as bubbles: ours (the office's) and mine. Only builds elements; `pane.js` places them.

import { card, select } from "./card.js";
import { receipt } from "./receipt.js";
import { make, say } from "./words.js";

/** A parcel of the office. `press(button, element, isByKeyboard, answer)` is called for a button, `enlarge(image)` for a picture. */
export function theirs(parcel, { fileAt, press, enlarge }) {
  const bubble = make("div", { className: "bubble" });
  bubble.append(make("span", { className: "sr" }, say("theirs")));
  if (parcel.card) bubble.append(card(parcel.card));
  else if (parcel.text) bubble.append(make("p", { className: "words" }, parcel.text));
  if (parcel.facts.length) bubble.append(receipt(parcel, fileAt));
  parcel.attachments.forEach((file) => bubble.append(attachment(file, fileAt, enlarge)));
  if (parcel.buttons.length) {
    const row = make("div", { className: "buttons", role: "group" });
    bubble.classList.toggle("wide", parcel.buttons.length > 3); // a grid reads better than rows of chance
    parcel.buttons.forEach((button) => row.append(button.select ? select(button, press) : pressable(button, press)));
    bubble.append(row);
  }
  return make("div", { className: "said theirs", "data-number": parcel.number, "data-layout": parcel.layout }, bubble);
}

/** Something of mine. `again` tries it again, `change` takes it back to be changed. */
export function mine(own, { again, change }) {
  const bubble = make("div", { className: "bubble" }, make("span", { className: "sr" }, say("mine")));
  own.attached.forEach(({ name, picture }) => {
    bubble.append(picture ? make("img", { src: picture, alt: name, className: "thumb" }) : make("p", { className: "file" }, name));
  });
  if (own.text) bubble.append(make("p", { className: "words" }, own.text));
  const element = make("div", { className: "said mine", "data-key": own.key }, bubble, make("p", { className: "state" }));
  mark(element, own, { again, change });
  return element;
}

/** Show how far something of mine has come. */
export function mark(element, own, { again, change }) {
  const state = element.querySelector(".state");
  element.dataset.state = own.state;
  if (own.state !== "failed") {
    state.replaceChildren(say(own.state));
    return;
  }
  const way = own.mayRetry ? [say("retry"), again] : [say("change"), change];
  const button = make("button", { type: "button", onclick: () => way[1](own) }, way[0]);
  state.replaceChildren(make("span", { role: "alert" }, own.sentence || say("failed")), " ", button);
}

/** Close the buttons of a message once one was pressed (those of a list stay open, and show which it was); focus stays where it was, so they are not `disabled`. */
export function close(element, chosen) {
  if (element.dataset.layout === "list") {
    element.querySelectorAll(".buttons button").forEach((button) => button.classList.toggle("chosen", button.dataset.handle === chosen));
    return;
  }
  element.querySelectorAll(".buttons button").forEach((button) => {
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.handle === chosen) button.classList.add("chosen");
  });
}

/** Open them again: the press did not get through. */
export function reopen(element) {
  element.querySelectorAll(".buttons button").forEach((button) => {
    button.removeAttribute("aria-disabled");
    button.classList.remove("chosen");
  });
}

function pressable(button, press) {
  const element = make("button", { type: "button", className: button.style, "data-handle": button.handle }, button.label);
  element.addEventListener("click", (event) => {
    if (element.getAttribute("aria-disabled") !== "true") press(button, element, event.detail === 0);
  });
  return element;
}

/** A file of a message: a picture that can be enlarged, something to be heard or seen, or a link to it. */
export function attachment(file, fileAt, enlarge) {
  const address = fileAt(file.key);
  if (file.media === "sound") return make("audio", { src: address, controls: true, preload: "none" });
  if (file.media === "film") return make("video", { src: address, controls: true, preload: "metadata", playsInline: true });
  if (file.media === "text") return reading(address);
  if (!file.is_picture) {
    return make("p", { className: "file" }, make("a", { href: address, download: file.name }, say("download", { name: file.name })));
  }
  const image = make("img", { src: address, alt: file.alt || say("picture"), decoding: "async" });
  const label = say("enlarge", { alt: image.alt });
  return make("button", { type: "button", className: "picture", "aria-label": label, onclick: () => enlarge(image) }, image);
}

/** Words of a document: fetched when somebody opens them, for a conversation may hold many. */
function reading(address) {
  const words = make("pre", { className: "document", tabIndex: 0 }, say("reading_waits"));
  const details = make("details", { className: "reading" }, make("summary", {}, say("reading")), words);
  details.addEventListener("toggle", async () => {
    if (!details.open || details.dataset.read) return;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      words.textContent = await answer.text();
      details.dataset.read = "yes";
    } catch {
      words.textContent = say("reading_failed");
    }
  });
  return details;
}
