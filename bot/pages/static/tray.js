// What is to be sent beside words: files on their way up, and a place.

import { make, say } from "./words.js";

const LARGEST = 20 * 1024 * 1024;

export class Tray {
  /** `complain` shows a sentence; `changed` is called whenever something comes or goes. */
  constructor(root, door, { complain, changed }) {
    Object.assign(this, { door, complain, changed });
    this.list = root.querySelector(".tray");
    this.root = root;
    this.items = [];
    root.querySelectorAll("input[type=file]").forEach((input) => {
      input.addEventListener("change", () => {
        Array.from(input.files).forEach((file) => this.add(file));
        input.value = "";
      });
    });
    root.querySelectorAll("[data-add]").forEach((button) => {
      button.addEventListener("click", () => this.choose(button.dataset.add));
    });
  }

  get isBusy() {
    return this.items.some((item) => !item.id && !item.place);
  }

  choose(kind) {
    if (kind === "place") this.locate();
    else this.root.querySelector(`input[data-for="${kind}"]`).click();
  }

  async add(file) {
    if (file.size > LARGEST) {
      this.complain(say("wrong_file_too_large"));
      return;
    }
    const item = this.show(file.name, file.type.startsWith("image/") ? URL.createObjectURL(file) : "");
    const { status, body } = await this.door.upload(file, (share) => this.progress(item, share));
    if (!this.items.includes(item)) return;
    if (status !== 201) {
      this.remove(item);
      this.complain(body.sentence || say("upload_failed", { name: file.name }));
      return;
    }
    item.id = body.id;
    item.line.classList.add("ready");
    item.state.textContent = say("uploaded", { name: file.name });
    this.changed();
  }

  locate() {
    if (!navigator.geolocation) {
      this.complain(say("place_failed"));
      return;
    }
    const item = this.show(say("place_waiting"), "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        item.place = { lat: coords.latitude, lon: coords.longitude };
        item.name = say("place", { place: `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}` });
        item.line.classList.add("ready");
        item.line.querySelector(".name").textContent = item.name;
        this.changed();
      },
      () => {
        this.remove(item);
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
    const place = taken.filter((item) => item.place).map((item) => item.place)[0];
    return {
      files: taken.filter((item) => item.id).map((item) => item.id),
      place: place || null,
      names: taken.filter((item) => !item.picture).map((item) => item.name),
      pictures: taken.filter((item) => item.picture).map((item) => item.picture),
    };
  }

  show(name, picture) {
    const state = make("span", { className: "sr", role: "status" });
    const remove = make("button", { type: "button", "aria-label": say("remove", { name }) }, "×");
    const label = make("span", { className: "name" }, name);
    const line = make("li", {}, picture ? make("img", { src: picture, alt: "" }) : null, label, make("progress", { max: 1, value: 0, "aria-label": name }), state, remove);
    const item = { name, picture, line, state, id: "", place: null };
    remove.addEventListener("click", () => {
      this.remove(item);
      this.root.querySelector("textarea").focus();
    });
    this.items.push(item);
    this.list.append(line);
    this.list.hidden = false;
    this.changed();
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
    this.changed();
  }
}
