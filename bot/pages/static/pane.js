// One conversation: the log, the composer, the buttons. Used once by the chat page, several times by the demo.

import * as bubbles from "./bubbles.js";
import { Composer } from "./composer.js";
import { mayTryAgain, newKey } from "./door.js";
import { keep, recall } from "./memory.js";
import { make, say } from "./words.js";

const NO_ANSWER = 4000; // ms after which a page asks for what the stream may have lost

export class Pane {
  /** `nudge` is called when an answer is late, `over` when the session has ended, `news(parcel)` when something came. `side`, where there is one, shows the newest list. */
  constructor(root, door, { nudge, over, news, side }) {
    Object.assign(this, { root, door, nudge, over, news, side });
    this.name = root.dataset.pane;
    this.log = root.querySelector(".log");
    this.text = root.querySelector("textarea");
    this.newest = root.querySelector(".newest");
    this.spoken = new Map(); // number → element
    this.last = 0;
    this.isByKeyboard = false;
    this.queue = Promise.resolve();
    this.composer = new Composer(root, door, { send: (own) => this.send(own), isLabel: (words) => this.isLabel(words), over });
    this.own = recall("own:" + this.name, []);
    this.own.forEach((own) => this.placeOwn(own));
    this.own.filter((own) => own.state === "sending").forEach((own) => this.post(own));
    this.listen();
  }

