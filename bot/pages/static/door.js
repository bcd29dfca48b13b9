// How a page speaks: posts that are tried again under the same key, so that a retry is the same message.

const TRIES = [1000, 3000, 8000]; // ms between tries when nothing answers
const MOST_WAITS = 20; // how often one waits because others were first

/** Draw a key for a message: unique is enough, it is no secret. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Door {
  /** `root` is where the routes live ("/chat"), `query` what every address carries ("?pane=leader"), `language` of the answers. */
  constructor(root, query, language) {
    Object.assign(this, { root, query, language });
  }

  at(route) {
    return this.root + "/" + route + this.query;
  }

  /** Post once; return { status, body }. Status 0: nothing answered. */
  async post(route, body, options) {
    try {
      const answer = await fetch(this.at(route), {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "Accept-Language": this.language },
        body: JSON.stringify(body),
        ...options,
      });
      const wait = Number(answer.headers.get("Retry-After")) * 1000;
      return { status: answer.status, wait, body: await answer.json() };
    } catch (cut) {
      return { status: 0, wait: 0, body: {} };
    }
  }

  /** Post until it is taken or surely refused. */
  postUntilTaken(route, body) {
    return untilTaken(() => this.post(route, body));
  }

  /** Send one file until it is taken or surely refused; `progress` hears a share of 1. */
  uploadUntilTaken(file, progress) {
    return untilTaken(() => this.upload(file, progress));
  }

  /** Send one file once. Return { status, wait, body }. */
  upload(file, progress) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.at("upload"));
      request.setRequestHeader("Accept-Language", this.language);
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onload = () => {
        try {
          const wait = Number(request.getResponseHeader("Retry-After")) * 1000;
          done({ status: request.status, wait, body: JSON.parse(request.responseText) });
        } catch (unreadable) {
          done({ status: 0, wait: 0, body: {} });
        }
      };
      request.onerror = () => done({ status: 0, wait: 0, body: {} });
      const form = new FormData();
      form.append("file", file, file.name);
      request.send(form);
    });
  }

  file(key) {
    return this.root + "/file/" + encodeURIComponent(key) + this.query;
  }
}

/** What nobody has taken yet, and nobody has refused for good. */
export function mayTryAgain({ status }) {
  return status === 0 || status === 429 || status >= 500;
}

async function untilTaken(attempt) {
  for (let turn = 0, waits = 0; ; ) {
    const answer = await attempt();
    if (!mayTryAgain(answer) || turn === TRIES.length || waits === MOST_WAITS) return answer;
    await new Promise((done) => setTimeout(done, Math.max(answer.wait, TRIES[turn])));
    if (answer.status === 429) waits += 1; // it was told when to come again: that is no failure
    else turn += 1;
  }
}
