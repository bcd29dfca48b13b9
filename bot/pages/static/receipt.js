// What a reader keeps of a message, as a number and a code: set apart, to be copied, saved as a picture or printed.

import { make, say } from "./words.js";

/** The facts of a parcel and what can be done with them. `fileAt(key)` is where an attachment lies. */
export function receipt(parcel, fileAt) {
  const list = make("dl", { className: "facts" });
  parcel.facts.forEach(({ label, value }) => list.append(make("dt", {}, label), make("dd", {}, value)));
  const lines = parcel.facts.map((fact) => say("fact_line", fact)).concat(say("fact_line", { label: say("fact_where"), value: location.origin + "/" }));
  const copy = make("button", { type: "button" }, say("copy"));
  copy.addEventListener("click", async () => {
    copy.textContent = say((await copied(lines.join("\n"))) ? "copied" : "not_copied");
  });
  const print = make("button", { type: "button", onclick: () => window.print() }, say("print"));
  const row = make("div", { className: "keep", role: "group", "aria-label": say("keep_receipt") }, copy);
  const picture = parcel.attachments.find((file) => file.is_picture);
  if (picture) row.append(make("a", { href: fileAt(picture.key), download: picture.name }, say("save_picture")));
  row.append(print);
  return make("div", { className: "receipt" }, list, row);
}

/** Copy words; say whether that was done. Older browsers, and pages without TLS, have only the way over a selection. */
async function copied(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch (refused) {
    const box = make("textarea", { value: words, className: "sr", readOnly: true, "aria-hidden": "true" });
    document.body.append(box);
    box.select();
    const isDone = document.execCommand("copy");
    box.remove();
    return isDone;
  }
}
