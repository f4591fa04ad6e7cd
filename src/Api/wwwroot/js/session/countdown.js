// When an open session closes if nothing happens.
import { el, setText } from '../dom.js';
import { clock, left } from '../format.js';
import { panelOf } from '../audience/panel.js';

const CLOCKS = [
  ['idleInMs', 'Silence', 'closes without any event'],
  ['noProgressInMs', 'No progress', 'closes while the playhead stands still'],
  ['maxAgeInMs', 'Age', 'closes in any case'],
];

export function countdownPanel() {
  const shown = CLOCKS.map(([key, label, hint]) => ({ key, label, hint, value: el('strong', { id: `countdown-${key}` }, '–'), fill: el('span', { class: 'countdown-fill' }), most: 0 }));
  const when = el('span', { class: 'hint' });
  const node = panelOf('countdown', 'Closes by itself', when, el('dl', { class: 'countdown' }, shown.map(({ label, hint, value, fill }) =>
    el('div', {}, el('dt', {}, label, el('span', { class: 'hint' }, hint)), el('dd', {}, value), el('span', { class: 'countdown-bar', 'aria-hidden': 'true' }, fill)))));
  node.hidden = true;
  return {
    node,
    update: session => {
      if (session.status === 'closed') node.hidden = true;
    },
    count(left_) {
      node.hidden = false;
      setText(when, `at ${clock(left_.closesAt)}`);
      for (const one of shown) {
        const ms = left_[one.key];
        // The whole duration is not known; the longest remaining time seen approximates it.
        one.most = Math.max(one.most, ms ?? 0);
        setText(one.value, left(ms));
        one.fill.style.inlineSize = one.most ? `${Math.max(0, Math.min(100, (100 * ms) / one.most))}%` : '0';
      }
    },
  };
}
