// The current number of viewers, and their states as one bar.
import { el, setAttribute, setText } from '../dom.js';
import { count, percent } from '../format.js';
import { STATES } from '../states.js';
import { swatch } from '../textures.js';
import { stateBar } from './state-bar.js';

export function nowPanel() {
  const viewers = el('strong', { class: 'big', id: 'viewers' }, '–');
  const open = el('strong', { class: 'mid', id: 'open' }, '–');
  const titles = el('strong', { class: 'mid', id: 'title-count' }, '–');
  const bar = stateBar('state-bar');
  const numbers = new Map(STATES.map(state => [state.key, { count: el('strong', { id: `state-${state.key}` }, '–'), share: el('span', { class: 'share' }) }]));

  const node = el('section', { class: 'panel panel-now', 'aria-label': 'Now' },
    el('dl', { class: 'headline' },
      figure('Viewers now', viewers, 'not completed, heard from in the last minute', 'headline-first'),
      figure('Open sessions', open, 'until their end, or a timeout'),
      figure('Titles', titles, 'with an open session')),
    el('div', { class: 'states' },
      bar.node,
      el('dl', { class: 'state-list' }, STATES.map(state =>
        el('div', {}, el('dt', {}, swatch(state.key, state, 'viewers'), state.label),
          el('dd', {}, numbers.get(state.key).count, numbers.get(state.key).share))))));

  return {
    node,
    update(live) {
      setText(viewers, count(live.viewers));
      setText(open, count(live.open));
      setText(titles, count(live.titleCount));
      bar.update(live.states, live.viewers);
      for (const [key, shown] of numbers) {
        setText(shown.count, count(live.states?.[key]));
        setText(shown.share, live.viewers > 0 ? percent(live.states[key] / live.viewers) : '');
      }
      setAttribute(node, 'data-empty', live.open === 0 ? '' : null);
    },
  };
}

const figure = (label, number, hint, name = '') =>
  el('div', { class: `figure ${name}` }, el('dt', {}, label), el('dd', {}, number, el('span', { class: 'hint' }, hint)));
