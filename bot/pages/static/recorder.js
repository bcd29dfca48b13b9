// A recorder: begin, stop, listen again, record anew, or leave it. What was recorded goes the way of every file.

import { say } from "./words.js";

const LONGEST = 10 * 60; // seconds
const ENDINGS = { "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/webm": "webm" };
const WISHES = ["audio/mp4;codecs=mp4a.40.2", "audio/ogg;codecs=opus", "audio/webm;codecs=opus"];

export class Recorder {
  /** `add(file)` takes what was recorded, `complain` shows a sentence, `changed` is called when there is something or nothing any more. */
  constructor(root, { add, complain, changed }) {
    Object.assign(this, { add, complain, changed });
    this.panel = root.querySelector(".recorder");
    this.time = this.panel.querySelector(".time");
    this.sound = this.panel.querySelector("audio");
    this.file = null;
    this.seconds = 0;
    const presses = {
      start: () => this.start(),
      stop: () => this.stop(),
      use: () => this.finish(),
      drop: () => this.close(),
      choose: () => root.querySelector('input[data-for="voice"]').click(),
    };
    this.panel.querySelectorAll("[data-record]").forEach((button) => button.addEventListener("click", presses[button.dataset.record]));
  }

  get hasSomething() {
    return Boolean(this.file || this.media);
  }

  open() {
    this.panel.hidden = false;
    this.state(this.file ? "done" : "idle");
    const isAble = window.MediaRecorder && navigator.mediaDevices;
    if (!isAble) this.complain(say("recorder_unable"));
    this.panel.querySelector('[data-record="start"]').hidden = !isAble;
    this.panel.querySelector(isAble ? '[data-record="start"]' : '[data-record="choose"]').focus();
  }

  async start() {
    this.complain("");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (refused) {
      this.complain(say(refused.name === "NotAllowedError" ? "recorder_denied" : "recorder_no_microphone"));
      return;
    }
    this.forget();
    const mimeType = WISHES.find((each) => MediaRecorder.isTypeSupported(each));
    const pieces = [];
    this.media = new MediaRecorder(stream, mimeType ? { mimeType, audioBitsPerSecond: 48000 } : {});
    this.media.addEventListener("dataavailable", (event) => pieces.push(event.data));
    this.ended = new Promise((done) => {
      this.media.addEventListener("stop", () => {
        stream.getTracks().forEach((track) => track.stop());
        done(pieces);
      });
    });
    this.media.start();
    this.ticking = setInterval(() => this.tick(), 1000);
    this.state("recording");
    this.panel.querySelector('[data-record="stop"]').focus();
  }

  tick() {
    this.seconds += 1;
    this.showTime();
    if (this.seconds < LONGEST) return;
    this.stop();
    this.complain(say("recorder_full"));
  }

  async stop() {
    const { media } = this;
    if (!media) return;
    clearInterval(this.ticking);
    media.stop();
    const pieces = await this.ended;
    if (this.media !== media) return; // it was dropped meanwhile
    this.media = null;
    const kind = (media.mimeType || pieces[0].type).split(";")[0];
    const name = say("recording_name", { time: this.written().replace(":", "-") }) + "." + (ENDINGS[kind] || "webm");
    this.file = new File(pieces, name, { type: kind });
    this.sound.src = URL.createObjectURL(this.file);
    this.state("done");
    this.panel.querySelector('[data-record="use"]').focus();
  }

  /** What was recorded goes to the other files; a recording that still runs is stopped first. */
  async finish() {
    await this.stop();
    if (this.file) this.add(this.file);
    this.close();
  }

  close() {
    this.forget();
    this.panel.hidden = true;
    this.changed();
  }

  forget() {
    clearInterval(this.ticking);
    if (this.media) this.media.stop();
    if (this.sound.src) URL.revokeObjectURL(this.sound.src);
    this.sound.removeAttribute("src");
    this.media = this.file = null;
    this.seconds = 0;
    this.showTime();
  }

  state(name) {
    this.panel.dataset.state = name;
    this.changed();
  }

  written() {
    return `${Math.floor(this.seconds / 60)}:${String(this.seconds % 60).padStart(2, "0")}`;
  }

  showTime() {
    this.time.textContent = this.written();
  }
}
