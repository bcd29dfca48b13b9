// What is being written: words, their number, the tray beside them. Everything leaves it in the order in which the person gave it.

import { keep, recall } from "./memory.js";
import { Recorder } from "./recorder.js";
import { Tray } from "./tray.js";
import { make, say } from "./words.js";

const NEARLY = 0.8; // from here on the words are counted aloud

export class Composer {
  /** `send(own)` says something and promises whether it was taken, `isLabel(words)` tells whether they are an answer that is offered now, `over` that the session has ended. */
  constructor(root, door, { send, isLabel, over }) {
    Object.assign(this, { root, send, isLabel });
    this.name = "draft:" + root.dataset.pane;
    this.mostWords = Number(root.dataset.mostWords);
    this.mostFiles = Number(root.dataset.mostFiles);
    this.text = root.querySelector("textarea");
    this.count = root.querySelector(".count");
    this.hint = root.querySelector(".hint");
    this.adds = root.querySelector(".adds");
    this.isUnlimited = false; // staff write as much as they like
    this.isWaiting = false;
    this.withdraw = () => {}; // lets a question about unsent words go
    const largest = Number(root.dataset.largestFile);
    this.tray = new Tray(root, door, {
      largest,
      over,
      complain: (sentence, isOneMore) => this.complain(sentence, isOneMore),
      changed: () => this.grow(),
    });
    this.recorder = new Recorder(root, {
      add: (file) => this.tray.add(file),
      complain: (sentence) => this.complain(sentence),
      changed: () => this.grow(),
    });
    this.write(recall(this.name, ""));
    this.tray.restore();
    this.listen();
  }

