// That something has come, for whoever looks elsewhere: a number in the title, a dot on the icon, and, for whoever asks for it, a
// notice of the system. None of them says what it is about.

import { keep, recall } from "./memory.js";
import { say } from "./words.js";

const TAG = "news"; // a later notice takes the place of the one before

export class Notices {
  /** `button` turns notices of the system on and off, `complain` shows a sentence. */
  constructor(button, complain) {
    Object.assign(this, { button, complain });
    this.title = document.title;
    this.icon = document.querySelector("link[rel=icon]");
    this.count = 0;
    document.addEventListener("visibilitychange", () => !document.hidden && this.show(0));
    button.hidden = !window.Notification || !window.isSecureContext;
    button.addEventListener("click", () => this.turn());
    this.mark();
  }

  get isOn() {
    return recall("notices", false) && window.Notification && Notification.permission === "granted";
  }

  /** Something has come. */
  news(parcel) {
    if (!document.hidden || parcel.is_quiet) return;
    this.show(this.count + 1);
    if (this.isOn) this.notify(say("notice_text"));
  }

  show(count) {
    this.count = count;
    document.title = count ? say("title_unread", { count, title: this.title }) : this.title;
    this.icon.href = count ? "/chat/static/icon_news.svg" : "/chat/static/icon.svg";
  }

  async turn() {
    if (this.isOn) {
      keep("notices", false);
      this.mark();
      return;
    }
    if ((await Notification.requestPermission()) !== "granted") {
      this.complain(say("notices_denied"));
      return;
    }
    keep("notices", true);
    if (!this.notify(say("notices_are_on"))) {
      keep("notices", false);
      this.complain(say("notices_unable"));
    }
    this.mark();
  }

  notify(words) {
    try {
      const notice = new Notification(this.title, { body: words, tag: TAG, icon: "/chat/static/icon.svg" });
      notice.addEventListener("click", () => {
        window.focus();
        notice.close();
      });
      return true;
    } catch (unable) {
      return false; // browsers of phones offer it, and refuse
    }
  }

  mark() {
    this.button.setAttribute("aria-pressed", String(Boolean(this.isOn)));
  }
}
