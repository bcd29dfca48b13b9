// The phones beside the panes: what members, citizens and a group see in their messenger. There are some where the county is reached
// through one, and then the server tells of them; without, nothing of this shows.

import { Phone } from "./phone.js";
import { make } from "./words.js";

export class Phones {
  /** `post(body)` tells what somebody does on a phone; `enter(name, label, card)` puts a phone on the desk, `news(name)` says that something came to it. */
  constructor({ post, enter, news }) {
    Object.assign(this, { post, enter, news });
    this.phones = new Map();
    this.inHand = new Set();
  }

  get(name) {
    return this.phones.get(name);
  }

  /** Hear how every phone looks now. */
  hear(every) {
    every.forEach((told) => {
      if (!this.phones.has(told.name)) this.add(told);
      this.phones.get(told.name).hear(told);
    });
  }

  add({ name, kind, label }) {
    const root = document.getElementById("phone-" + kind).content.firstElementChild.cloneNode(true);
    root.setAttribute("aria-label", label);
    root.querySelector(".phone-note").prepend(label + " · ");
    const post = (body) => this.post(body);
    this.phones.set(name, new Phone(root, { name, kind, post, news: () => this.news(name) }));
    this.enter(name, label, make("article", { className: "card", "data-card": name }, root), kind);
  }

  /** These are in view now; whoever's phone has come into it comes into their conversation. */
  show(names) {
    const now = new Set(names.filter((name) => this.phones.has(name)));
    now.forEach((name) => this.inHand.has(name) || this.phones.get(name).opens());
    this.inHand = now;
  }
}
