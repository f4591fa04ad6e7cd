// Creates all elements of this page. Text always becomes a text node, so no name can become markup.
const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element with attributes (on…: listeners; null and false are omitted) and children (text, nodes, null). */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

/** Sets a text if it differs, so that screen readers and selections are not disturbed. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
  return node;
}

/** Sets an attribute if it differs; null removes it. */
export function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

const MAX_NAME = 120;

/** An untrusted name: cut, without control characters and without characters that change the direction of the text around it. */
export function cut(text, max = MAX_NAME) {
  const clean = String(text ?? '').slice(0, max * 4).replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replace(/[\u202a-\u202e\u2066-\u2069]/gu, '');
  const characters = Array.from(clean);
  return characters.length > max ? characters.slice(0, max - 1).join('') + '…' : clean;
}

/** An untrusted name as an element with isolated text direction. */
export function nameOf(text, max = MAX_NAME) {
  return el('bdi', {}, cut(text, max));
}

/** Sets an untrusted name. */
export function setName(bdi, text, max = MAX_NAME) {
  return setText(bdi, cut(text, max));
}

/** Keeps one child per item, in order, created once and then updated, so that focus and scroll positions survive updates. */
export function keyed(parent, items, keyOf, create, update) {
  const known = (parent.keyedChildren ??= new Map());
  const seen = new Set();
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    let child = known.get(key);
    if (!child) known.set(key, (child = create(item)));
    update(child, item);
    if (child.node === place) place = place.nextElementSibling;
    else parent.insertBefore(child.node, place);
  }
  for (const [key, child] of known) {
    if (seen.has(key)) continue;
    child.node.remove();
    known.delete(key);
  }
}
