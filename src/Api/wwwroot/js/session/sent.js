// The sessionStart as the player sent it.
import { cut, el } from '../dom.js';
import { panelOf } from '../audience/panel.js';

const LISTS = [['params', 'Start parameters'], ['customMetadata', 'Custom metadata'], ['qoeData', 'Latest quality values']];

export function sentPanel() {
  const box = el('div', { class: 'sent-lists' });
  const node = panelOf('sent', 'What the player sent', null, box);
  let shown = '';
  return {
    node,
    update(session) {
      const now = JSON.stringify(LISTS.map(([key]) => session[key]));
      if (now === shown) return;
      shown = now;
      box.replaceChildren(...LISTS.map(([key, label]) => {
        const entries = Object.entries(session[key] ?? {});
        return entries.length ? el('details', { open: key === 'qoeData' }, el('summary', {}, `${label} (${entries.length})`), el('dl', { class: 'sent' }, entries.map(([name, value]) =>
          el('div', {}, el('dt', {}, el('bdi', { class: 'mono' }, cut(name, 60))), el('dd', {}, el('bdi', {}, cut(typeof value === 'string' ? value : JSON.stringify(value), 200))))))) : '';
      }));
    },
  };
}
