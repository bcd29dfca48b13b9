// The guide of the demo: which road is chosen, which step is next, who takes it and why, and playing it.

import { keep, recall } from "./memory.js";
import { make, say } from "./words.js";

const part = (id) => document.getElementById(id);

export class Roads {
  /** `post(route, body)` asks the server, `choose(name)` brings a pane into view, `cast(names)` says whose panes belong to the road. */
  constructor({ post, choose, cast }) {
    Object.assign(this, { post, choose, cast });
    this.roads = new Map(Array.from(document.querySelectorAll("[data-road]"), (road) => [road.dataset.road, road]));
    this.steps = new Map(Array.from(this.roads, ([name, road]) => [name, Array.from(road.querySelectorAll("[data-road-step]"))]));
    this.walked = { come_to: {}, playing: {} };
    this.isAsked = false;
    const kept = recall("road", "flags");
    this.name = this.roads.has(kept) ? kept : "flags";
    part("programme").value = this.name;
    part("programme").addEventListener("change", (event) => this.take(event.target.value));
    part("play-step").addEventListener("click", () => this.next() && this.play(this.next()));
    part("by-hand").addEventListener("click", () => this.byHand(this.next()));
    document.querySelectorAll("[data-until]").forEach((button) => {
      button.addEventListener("click", () => this.play(button.closest("li")));
    });
  }

  get isRoad() {
    return this.steps.get(this.name).length > 0;
  }

  /** Choose a road. */
  take(name) {
    this.name = name;
    keep("road", name);
    this.complain("");
    this.show();
    const next = this.next();
    if (next && next.dataset.who) this.choose(next.dataset.who);
  }

  /** The step that comes next; nothing at the end, or where the road is walked by hand alone. */
  next() {
    return this.steps.get(this.name)[this.walked.come_to[this.name] || 0];
  }

  /** Hear how far the roads were walked. */
  hear(walked) {
    const isMoved = JSON.stringify(walked) !== JSON.stringify(this.walked);
    this.walked = walked;
    if (isMoved) this.show();
  }

  show() {
    this.roads.forEach((road, name) => {
      road.hidden = name !== this.name;
    });
    document.body.dataset.programme = this.name;
    part("road-title").textContent = this.roads.get(this.name).dataset.title;
    this.cast(this.roads.get(this.name).dataset.cast.split(" "));
    part("next-step").hidden = !this.isRoad;
    if (this.isRoad) this.showSteps(this.steps.get(this.name), this.walked.come_to[this.name] || 0);
  }

  showSteps(steps, behind) {
    steps.forEach((step, at) => {
      step.classList.toggle("done", at < behind);
      step.classList.toggle("next", at === behind);
      step.querySelector(".tick").hidden = at >= behind;
      step.querySelector(".until").hidden = at < behind;
    });
    if (steps[behind]) steps[behind].setAttribute("aria-current", "step");
    steps.forEach((step, at) => at !== behind && step.removeAttribute("aria-current"));
    part("progress").textContent = behind + "/" + steps.length;
    this.showNext(steps, behind);
    this.showProgress(steps, behind);
  }

  showNext(steps, behind) {
    const next = steps[behind];
    const does = part("next-does");
    const words = next ? next.dataset.label + "|" + next.dataset.does : "";
    part("next-place").textContent = say("step_of", { step: Math.min(behind + 1, steps.length), steps: steps.length });
    part("next-why").textContent = next ? next.dataset.why : "";
    part("play-step").hidden = part("next-place").hidden = !next;
    part("by-hand").hidden = !next || !next.dataset.who;
    if (does.dataset.words === words && words) return; // a screen reader says what is written anew
    does.dataset.words = words;
    if (next && part("guide").open) next.scrollIntoView({ block: "nearest" });
    does.replaceChildren(...(next ? [make("b", {}, next.dataset.label), " ", next.dataset.does] : [say("over")]));
  }

  showProgress(steps, behind) {
    const until = steps.findIndex((step) => step.dataset.roadStep === this.walked.playing[this.name]) + 1;
    const progress = part("next-progress");
    const isUnderWay = until > 0;
    progress.hidden = !isUnderWay;
    if (isUnderWay) {
      progress.max = until;
      progress.value = behind;
      part("next-place").textContent = say("playing", { step: Math.min(behind + 1, until), steps: until });
    }
    this.disable(isUnderWay || this.isAsked);
  }

  disable(isBusy) {
    [part("play-step"), ...document.querySelectorAll("[data-until]")].forEach((button) => {
      button.setAttribute("aria-disabled", String(isBusy));
    });
  }

  /** Play up to a step and with it; then show whoever took it, or the board where it was said in public. */
  async play(step) {
    if (this.isAsked || part("play-step").getAttribute("aria-disabled") === "true") return;
    const { name } = this;
    this.isAsked = true;
    this.disable(true);
    this.complain("");
    if (window.innerWidth < 760) part("guide").open = false; // it would cover what is played
    if (step === this.next() && step.dataset.who) this.choose(step.dataset.who);
    const answer = await this.post("play", { road: name, until: step.dataset.roadStep });
    this.isAsked = false;
    if (answer.status === 200) this.hear(answer.body.walked);
    if (this.name === name) this.show();
    const stuck = answer.status === 200 ? answer.body.stuck : "";
    const next = this.next();
    if (stuck) this.complain(say(stuck, { who: next ? next.dataset.label : "" }));
    else if (answer.status !== 200) this.complain(answer.body.sentence || say("failed"));
    if (step.dataset.shows && !stuck) this.choose(step.dataset.shows);
  }

  /** Open the conversation in which a step is taken, ready to write. */
  byHand(step) {
    if (!step || !step.dataset.who) return;
    if (window.innerWidth < 760) part("guide").open = false;
    this.choose(step.dataset.who);
    document.querySelector(`[data-card="${step.dataset.who}"] textarea`).focus();
  }

  complain(words) {
    part("next-wrong").textContent = words;
    part("next-wrong").hidden = !words;
  }
}
