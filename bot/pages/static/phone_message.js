// One message on a phone: a bubble of words, a menu of numbers, a card, a file, or that it was recalled.

import { attachment } from "./bubbles.js";
import { markdown } from "./markdown.js";
import { enlarge } from "./pane.js";
import { templateCard } from "./template_card.js";
import { make, say } from "./words.js";

const MEDIA = { voice: "sound", video: "film" };

/** `time` is shown above it unless empty; `press(key, chosen)` and `choose(entry)` are called for what is pressed on it. */
export function phoneMessage(message, time, { press, choose }) {
  const element = make("div", { className: "said", "data-number": message.number });
  element.classList.add(message.mine ? "mine" : "theirs");
  if (time) element.append(make("p", { className: "time" }, time));
  if (message.recalled) {
    element.append(make("p", { className: "time recalled" }, say("phone_recalled")));
    return element;
  }
  const parts = [words(message, choose), message.card && templateCard(message.card, message.live, press), marked(message), file(message)].filter(Boolean);
  const row = make("div", { className: "row" }, make("span", { className: "sr" }, say(message.mine ? "mine" : "theirs")), make("div", { className: "parts" }, ...parts));
  element.append(row);
  return element;
}

function words({ text, entries, tail }, choose) {
  if (!text && !(entries || []).length) return null;
  const bubble = make("div", { className: "bubble" });
  if (text) bubble.append(make("p", { className: "words" }, text));
  (entries || []).forEach(({ id, content }) => {
    bubble.append(make("button", { type: "button", className: "entry", "data-key": id, onclick: () => choose(id) }, content));
  });
  if (tail) bubble.append(make("p", { className: "words" }, tail));
  return bubble;
}

function marked({ markdown: source }) {
  return source ? make("div", { className: "bubble marked" }, ...markdown(source)) : null;
}

function file({ file: sent }) {
  if (!sent) return null;
  const { kind, name, address } = sent;
  return make("div", { className: "sent-file" }, attachment({ key: address, media: MEDIA[kind], is_picture: kind === "image", name, alt: name }, (key) => key, enlarge));
}
