// How a page hears: one stream for the whole page, and asking every few seconds where a stream does not get through.

const PATIENCE = 8000; // ms a stream has to say hello; some in-app browsers hold it back for ever
const ASK_EVERY = 3000;
const ASK_HIDDEN = 15000;
const STREAM_AGAIN = 60000;
const SILENT = 25000; // ms without a sign of life: the server gives one every ten seconds
const LOOK_EVERY = 2000;

export class Link {
  /**
   * `stream` is the stream's address, `asks` a function that gives the addresses to ask instead, `hear` takes a parcel, `state` one of
   * "connecting", "open", "offline", "polling", "gone"; `asides` maps names of further events to functions.
   */
  constructor({ stream, asks, hear, state, asides }) {
    Object.assign(this, { stream, asks, hear, state, asides: asides || {} });
    this.lastId = "";
    this.isClosed = false;
    this.isBegun = false;
    this.hasBeenOpen = false;
    this.heardAt = 0;
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
    window.addEventListener("pageshow", (event) => event.persisted && this.wake());
    window.addEventListener("online", () => this.isBegun && this.open());
    window.addEventListener("offline", () => this.isBegun && !this.isClosed && this.state("offline"));
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK_EVERY);
  }

  /** The page is looked at again: ask at once for what was missed, whatever the stream believes of itself. */
  wake() {
    if (!this.isBegun || this.isClosed) return;
    if (!this.source) this.open();
    else this.askOnce().catch(() => this.state("offline"));
    this.look();
  }

  /** A page that slept has a stream that is dead and does not know it: what counts is when it was heard last. */
  look() {
    if (!this.source || Date.now() - this.heardAt < SILENT) return;
    this.state("offline");
    this.open();
  }

  open() {
    this.stopAsking();
    if (this.isClosed) return;
    this.isBegun = true;
    this.heardAt = Date.now();
    if (this.source) this.source.close();
    if (!window.EventSource) {
      this.askOnAndOn();
      return;
    }
    const mark = this.stream.includes("?") ? "&" : "?";
    const source = new EventSource(this.stream + (this.lastId ? mark + "after=" + this.lastId : ""));
    this.source = source;
    this.patience = setTimeout(() => this.giveUp(source), PATIENCE);
    const lives = () => {
      this.heardAt = Date.now();
    };
    source.addEventListener("hello", () => {
      clearTimeout(this.patience);
      this.hasBeenOpen = true;
      lives();
      this.state("open");
    });
    source.addEventListener("beat", lives);
    source.addEventListener("say", (event) => {
      lives();
      this.lastId = event.lastEventId;
      this.hear(JSON.parse(event.data));
    });
    source.addEventListener("gone", () => {
      this.close();
      this.state("gone");
    });
    Object.entries(this.asides).forEach(([name, heard]) => {
      source.addEventListener(name, (event) => heard(JSON.parse(event.data)));
    });
    source.onerror = () => {
      this.state("offline");
      if (source.readyState === EventSource.CLOSED) this.giveUp(source);
    };
  }

  /** Ask once, now: after something was sent and nothing came. */
  async askOnce() {
    const answers = await Promise.all(this.asks().map((address) => fetch(address, { credentials: "same-origin" })));
    if (answers.some((answer) => answer.status === 401)) {
      this.close();
      this.state("gone");
      return;
    }
    if (answers.some((answer) => !answer.ok)) throw new Error("not answered");
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    bodies.forEach((body) => body.messages.forEach(this.hear));
  }

  close() {
    this.isClosed = true;
    if (this.source) this.source.close();
    this.source = null;
    this.stopAsking();
  }

  giveUp(source) {
    clearTimeout(this.patience);
    source.close();
    if (this.source !== source) return;
    this.source = null;
    this.askOnAndOn();
  }

  askOnAndOn() {
    this.stopAsking();
    this.streamAgain = setTimeout(() => this.open(), STREAM_AGAIN);
    const ask = async () => {
      try {
        await this.askOnce();
        if (!this.isClosed) this.state("polling");
      } catch (cut) {
        this.state("offline");
      }
      if (!this.isClosed && !this.source) this.asking = setTimeout(ask, document.hidden ? ASK_HIDDEN : ASK_EVERY);
    };
    ask();
  }

  stopAsking() {
    clearTimeout(this.asking);
    clearTimeout(this.streamAgain);
    clearTimeout(this.patience);
  }
}
