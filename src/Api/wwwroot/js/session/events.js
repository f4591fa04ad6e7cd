// The list of events, newest first: those of the journal, and those that arrived while the page was open.
import { cut, el, keyed, nameOf, setAttribute, setName, setText } from '../dom.js';
import { elapsed, exact } from '../format.js';
import { panelOf } from '../audience/panel.js';

const SEEN = 200;
const WORDS = {
  sessionStart: 'Session starts', play: 'Play', pauseStart: 'Pause', bufferStart: 'Buffering starts', ping: 'Ping', adBreakStart: 'Ad break starts', adBreakComplete: 'Ad break ends', adStart: 'Ad starts', adComplete: 'Ad complete', adSkip: 'Ad skipped',
  chapterStart: 'Chapter starts', chapterComplete: 'Chapter complete', chapterSkip: 'Chapter skipped', bitrateChange: 'Bitrate changes', error: 'Error', stateStart: 'Player state starts', stateEnd: 'Player state ends', statesUpdate: 'Player states change', sessionComplete: 'Content complete', sessionEnd: 'Session ends',
};
const BAD = new Set(['error', 'late']);

export const wordOf = type => WORDS[type] ?? cut(type, 40);

export function eventsPanel() {
  const note = el('span', { class: 'hint' });
  const body = el('tbody');
  const node = panelOf('events', 'Events', note, el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Events' }, el('table', { class: 'events' },
    el('thead', {}, el('tr', {}, ['Time', 'Event', 'Playhead, s', 'What'].map((text, n) => el('th', { scope: 'col', class: n === 2 ? 'number' : '' }, text)))), body)));
  let seen = [];
  let session = null;

  function draw() {
    if (!session) return;
    const kept = session.journal?.points ?? [];
    const known = new Map(kept.map((point, n) => [`${point.type} ${point.ts} ${kept.slice(0, n).filter(other => other.type === point.type && other.ts === point.ts).length}`, point]));
    const applied = seen.filter(event => event.verdict !== 'applied' || !known.has(`${event.type} ${event.ts} 0`));
    const all = [...[...known].map(([key, point]) => ({ key, ...point })), ...applied].map((event, n) => ({ ...event, n }));
    all.sort((one, other) => other.ts - one.ts || other.n - one.n);
    keyed(body, all, event => event.key, row, (shown, event) => update(shown, event, session.startTs));
    const { received = 0, duplicates = 0, late = 0 } = session.events ?? {};
    setText(note, `${received} received${duplicates ? `, ${duplicates} repeated` : ''}${late ? `, ${late} late` : ''}${session.journal?.thinned ? '; older ones are thinned out' : ''}`);
  }

  return {
    node,
    update(next) {
      session = next;
      draw();
    },
    applied(event) {
      seen = [...seen, { ...event, key: `seen ${seen.length ? seen.at(-1).count + 1 : 0}`, count: seen.length ? seen.at(-1).count + 1 : 0 }].slice(-SEEN);
      draw();
    },
  };
}

function row() {
  const [time, type, playhead, detail, verdict] = [el('td', { class: 'mono' }), el('th', { scope: 'row' }), el('td', { class: 'number' }), nameOf(''), el('span', { class: 'badge' })];
  return { node: el('tr', {}, time, type, playhead, el('td', { class: 'event-detail' }, detail, verdict)), time, type, playhead, detail, verdict };
}

function update(shown, event, startTs) {
  const at = event.ts - startTs;
  setText(shown.time, Math.abs(at) < 30 * 86_400_000 ? elapsed(at, true) : 'far off');
  setText(shown.type, wordOf(event.type));
  setText(shown.playhead, exact(event.playhead));
  setName(shown.detail, event.detail ?? '', 120);
  const verdict = event.verdict && event.verdict !== 'applied' ? event.verdict : '';
  setText(shown.verdict, verdict);
  shown.verdict.hidden = !verdict;
  setAttribute(shown.node, 'data-kind', BAD.has(event.type) || BAD.has(verdict) ? 'bad' : null);
}
