// The silos of the cluster.
import { cut, el, keyed, setAttribute, setText } from '../dom.js';
import { clock, count, decimal, exact } from '../format.js';
import { panelOf } from './panel.js';

export function clusterPanel() {
  const total = el('span', { class: 'hint' });
  const body = el('tbody');
  const node = panelOf('cluster', 'Cluster', total, el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Silos' },
    el('table', {}, el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, 'Silo'),
      el('th', { scope: 'col', class: 'number' }, 'Sessions'),
      el('th', { scope: 'col', class: 'number' }, 'Events/s'),
      el('th', { scope: 'col', class: 'number' }, 'Store, ms'))), body)));
  return {
    node,
    update({ silos = [] }) {
      const events = silos.reduce((sum, silo) => sum + (silo.silent ? 0 : silo.eventsPerSecond ?? 0), 0);
      setText(total, `${silos.length === 1 ? '1 silo' : `${count(silos.length)} silos`}, ${decimal(events)} events/s`);
      keyed(body, silos, silo => silo.silo, row, updateRow);
    },
  };
}

function row() {
  const [name, state, sessions, events, store] = [el('bdi', { class: 'mono' }), el('span', { class: 'badge' }), ...Array.from({ length: 3 }, () => el('td', { class: 'number' }))];
  return { node: el('tr', {}, el('th', { scope: 'row' }, name, state), sessions, events, store), name, state, sessions, events, store };
}

function updateRow(shown, silo) {
  setText(shown.name, cut(String(silo.silo).split('@')[0], 40));
  setAttribute(shown.name, 'title', cut(silo.silo, 80));
  setText(shown.state, silo.silent ? `silent since ${clock(silo.asOf)}` : 'up');
  setAttribute(shown.state, 'data-kind', silo.silent ? 'warn' : 'ok');
  setText(shown.sessions, count(silo.sessions));
  setText(shown.events, decimal(silo.eventsPerSecond));
  setText(shown.store, exact(silo.storeLatencyMs));
}
