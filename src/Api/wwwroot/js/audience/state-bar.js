// The states of viewers as one bar, each as wide as its share.
import { el, setAttribute } from '../dom.js';
import { count } from '../format.js';
import { STATES } from '../states.js';

const WIDTH = 1000;

export function stateBar(name) {
  const parts = new Map(STATES.map(state => [state.key, el('span', { class: `state-part part-${state.key}` })]));
  const node = el('div', { class: name, role: 'img' }, [...parts.values()]);
  return {
    node,
    update(states) {
      const total = STATES.reduce((sum, { key }) => sum + (states?.[key] ?? 0), 0);
      for (const [key, part] of parts) part.style.flexGrow = total ? (states[key] ?? 0) / total * WIDTH : 0;
      node.toggleAttribute('data-empty', total === 0);
      setAttribute(node, 'aria-label', STATES.map(({ key, label }) => `${label}: ${count(states?.[key] ?? 0)}`).join(', '));
    },
  };
}
