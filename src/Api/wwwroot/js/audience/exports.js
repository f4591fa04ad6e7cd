// The sinks to which closed sessions go. Not shown where none is configured.
import { read } from '../api.js';
import { cut, el, keyed, setAttribute, setText } from '../dom.js';
import { clock, count, plural, seconds } from '../format.js';
import { panelOf } from './panel.js';

const REFRESH_MS = 5000;
const KINDS = { waiting: 'ok', exporting: 'ok', failing: 'warn', paused: 'warn' };

export function exportsPanel() {
  const total = el('span', { class: 'hint' });
  const body = el('tbody');
  const node = panelOf('exports', 'Exports', total, el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Exports' },
    el('table', {}, el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, 'Sink'),
      el('th', { scope: 'col' }, 'State'),
      el('th', { scope: 'col', class: 'number' }, 'Sessions there'),
      el('th', { scope: 'col', class: 'number' }, 'Behind'),
      el('th', { scope: 'col', class: 'number' }, 'Waiting'),
      el('th', { scope: 'col', class: 'number' }, 'Per second'),
      el('th', { scope: 'col', class: 'number' }, 'Last window'))), body)));
  node.hidden = true;
  let timer = null;
  let closed = false;

  async function load() {
    clearTimeout(timer);
    try {
      const { exports = [] } = await read('api/v1/exports');
      if (closed) return;
      show(exports);
    } catch (refusal) {
      if (closed || refusal.kind === 'missing' || refusal.kind === 'closed') return;
      setText(total, `not current: ${refusal.message}`);
    }
    timer = setTimeout(load, REFRESH_MS);
  }

  function show(sinks) {
    node.hidden = sinks.length === 0;
    setText(total, plural(sinks.length, 'sink'));
    keyed(body, sinks, sink => sink.name, row, updateRow);
  }

  return {
    node,
    start: () => void load(),
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function row() {
  const [name, kind, state, error] = [el('bdi', { class: 'mono' }), el('span', { class: 'hint' }), el('span', { class: 'badge' }), el('p', { class: 'hint export-error' })];
  const [sessions, lag, waiting, rate, last] = Array.from({ length: 5 }, () => el('td', { class: 'number' }));
  return { node: el('tr', {}, el('th', { scope: 'row' }, name, ' ', kind), el('td', {}, state, error), sessions, lag, waiting, rate, last), name, kind, state, error, sessions, lag, waiting, rate, last };
}

function updateRow(shown, sink) {
  setText(shown.name, cut(sink.name, 40));
  setText(shown.kind, cut(sink.kind, 40));
  setText(shown.state, cut(sink.state, 20));
  setAttribute(shown.state, 'data-kind', KINDS[sink.state] ?? 'warn');
  setText(shown.error, reasonOf(sink));
  setText(shown.sessions, count(sink.sessions));
  setText(shown.lag, seconds(sink.lag));
  setText(shown.waiting, sink.lagSessionsIsFloor ? `≥ ${count(sink.lagSessions)}` : count(sink.lagSessions));
  setText(shown.rate, rateText(sink.rateOfMinute));
  setText(shown.last, clock(sink.lastWindowAt));
}

/** Why nothing leaves. A pause has the reason that survives a restart. */
function reasonOf(sink) {
  if (sink.state === 'paused' && sink.lastPauseReason) return `${clock(sink.lastPausedAt)}: ${cut(sink.lastPauseReason, 300)}`;
  if (sink.error) return `${clock(sink.errorAt)}: ${cut(sink.error, 300)}`;
  return sink.deadLetters > 0 ? `${plural(sink.deadLetters, 'session')} given up: ${cut(sink.deadLetterReason, 300)}` : '';
}

function rateText(perSecond) {
  return perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond ?? 0));
}
