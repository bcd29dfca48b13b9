// On a wide screen the newest list stays beside the conversation, and j, k and Enter go through it.

export class Side {
  /** `log` is where lists stand among everything else. */
  constructor(element, log) {
    Object.assign(this, { element, log });
    document.addEventListener("keydown", (event) => this.step(event));
  }

  /** Show the newest list; `copy` is the same message once more. What stands in the log is hidden where there is room beside it. */
  show(inLog, copy) {
    this.log.querySelectorAll(".in-side").forEach((former) => former.classList.remove("in-side"));
    inLog.classList.add("in-side");
    const at = this.chosen;
    this.element.replaceChildren(copy);
    this.element.hidden = false;
    document.body.classList.add("desk");
    if (at) copy.querySelectorAll(".buttons button").forEach((button) => button.dataset.handle === at && button.classList.add("chosen"));
  }

  /** A message of the log was changed or emptied: if it is the list that stands here, it goes. */
  takeAway(inLog) {
    if (!inLog.classList.contains("in-side")) return;
    this.clear();
  }

  clear() {
    this.element.replaceChildren();
    this.element.hidden = true;
    document.body.classList.remove("desk");
  }

  get chosen() {
    const pressed = this.element.querySelector(".chosen");
    return pressed ? pressed.dataset.handle : "";
  }

  step(event) {
    const isTyping = event.target.closest("textarea, input, dialog") || event.ctrlKey || event.metaKey || event.altKey;
    if (isTyping || !this.element.checkVisibility() || !["j", "k"].includes(event.key)) return;
    const buttons = Array.from(this.element.querySelectorAll(".buttons button"));
    const at = buttons.indexOf(document.activeElement);
    const next = event.key === "j" ? at + 1 : at - 1;
    if (buttons[next]) buttons[next].focus();
  }
}
