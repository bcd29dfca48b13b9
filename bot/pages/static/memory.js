// What a reload must not lose: kept for this tab only, gone with the tab or with 离开. Some in-app browsers forbid even that.

const prefix = "pane:";
let isClosed = false; // after the end of a session nothing is kept any more

export function recall(name, otherwise) {
  try {
    const kept = sessionStorage.getItem(prefix + name);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch (refused) {
    return otherwise;
  }
}

export function keep(name, value) {
  if (isClosed) return;
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch (refused) {
    // the page works without it
  }
}

/** The session is over: on a shared computer nothing of it may stay. */
export function forget() {
  isClosed = true;
  try {
    sessionStorage.clear();
  } catch (refused) {
    // nothing was kept
  }
}

/** Hand one thing on to the next session, because the person who is here goes on. */
export function handOn(name, value) {
  isClosed = false;
  keep(name, value);
}
