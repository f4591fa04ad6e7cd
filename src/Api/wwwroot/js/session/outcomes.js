// How an ad or a chapter ended, as a shape and a word.
import { cut, el, setAttribute, setText, svg } from '../dom.js';

const OUTCOMES = {
  completed: { kind: 'ok', shape: 'M2,6.5 L5,9.5 L10,2.5' },
  skipped: { kind: null, shape: 'M2,2 L6,6 L2,10 M6,2 L10,6 L6,10' },
  cut: { kind: 'warn', shape: 'M2,2 L10,10 M10,2 L2,10' },
  open: { kind: null, shape: 'M6,2 A4,4 0 1 1 5.99,2' },
};

export function outcomeCell() {
  const [shape, word] = [svg('path'), el('span')];
  return { node: el('span', { class: 'badge outcome' }, svg('svg', { width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' }, shape), word), shape, word };
}

export function setOutcome({ node, shape, word }, outcome) {
  const { kind, shape: d } = OUTCOMES[outcome] ?? { kind: null, shape: '' };
  setAttribute(node, 'data-kind', kind);
  setAttribute(node, 'data-outcome', cut(outcome, 20));
  setAttribute(shape, 'd', d);
  setText(word, cut(outcome, 20));
}
