// A titled box.
import { el } from '../dom.js';

export function panelOf(name, title, ...children) {
  return el('section', { class: `panel panel-${name}`, 'aria-labelledby': `title-${name}` },
    el('header', { class: 'panel-top' }, el('h2', { id: `title-${name}` }, title), children[0] ?? null),
    children.slice(1));
}
