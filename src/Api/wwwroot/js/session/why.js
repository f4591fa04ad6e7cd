// The control next to a number that unfolds why it is what it is.
import { cut, el, keyed, setAttribute, setText } from '../dom.js';
import { exact, plural, seconds } from '../format.js';
import { segmentOf } from '../states.js';

const DURATIONS = new Set(['contentTimeSpent', 'adTimeSpent', 'mediaTimeSpent', 'uniqueTimePlayed', 'totalPauseDuration', 'totalBufferDuration', 'totalStallDuration']);

/** The metrics that the server explains. */
const isExplained = (metric, value) => DURATIONS.has(metric) || metric === 'dropBeforeStart' || !value || (Array.isArray(value) && value.length === 0);

/** nodes: the button and the box that it unfolds, for a list of definitions. */
export function whyOf(metric, label, explanations) {
  const id = `why-${metric}`;
  const [sentence, more] = [el('p', { class: 'why-sentence' }), el('p', { class: 'hint' })];
  const list = el('ol');
  const spans = el('div', { class: 'why-spans', role: 'group', tabindex: '0', 'aria-label': `${label}: the times it consists of, in UTC` }, list);
  const box = el('dd', { class: 'why-box', id, hidden: true }, sentence, spans, more);
  const button = el('button', { type: 'button', class: 'why', 'aria-expanded': 'false', 'aria-controls': id, onclick: () => unfold(box.hidden) }, 'why?', el('span', { class: 'offscreen' }, ` ${label}`));
  const control = el('dd', { class: 'why-control' }, button);

  function unfold(open) {
    if (box.hidden !== open) return;
    box.hidden = !open;
    setAttribute(button, 'aria-expanded', String(open));
    if (!open) {
      explanations.shut(metric);
      return;
    }
    show({ sentence: sentence.textContent || 'Asking the server …' }, '');
    explanations.open(metric, show);
  }

  function show(entry, trouble) {
    setText(sentence, cut(trouble || (entry?.sentence ?? 'There is nothing to explain about this value.'), 600));
    const all = (entry?.spans ?? []).map((span, n) => [n, span]);
    spans.hidden = all.length === 0;
    keyed(list, all, ([n]) => n, () => {
      const words = el('bdi');
      return { node: el('li', {}, words), words };
    }, (row, [, span]) => setText(row.words, spanText(span)));
    setText(more, (entry?.omitted?.spans ? `And ${plural(entry.omitted.spans, 'shorter one')} of ${seconds(entry.omitted.seconds)} together. ` : '') + 'Times of day are the player’s clock in UTC.');
  }

  return {
    nodes: [control, box],
    update(value) {
      button.hidden = !isExplained(metric, value);
      if (button.hidden) unfold(false);
    },
  };
}

const spanText = ({ fromTs, toTs, seconds: length, playheadFrom, playheadTo, kind, name }) =>
  `${utc(fromTs)} to ${utc(toTs)}: ${segmentOf(kind).label}${name ? ` “${cut(name, 60)}”` : ''}, ${seconds(length)}, playhead ${exact(playheadFrom)} to ${exact(playheadTo)} s`;

/** The time of day by the player's clock, as the sentences have it. */
const utc = ts => {
  const date = new Date(ts);
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString().slice(11, -1).replace(/\.?0+$/, '');
};
