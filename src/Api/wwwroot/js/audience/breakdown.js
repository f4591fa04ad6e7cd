// Viewers by player, content type and channel.
import { el, keyed, nameOf, setName, setText } from '../dom.js';
import { count } from '../format.js';
import { panelOf } from './panel.js';

const LISTS = [['players', 'Player'], ['contentTypes', 'Content type'], ['channels', 'Channel']];
const SHOWN = 5;

export function breakdownPanel() {
  const lists = LISTS.map(([key, label]) => ({ key, list: el('ul', { class: 'breakdown', 'aria-label': `Viewers by ${label.toLowerCase()}` }), more: el('p', { class: 'hint' }), label }));
  const node = panelOf('breakdown', 'Who watches with what', null, el('div', { class: 'breakdowns' }, lists.map(({ label, list, more }) => el('div', {}, el('h3', {}, label), list, more))));
  return {
    node,
    update(live) {
      for (const { key, list, more } of lists) {
        const all = [...(live[key] ?? [])].sort((one, other) => other.viewers - one.viewers);
        const most = Math.max(1, ...all.map(one => one.viewers));
        keyed(list, all.slice(0, SHOWN), one => String(one.name), row, (shown, one) => {
          setName(shown.name, one.name || '(none)', 60);
          setText(shown.viewers, count(one.viewers));
          shown.bar.style.inlineSize = `${(100 * one.viewers) / most}%`;
        });
        setText(more, all.length > SHOWN ? `and ${count(all.length - SHOWN)} more` : all.length ? '' : 'none yet');
      }
    },
  };
}

function row() {
  const [name, viewers, bar] = [nameOf(''), el('span', { class: 'number' }), el('span', { class: 'breakdown-bar', 'aria-hidden': 'true' })];
  return { node: el('li', {}, name, viewers, bar), name, viewers, bar };
}