  listen() {
    this.text.addEventListener("input", () => {
      keep(this.name, this.text.value);
      this.withdraw();
      if (!this.isWaiting) this.complain("");
      this.grow();
    });
    this.root.querySelector(".add").addEventListener("click", () => {
      this.offerAdds(this.adds.hidden);
      if (!this.adds.hidden) this.adds.querySelector("button").focus();
    });
    this.adds.querySelectorAll("[data-add]").forEach((button) => {
      button.addEventListener("click", () => this.choose(button.dataset.add));
    });
    this.adds.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.offerAdds(false);
      this.root.querySelector(".add").focus();
    });
    this.root.addEventListener("paste", (event) => this.takeIn(event, event.clipboardData));
    this.root.addEventListener("dragover", (event) => {
      if (!Array.from(event.dataTransfer.types).includes("Files")) return;
      event.preventDefault();
      this.root.classList.add("dropping");
    });
    this.root.addEventListener("dragleave", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.root.classList.remove("dropping");
    });
    this.root.addEventListener("drop", (event) => {
      this.root.classList.remove("dropping");
      this.takeIn(event, event.dataTransfer);
    });
  }

  choose(kind) {
    if (kind !== "voice") {
      this.tray.choose(kind);
      return;
    }
    this.offerAdds(false); // a phone has no room for both
    this.recorder.open();
  }

  /** Files that were pasted or dropped go into the tray; words go where they always go. */
  takeIn(event, transfer) {
    const files = Array.from((transfer && transfer.files) || []);
    if (!files.length) return;
    event.preventDefault();
    files.forEach((file) => this.tray.add(file));
  }

  offerAdds(isOpen) {
    this.adds.hidden = !isOpen;
    this.root.querySelector(".add").setAttribute("aria-expanded", String(isOpen));
  }

  get words() {
    return this.text.value.trim();
  }

  /** Is there anything that was not sent? */
  get isEmpty() {
    return !this.words && !this.hasFiles;
  }

  get hasFiles() {
    return this.tray.items.length > 0 || this.recorder.hasSomething;
  }

  /** Send what is written and what is in the tray, once all of it has come up; say whether that was done. */
  async submit() {
    if (this.isEmpty) {
      this.text.focus();
      return false;
    }
    if (this.isTooLong() || !(await this.filesAreReady())) return false;
    const words = this.words;
    const taken = this.tray.take();
    this.write("");
    this.offerAdds(false);
    const isAnswer = taken.length > 0 && this.isLabel(words); // an answer beside photos would be read as their caption
    const areTaken = await this.sendFiles(isAnswer ? "" : words, taken);
    return areTaken && isAnswer ? this.send({ text: words }) : areTaken;
  }

  /**
   * Make the way free for a press: what is in the tray goes first, with the words beside it. Words alone are asked about: they may be
   * the answer for which there is a button. Say whether the press may go on.
   */
  async clearTheWay() {
    if (this.hasFiles) return this.submit();
    return this.words ? this.askAboutWords() : true;
  }

  askAboutWords() {
    if (this.isTooLong()) return Promise.resolve(false);
    this.withdraw(); // another button was pressed instead
    return new Promise((done) => {
      this.withdraw = () => done(false);
      const choose = async (first) => {
        this.complain("");
        done(first ? await this.submit() : true);
      };
      const before = make("button", { type: "button", onclick: () => choose(true) }, say("send_first"));
      const without = make("button", { type: "button", onclick: () => choose(false) }, say("keep_writing"));
      this.complain(say("words_unsent"));
      this.hint.append(make("span", { className: "buttons" }, before, without));
      before.focus();
    });
  }

  isTooLong() {
    const more = Array.from(this.words).length - this.mostWords;
    if (this.isUnlimited || more <= 0) return false;
    this.complain(say("words_too_many", { most: this.mostWords, more }));
    this.text.focus();
    return true;
  }

  async filesAreReady() {
    if (this.isWaiting) return false;
    this.complain("");
    if (this.recorder.hasSomething) await this.recorder.finish();
    if (!this.tray.items.length) return true;
    this.isWaiting = true;
    this.text.readOnly = true;
    if (this.tray.isBusy) this.complain(say("wait_for_files"));
    const isReady = await this.tray.ready();
    this.isWaiting = false;
    this.text.readOnly = false;
    if (isReady) this.complain("");
    else this.complain(say("files_not_ready"), true);
    return isReady;
  }

  /** As many messages as it takes, the words with the first; say whether all were taken. */
  sendFiles(words, taken) {
    const place = taken.find((item) => item.place);
    const files = taken.filter((item) => item.id);
    const sent = [];
    for (let at = 0; at === 0 || at < files.length; at += this.mostFiles) {
      const part = files.slice(at, at + this.mostFiles);
      if (at === 0 && place) part.push(place);
      sent.push(this.send({ text: at === 0 ? words : "", attached: part }));
    }
    return Promise.all(sent).then((answers) => answers.every(Boolean));
  }

  /** Take back what was refused, to be changed. */
  takeBack(own) {
    this.write([own.text, this.text.value].filter(Boolean).join("\n"));
    this.tray.putBack(own.attached);
    this.text.focus();
  }

  write(words) {
    this.text.value = words;
    keep(this.name, words);
    this.grow();
  }

  /** Tell something that is no fault. */
  tell(sentence) {
    this.complain(sentence);
    this.hint.classList.add("plain");
  }

  complain(sentence, isOneMore) {
    this.hint.classList.remove("plain");
    const before = isOneMore && !this.hint.hidden ? this.hint.textContent + "\n" : "";
    this.hint.textContent = before + sentence;
    this.hint.hidden = !this.hint.textContent;
  }

  grow() {
    this.text.style.height = ""; // an empty one would grow to its placeholder
    if (this.text.value) this.text.style.height = this.text.scrollHeight + 2 + "px";
    if (!this.recorder) return; // not yet
    this.root.querySelector(".send").classList.toggle("ready", !this.isEmpty);
    const written = Array.from(this.words).length;
    this.count.hidden = this.isUnlimited || written < this.mostWords * NEARLY;
    this.count.textContent = say("words_count", { written, most: this.mostWords });
    this.count.classList.toggle("over", written > this.mostWords);
  }
}
