// The part of markdown that a group's robot may write, as elements: headings, quotes, lists, tables, and words in bold, in
// italics, as code, coloured, or as a link. Nothing of it is ever read as HTML.

import { make } from "./words.js";

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|<font color="(info|comment|warning)">(.+?)<\/font>/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** The elements of some markdown. */
export function markdown(source) {
  const lines = source.split("\n");
  const found = [];
  while (lines.length) {
    const [line, next] = lines;
    if (line.includes("|") && next !== undefined && next.includes("|") && TABLE_RULE.test(next)) found.push(table(taken(lines, (one) => one.includes("|"))));
    else if (/^\s*>/.test(line)) found.push(make("blockquote", {}, ...broken(taken(lines, (one) => /^\s*>/.test(one)).map((one) => one.replace(/^\s*>\s?/, "")))));
    else if (/^\s*[-*] /.test(line)) found.push(list("ul", taken(lines, (one) => /^\s*[-*] /.test(one)), /^\s*[-*] /));
    else if (/^\s*\d+\. /.test(line)) found.push(list("ol", taken(lines, (one) => /^\s*\d+\. /.test(one)), /^\s*\d+\. /));
    else found.push(single(lines.shift()));
  }
  return found.filter(Boolean);
}

/** Take lines from the top as long as they are of one kind. */
function taken(lines, isOne) {
  const end = lines.findIndex((line) => !isOne(line));
  return lines.splice(0, end === -1 ? lines.length : end);
}

function single(line) {
  if (!line.trim()) return null;
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) return make("hr");
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return make("p", { className: "heading", "data-level": heading[1].length }, ...inline(heading[2]));
  return make("p", {}, ...inline(line));
}

function list(tag, lines, mark) {
  const start = Number.parseInt(lines[0], 10);
  const element = make(tag, {}, ...lines.map((line) => make("li", {}, ...inline(line.replace(mark, "")))));
  if (tag === "ol") element.start = start;
  return element;
}

function table([head, , ...rows]) {
  const row = (line, tag) => make("tr", {}, ...cells(line).map((cell) => make(tag, {}, ...inline(cell))));
  const whole = make("table", {}, make("thead", {}, row(head, "th")), make("tbody", {}, ...rows.map((line) => row(line, "td"))));
  return make("div", { className: "table", tabIndex: 0 }, whole);
}

function cells(line) {
  return line.trim().replace(/^\|/, "").replace(/\|$/, "").split("|").map((cell) => cell.trim());
}

function broken(lines) {
  return lines.flatMap((line, at) => (at ? [make("br"), ...inline(line)] : inline(line)));
}

/** Words of one line. */
function inline(words) {
  const found = INLINE.exec(words);
  if (!found) return words ? [words] : [];
  const [whole, bold, italic, code, label, address, colour, coloured] = found;
  const element =
    (bold && make("strong", {}, ...inline(bold))) ||
    (italic && make("em", {}, ...inline(italic))) ||
    (code && make("code", {}, code)) ||
    (label && make("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, label)) ||
    make("span", { className: `coloured ${colour}` }, ...inline(coloured));
  return [...(found.index ? [words.slice(0, found.index)] : []), element, ...inline(words.slice(found.index + whole.length))];
}