  listen() {
    this.root.querySelector(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("keydown", (event) => {
      const isComposing = event.isComposing || event.keyCode === 229; // Enter chooses a word of the input method
      if (event.key !== "Enter" || event.shiftKey || isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.root.querySelectorAll(".quick button").forEach((button) => {
      button.addEventListener("click", () => this.pressQuick(button.textContent.trim()));
    });
    this.newest.addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => {
      const hasChanged = this.log.scrollHeight !== this.height; // then it moved because it grew or shrank; nobody scrolled
      this.height = this.log.scrollHeight;
      if (hasChanged) return;
      this.wasAtEnd = this.isAtEnd();
      if (this.wasAtEnd) this.newest.hidden = true;
    });
    const stay = () => this.wasAtEnd && this.toEnd();
    if (window.ResizeObserver) new ResizeObserver(stay).observe(this.log); // the keyboard or the tray took room
    this.log.addEventListener("load", stay, true); // a picture made it longer
  }

  submit() {
    this.isByKeyboard = false;
    return this.composer.submit();
  }

  /** One of the words that are always at hand. What is in the tray goes first; what is being written stays. */
  async pressQuick(words) {
    if (this.composer.hasFiles && !(await this.composer.submit())) return;
    this.send({ text: words });
  }

  /** A code came with the address: it is put into the box, or offered where something is being written. */
  offerCode(code) {
    const { composer } = this;
    if (composer.isEmpty) {
      composer.write(code);
      composer.tell(say("code_in_box"));
      this.text.focus();
      return;
    }
    composer.tell(say("code_came"));
    const ask = make("button", { type: "button" }, say("ask_by_code", { code }));
    ask.addEventListener("click", () => {
      composer.complain("");
      this.send({ text: code });
    });
    composer.hint.append(make("span", { className: "buttons" }, ask));
  }

  /** Is it, word for word or as a number, an answer that can be given now? */
  isLabel(words) {
    const open = Array.from(this.log.querySelectorAll(".theirs .buttons button:not([aria-disabled])"));
    return /^\d{1,2}$/.test(words) || open.some((button) => button.textContent.trim() === words);
  }

  /** Say something: show it at once, post it after what was said before. Promises whether it was taken. */
  send({ text, choice, words, to, attached }) {
    const own = {
      key: newKey(),
      text: text || "",
      choice: choice || "",
      words: words || "", // what was chosen at a button
      to: to || 0,
      attached: attached || [],
      after: this.last,
      state: "sending",
    };
    this.own.push(own);
    this.placeOwn(own);
    this.toEnd();
    return this.post(own);
  }

  post(own) {
    own.state = "sending";
    this.showState(own);
    this.queue = this.queue.then(async () => {
      const files = own.attached.map((item) => item.id).filter(Boolean);
      const place = own.attached.map((item) => item.place).find(Boolean);
      const body = { key: own.key, text: own.choice ? own.words || "" : own.text, choice: own.choice, files, locale: this.door.language };
      if (place) body.place = place;
      const { status, body: answer } = await this.door.postUntilTaken("say", body);
      own.state = status === 202 ? "sent" : "failed";
      own.mayRetry = mayTryAgain({ status });
      own.sentence = answer.sentence || "";
      this.showState(own);
      if (status === 401) this.over();
      if (own.state === "failed" && this.spoken.has(own.to)) bubbles.reopen(this.spoken.get(own.to));
      if (own.state === "sent") this.expectAnswer();
      return own.state === "sent";
    });
    return this.queue;
  }

  /** Hear a parcel; one that was heard already changes nothing. */
  hear(parcel) {
    if (this.spoken.has(parcel.number)) return;
    const former = parcel.edits ? this.spoken.get(Number(parcel.edits)) : undefined;
    if (parcel.takes_away && !former) { // it was said before all that this page shows
      this.last = Math.max(this.last, parcel.number);
      return;
    }
    const wasAtEnd = this.isAtEnd();
    if (parcel.is_staff) this.composer.isUnlimited = true;
    const ways = {
      fileAt: (key) => this.door.file(key),
      press: (button, pressed, isByKeyboard, answer) => this.press(parcel.number, button, isByKeyboard, pressed, answer),
      enlarge: (image) => enlarge(image),
    };
    const element = bubbles.theirs(parcel, ways);
    this.spoken.set(parcel.number, element);
    this.last = Math.max(this.last, parcel.number);
    clearTimeout(this.late);
    if (former) this.replace(former, element);
    else this.log.insertBefore(element, this.placeFor(parcel.number));
    const answered = this.own.find((own) => own.choice && own.to === parcel.number && own.state !== "failed");
    if (answered) bubbles.close(element, answered.choice);
    if (!parcel.takes_away) this.news(parcel);
    if (this.side && parcel.layout === "list") this.side.show(element, bubbles.theirs(parcel, ways));
    if (!former) this.follow(element, wasAtEnd);
    else if (wasAtEnd) this.toEnd();
  }

  /** A button, perhaps with what was chosen at it: what is in the tray goes first, and where that cannot go, the button stays as it was. */
  async press(number, button, isByKeyboard, pressed, answer) {
    bubbles.close(this.spoken.get(number), button.handle);
    bubbles.close(pressed.closest(".said"), button.handle);
    const isFree = await this.composer.clearTheWay();
    this.isByKeyboard = isByKeyboard;
    if (!isFree) {
      bubbles.reopen(this.spoken.get(number));
      return;
    }
    const text = answer ? say("fact_line", { label: button.label, value: answer.label }) : button.label;
    this.send({ text, choice: button.handle, words: answer && answer.words, to: number });
  }

  /** Scroll to what is new, and lead the keyboard to it where the keyboard is what is used. */
  follow(element, wasAtEnd) {
    if (!wasAtEnd) {
      this.newest.hidden = false;
      return;
    }
    this.toEnd(element);
    if (!this.isByKeyboard) return;
    const first = element.querySelector(".buttons button");
    (first || this.text).focus({ preventScroll: Boolean(first) });
  }

  replace(former, element) {
    const hadFocus = former.contains(document.activeElement);
    element.querySelectorAll("img").forEach((image) => {
      const loaded = Array.from(former.querySelectorAll("img")).find((other) => other.src === image.src);
      if (loaded) image.replaceWith(loaded); // it would blink, and the page jump
    });
    former.querySelectorAll("img").forEach((image) => closeEnlarged(image.src)); // what is not shown any more, nor enlarged
    if (this.side) this.side.takeAway(former);
    former.replaceWith(element);
    this.spoken.forEach((other, number) => other === former && this.spoken.set(number, element));
    if (!hadFocus) return;
    const first = element.querySelector(".buttons button");
    (first || this.text).focus({ preventScroll: true });
  }

  /** Before which of my own words a parcel belongs: those I said after it, in an earlier life of this page. */
  placeFor(number) {
    return this.own.filter((own) => own.after >= number).map((own) => own.element)[0] || null;
  }

  placeOwn(own) {
    own.element = bubbles.mine(own, this.ways());
    this.log.append(own.element);
    this.keepOwn();
  }

  /** Show, once, what was said here by other hands than those at this page: `after` which number of what the office said. Whether it is new. */
  hearOwn({ key, text, after }) {
    if (this.own.some((own) => own.key === key)) return false;
    const own = { key, text, choice: "", words: "", to: 0, attached: [], after, state: "sent" };
    this.own.push(own);
    this.placeOwn(own);
    const first = new Map(); // an element that took the place of an older one stands where that stood
    this.spoken.forEach((element, number) => first.set(element, Math.min(number, first.get(element) || number)));
    const later = Array.from(this.log.children).find((element) => first.get(element) > after);
    if (later) this.log.insertBefore(own.element, later);
    return true;
  }

  /** The words that nobody has taken yet: those being written, and those that could not be sent. */
  get unsent() {
    const failed = this.own.filter((own) => own.state === "failed" && !own.choice).map((own) => own.text);
    return [...failed, this.text.value].filter(Boolean).join("\n");
  }

  ways() {
    return { again: (own) => this.post(own), change: (own) => this.takeBack(own) };
  }

  takeBack(own) {
    this.own = this.own.filter((other) => other !== own);
    own.element.remove();
    this.keepOwn();
    this.composer.takeBack(own);
  }

  /** Let go of what was said in a session that is over. */
  forgetAll() {
    this.own.forEach((own) => own.element.remove());
    this.own = [];
    this.keepOwn();
  }

  showState(own) {
    bubbles.mark(own.element, own, this.ways());
    this.keepOwn();
  }

  keepOwn() {
    // pictures are addresses that do not outlive the page; elements are no data
    const kept = this.own.map((own) => ({ ...own, element: undefined, attached: own.attached.map((item) => ({ ...item, picture: "" })) }));
    keep("own:" + this.name, kept);
  }

  expectAnswer() {
    clearTimeout(this.late);
    this.late = setTimeout(() => this.nudge(), NO_ANSWER);
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  /** What was said before the page came is all there. */
  settle() {
    if (!this.isSettled) this.toNewest();
    this.isSettled = true; // a stream that begins again leaves the reader where they are
  }

  /** Show the newest message. */
  toNewest() {
    this.toEnd(Array.from(this.log.querySelectorAll(".said")).pop());
  }

  /** Scroll to the end, or, where the newest message is taller than the log, to its beginning. */
  toEnd(element) {
    const isTall = Boolean(element) && element.offsetHeight > this.log.clientHeight - 24;
    this.wasAtEnd = !isTall;
    this.newest.hidden = true;
    this.height = this.log.scrollHeight;
    this.log.scrollTop = isTall ? element.offsetTop - 12 : this.height;
  }
}

/** Close the picture that is enlarged, if it is this one. */
function closeEnlarged(src) {
  document.querySelectorAll(".large-picture").forEach((dialog) => dialog.querySelector("img").src === src && dialog.remove());
}

/** Show a picture as large as the page. */
export function enlarge(image) {
  const dialog = document.createElement("dialog");
  const large = document.createElement("img");
  const button = document.createElement("button");
  large.src = image.src;
  large.alt = image.alt;
  button.textContent = say("close");
  button.type = "button";
  dialog.className = "large-picture";
  dialog.append(large, button);
  document.body.append(dialog);
  const close = () => dialog.remove();
  [button, large].forEach((element) => element.addEventListener("click", close));
  dialog.addEventListener("close", close);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
  button.focus();
}
