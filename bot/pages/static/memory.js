// What a reload must not lose: kept for this tab only, gone with the tab or with 离开. Some in-app browsers forbid even that.

const prefix = "pane:";

export function recall(name, otherwise) {
  try {
    const kept = sessionStorage.getItem(prefix + name);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch (refused) {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch (refused) {
    // the page works without it
  }
}

export function forget() {
  try {
    sessionStorage.clear();
  } catch (refused) {
    // nothing was kept
  }
}
