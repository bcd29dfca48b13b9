// One phone: its conversation, what its owner can do in it, and the app's menu below.

import { phoneMessage } from "./phone_message.js";
import { make, say } from "./words.js";

export class Phone {
  /** `post(body)` tells the messenger what the owner does and promises { status, body }; `news()` is called when something came. */
  constructor(root, { name, kind, post, news }) {
    Object.assign(this, { root, name, kind, post, news });
    this.log = root.querySelector(".log");
    this.hint = root.querySelector(".hint");
    this.text = root.querySelector("textarea");
    this.menu = root.querySelector(".app-menu");
    this.messages = new Map(); // number → { told, element }
    this.follows = true; // the newest message is in view, and so is what comes after it
    this.awaits = false;
    this.listen();
  }

  listen() {
    const form = this.root.querySelector("form");
    form.hidden = this.kind === "group"; // the robot speaks, and nobody answers it
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say();
    });
    this.text.addEventListener("keydown", (event) => {
      const isComposing = event.isComposing || event.keyCode === 229; // Enter chooses a word of the input method
      if (event.key !== "Enter" || event.shiftKey || isComposing) return;
      event.preventDefault();
      this.say();
    });
    this.root.querySelector(".photo").addEventListener("click", () => this.does({ does: "sends", file: "photo" }));
    this.log.addEventListener("scroll", () => {
      const newest = this.log.lastElementChild;
      this.follows = !newest || newest.offsetTop < this.log.scrollTop + this.log.clientHeight;
    });
    const stay = () => this.follows && this.toNewest();
    if (window.ResizeObserver) new ResizeObserver(stay).observe(this.log);
    this.log.addEventListener("load", stay, true); // a picture made it longer
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.closeMenu(true));
    ["click", "focusin"].forEach((sign) => this.root.addEventListener(sign, (event) => this.menu.contains(event.target) || this.closeMenu(false)));
  }

  /** Whoever takes the phone into their hand comes into the app, or into the conversation. */
  opens() {
    if (this.kind !== "group") this.does({ does: "opens" });
  }

  async say() {
    const words = this.text.value.trim();
    if (!words) return;
    this.text.value = "";
    if (!(await this.does({ does: "says", text: words }))) this.text.value = this.text.value || words;
  }

  /** Tell the messenger; say what stood in the way. Promises whether it was taken. */
  async does(what) {
    this.awaits = true; // whoever does something wants to see what comes of it
    const { status, body } = await this.post({ phone: this.name, ...what });
    this.hint.hidden = status === 202;
    this.hint.textContent = status === 202 ? "" : body.sentence || say("failed");
    return status === 202;
  }

  /** While a press is on its way, nobody presses a second time. */
  async press(number, key, chosen) {
    const { element } = this.messages.get(number);
    const open = Array.from(element.querySelectorAll("[data-key]:not([aria-disabled])"));
    open.forEach((button) => button.setAttribute("aria-disabled", "true"));
    await this.does({ does: "presses", number, key, chosen });
    open.forEach((button) => button.removeAttribute("aria-disabled"));
  }

  /** Show the phone as it is now: what is as it was stays untouched. */
  hear({ messages, menu }) {
    this.drawMenu(menu);
    const numbers = new Set(messages.map(({ number }) => number));
    this.messages.forEach(({ element }, number) => {
      if (numbers.has(number)) return;
      element.remove();
      this.messages.delete(number);
    });
    let before = null;
    let isNew = false;
    messages.forEach((message, at) => {
      const time = at && messages[at - 1].at === message.at ? "" : message.at;
      isNew = this.place(message, time, before) || isNew;
      before = this.messages.get(message.number).element;
    });
    if (!isNew) return;
    if (this.follows || this.awaits) this.toNewest();
    this.awaits = this.awaits && messages[messages.length - 1].mine;
  }

  /** Draw a message where it is new or another, behind `before`; whether the office has said it just now. */
  place(message, time, before) {
    const told = JSON.stringify([time, message]);
    const former = this.messages.get(message.number);
    if (former && former.told === told) return false;
    const press = (key, chosen) => this.press(message.number, key, chosen);
    const choose = (key) => this.does({ does: "chooses", number: message.number, key });
    const element = phoneMessage(message, time, { press, choose });
    this.messages.set(message.number, { told, element });
    if (former) this.replace(former.element, element);
    else if (before) before.after(element);
    else this.log.prepend(element);
    if (!message.mine && !(former && message.recalled)) this.news();
    return !former;
  }

  /** The keyboard stays where it was. */
  replace(former, element) {
    const hadFocus = former.contains(document.activeElement);
    former.replaceWith(element);
    const first = element.querySelector("[data-key]:not([aria-disabled])") || this.text;
    if (hadFocus) first.focus({ preventScroll: true });
  }

  drawMenu(menu) {
    const told = JSON.stringify(menu);
    if (this.menuTold === told) return;
    this.menuTold = told;
    this.menu.hidden = !menu.length;
    this.menu.replaceChildren(...menu.map((entry) => (entry.below ? this.opening(entry) : this.entry(entry))));
  }

  entry({ name, key }) {
    const press = () => {
      this.closeMenu(true);
      this.does({ does: "menu", key });
    };
    return make("button", { type: "button", "data-menu": key, onclick: press }, name);
  }

  opening({ name, below }) {
    const entries = make("div", { className: "below" }, ...below.map((each) => this.entry(each)));
    return make("details", { name: this.name + "-menu" }, make("summary", {}, name), entries);
  }

  closeMenu(isByHand) {
    const open = this.menu.querySelector("details[open]");
    if (!open) return;
    const hadFocus = open.contains(document.activeElement);
    open.open = false;
    if (isByHand && hadFocus) open.querySelector("summary").focus();
  }

  /** Show the newest message, from its beginning where it is taller than the screen. */
  toNewest() {
    const newest = this.log.lastElementChild;
    if (!newest) return;
    const isTall = newest.offsetHeight > this.log.clientHeight - 24;
    this.log.scrollTop = isTall ? newest.offsetTop - 12 : this.log.scrollHeight;
  }
}
