// The words of this page, which the server put into it.

const words = JSON.parse(document.getElementById("words").textContent);

/** Return the words of a key, with what stands in {braces} filled in. */
export function say(key, values) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

/** Make an element: properties are set, "aria-…", "data-…" and "role" become attributes, children are nodes or text. */
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  Object.entries(properties || {}).forEach(([name, value]) => {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  });
  element.append(...children.filter((child) => child !== null));
  return element;
}
