// A card part by part: its title, its labelled facts, what stands as text, and what is chosen on it.

import { make } from "./words.js";

/** The words of a card, as the office laid them out. */
export function card(text) {
  const parts = [
    text.title && make("p", { className: "title" }, text.title),
    text.facts.length && labelled(text.facts, text.between),
    ...text.body.map((paragraph) => make("p", { className: "words" }, paragraph)),
    text.notes.length && labelled(text.notes, text.between),
  ];
  return make("div", { className: "matter" }, ...parts.filter(Boolean));
}

/** A button at which answers are chosen: several, or one. Where nothing is chosen, it asks. `press` as in `bubbles.js`. */
export function select(button, press) {
  const { options, is_several: isSeveral } = button.select;
  const choices = options.map(([value, label]) => {
    const input = make("input", { type: isSeveral ? "checkbox" : "radio", name: button.handle, value, "data-label": label });
    return make("label", {}, input, make("span", {}, label));
  });
  const done = make("button", { type: "button", className: "primary", "data-handle": button.handle }, button.label);
  const element = make("details", { className: "select" }, make("summary", {}, button.label), make("div", { className: "options" }, ...choices), done);
  done.addEventListener("click", (event) => {
    if (done.getAttribute("aria-disabled") === "true") return;
    const chosen = Array.from(element.querySelectorAll("input:checked"));
    element.open = false;
    const answer = { words: chosen.map((one) => one.value).join(" "), label: chosen.map((one) => one.dataset.label).join(" · ") };
    press(button, done, event.detail === 0, chosen.length ? answer : undefined);
  });
  return element;
}

function labelled(rows, between) {
  const list = make("dl", { className: "labelled" });
  rows.forEach(({ label, value }) => {
    const words = make("dd", {}, value);
    list.append(label ? make("div", {}, make("dt", {}, label + between), words) : make("div", {}, words));
  });
  return list;
}
