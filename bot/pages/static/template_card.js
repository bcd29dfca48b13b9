// A template card as the messenger draws it: a title, facts, and what can be pressed and chosen on it.

import { make, say } from "./words.js";

/** `live` are the keys that can still be pressed; `press(key, chosen)` is called with the ids of what was chosen. */
export function templateCard(card, live, press) {
  const title = card.main_title || {};
  const choice = card.checkbox ? boxes(card.checkbox) : card.button_selection ? selection(card.button_selection) : null;
  const element = make(
    "div",
    { className: "template-card" },
    words("source", card.source && card.source.desc),
    words("title", title.title),
    words("below-title", title.desc),
    words("quote", card.quote_area && [card.quote_area.title, card.quote_area.quote_text].filter(Boolean).join("\n")),
    facts(card.horizontal_content_list || []),
    words("body", card.sub_title_text),
    choice && choice.element,
    pressables(card, live, (key) => press(key, choice ? choice.chosen() : [])),
  );
  const isOver = !live.length;
  element.classList.toggle("over", isOver);
  if (choice) choice.close(isOver);
  return element;
}

function words(className, text) {
  return text ? make("p", { className }, text) : null;
}

function facts(rows) {
  if (!rows.length) return null;
  const each = rows.map(({ keyname, value }) => make("div", {}, make("dt", {}, keyname), make("dd", {}, value || "")));
  return make("dl", {}, ...each);
}

/** Several boxes, or one of them. */
function boxes({ question_key: name, mode, option_list: options, disable }) {
  const inputs = options.map(({ id, is_checked: checked }) => make("input", { type: mode === 1 ? "checkbox" : "radio", name, value: id, checked: Boolean(checked) }));
  const labels = options.map(({ text }, at) => make("label", {}, inputs[at], make("span", {}, text)));
  return {
    element: make("div", { className: "boxes", role: "group", "aria-label": say("phone_choose") }, ...labels),
    chosen: () => inputs.filter((input) => input.checked).map((input) => input.value),
    close: (isOver) => inputs.forEach((input) => (input.disabled = isOver || Boolean(disable))),
  };
}

/** One of a list. */
function selection({ title, option_list: options, selected_id: selected, disable }) {
  const select = make("select", {}, ...options.map(({ id, text }) => make("option", { value: id, selected: id === selected }, text)));
  return {
    element: make("label", { className: "selection" }, make("span", {}, title || say("phone_choose")), select),
    chosen: () => [select.value],
    close: (isOver) => (select.disabled = isOver || Boolean(disable)),
  };
}

/** The buttons, each in its style; or the words that stand in their place once it is over. */
function pressables(card, live, press) {
  if (card.replace_text) return words("replaced", card.replace_text);
  const every = [...(card.button_list || []), ...(card.submit_button ? [{ ...card.submit_button, style: 1 }] : [])];
  if (!every.length) return null;
  const buttons = every.map(({ text, key, style }) => {
    const button = make("button", { type: "button", "data-key": key, "data-style": style || 1 }, text);
    if (!live.includes(key)) button.setAttribute("aria-disabled", "true");
    button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && press(key));
    return button;
  });
  return make("div", { className: "pressables", role: "group" }, ...buttons);
}
