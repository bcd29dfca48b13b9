// What is to be sent beside words: files on their way up, and a place. What has come up is kept over a reload.

import { mayTryAgain } from "./door.js";
import { keep, recall } from "./memory.js";
import { make, say } from "./words.js";

const AT_ONCE = 3; // uploads under way; more would only make each slower on a phone

export class Tray {
  /** `largest` is in bytes. `complain` shows a sentence; `changed` is called whenever something comes or goes; `over` when the session has ended. */
  constructor(root, door, { largest, complain, changed, over }) {
    Object.assign(this, { root, door, largest, complain, changed, over });
    this.name = "tray:" + root.dataset.pane;
    this.list = root.querySelector(".tray");
    this.items = [];
    this.waiting = []; // uploads that have not begun
    this.watching = []; // who waits until something moves
    this.underWay = 0;
    this.refused = 0;
    root.querySelectorAll("input[type=file]").forEach((input) => {
      input.addEventListener("change", () => {
        Array.from(input.files).forEach((file) => this.add(file));
        input.value = "";
      });
    });
  }

  get isBusy() {
    return this.items.some((item) => item.isComing);
  }

  choose(kind) {
    if (kind === "place") this.locate();
    else this.root.querySelector(`input[data-for="${kind}"]`).click();
  }

  add(file) {
    if (file.size > this.largest) {
      this.refuse(file.name, say("wrong_file_too_large", { name: file.name }));
      return;
    }
    const item = this.show({ name: file.name, picture: file.type.startsWith("image/") ? URL.createObjectURL(file) : "" });
    item.file = file;
    this.bringUp(item);
  }

  bringUp(item) {
    item.isComing = true;
    item.hasFailed = false;
    item.line.classList.remove("failed");
    this.waiting.push(item);
    this.moved();
    this.next();
  }

  async next() {
    if (this.underWay >= AT_ONCE || !this.waiting.length) return;
    const item = this.waiting.shift();
    if (this.items.includes(item)) {
      this.underWay += 1;
      const answer = await this.door.uploadUntilTaken(item.file, (share) => this.progress(item, share));
      this.underWay -= 1;
      if (this.items.includes(item)) this.settle(item, answer);
    }
    this.next();
  }

  settle(item, { status, body }) {
    item.isComing = false;
    if (status === 201) {
      item.id = body.id;
      item.line.classList.add("ready");
      item.state.textContent = say("uploaded", { name: item.name });
    } else if (mayTryAgain({ status })) {
      item.hasFailed = true;
      item.line.classList.add("failed");
      item.again.hidden = false;
      this.refuse(item.name, body.sentence || say("upload_failed"));
    } else {
      this.remove(item);
      if (status === 401) this.over();
      else this.refuse(item.name, body.sentence || say("upload_failed"));
    }
    this.moved();
  }

  /** Say by name what was not taken; several refusals stand below each other until something else is done. */
  refuse(name, sentence) {
    this.refused += 1;
    this.complain(sentence.includes(name) ? sentence : say("not_added", { name, sentence }), true);
  }

  /** Wait for what is coming; say whether all of it has come. */
  async ready() {
    const refused = this.refused;
    while (this.isBusy) await new Promise((done) => this.watching.push(done));
    return refused === this.refused && !this.items.some((item) => item.hasFailed);
  }

  locate() {
    if (!navigator.geolocation) {
      this.complain(say("place_failed"));
      return;
    }
    const item = this.show({ name: say("place_waiting") });
    item.isComing = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        item.isComing = false;
        item.place = { lat: coords.latitude, lon: coords.longitude };
        item.name = say("place", { place: `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}` });
        item.line.classList.add("ready");
        item.line.querySelector(".name").textContent = item.name;
        this.moved();
      },
      () => {
        this.remove(item);
        this.refused += 1;
        this.complain(say("place_failed"));
      },
      { timeout: 15000, maximumAge: 60000 },
    );
  }

  /** Hand over what is ready, and be empty. */
  take() {
    const taken = this.items.splice(0);
    this.list.replaceChildren();
    this.list.hidden = true;
    this.remember();
    return taken.map(({ id, place, name, picture }) => ({ id, place, name, picture }));
  }

  /** Put back what was handed over. */
  putBack(items) {
    items.forEach((kept) => {
      const item = this.show(kept);
      item.id = kept.id || "";
      item.place = kept.place || null;
      item.line.classList.add("ready");
    });
    this.moved();
  }

  show({ name, picture }) {
    const state = make("span", { className: "sr", role: "status" });
    const again = make("button", { type: "button", className: "again", hidden: true }, say("retry"));
    const remove = make("button", { type: "button", className: "remove", "aria-label": say("remove", { name }) }, "×");
    const label = make("span", { className: "name" }, name);
    const image = picture ? make("img", { src: picture, alt: "", onerror: () => image.remove() }) : null; // not every browser draws HEIC
    const line = make("li", {}, image, label, make("progress", { max: 1, value: 0, "aria-label": name }), state, again, remove);
    const item = { name, picture: picture || "", line, state, again, id: "", place: null, isComing: false, hasFailed: false };
    again.addEventListener("click", () => {
      again.hidden = true;
      this.bringUp(item);
    });
    remove.addEventListener("click", () => {
      this.remove(item);
      this.root.querySelector("textarea").focus();
    });
    this.items.push(item);
    this.list.append(line);
    this.list.hidden = false;
    return item;
  }

  progress(item, share) {
    item.line.querySelector("progress").value = share;
    item.state.textContent = share < 1 ? say("uploading", { name: item.name, percent: Math.floor(share * 4) * 25 }) : "";
  }

  remove(item) {
    this.items = this.items.filter((other) => other !== item);
    item.line.remove();
    this.list.hidden = !this.items.length;
    if (item.picture) URL.revokeObjectURL(item.picture);
    this.moved();
  }

  moved() {
    this.remember();
    this.watching.splice(0).forEach((done) => done());
    this.changed();
  }

  /** What has come up outlives a reload; of what had not, the next life of the page says how many they were. */
  remember() {
    const kept = this.items.filter((item) => item.id || item.place).map(({ id, place, name }) => ({ id, place, name }));
    keep(this.name, { kept, lost: this.items.filter((item) => item.isComing || item.hasFailed).length });
  }

  restore() {
    const { kept, lost } = recall(this.name, { kept: [], lost: 0 });
    this.putBack(kept);
    if (lost) this.complain(say("files_lost", { count: lost }));
  }
}
