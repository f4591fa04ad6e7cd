// The timeline of a session: segments, chapters, events and the curve of the playhead, with a cursor.
import { cut, el, setAttribute, setText, svg } from '../dom.js';
import { clock, elapsed, exact, seconds } from '../format.js';
import { serverNow } from '../server-clock.js';
import { segmentOf, SEGMENTS } from '../states.js';
import { fillOf, swatch } from '../textures.js';
import { panelOf } from '../audience/panel.js';
import { wordOf } from './events.js';
import { scaleOf, ticksOf } from './scale.js';
import { chaptersOf, drawLane, drawMarks } from './lanes.js';
import { drawCurve } from './curve.js';

const BAND = { y: 4, height: 40 };
const LANE_Y = 48;
const MARKS_Y = 78;
const CURVE = { y: 96, height: 110 };
const AXIS_Y = 222;
const HEIGHT = 246;
const OPEN_END_SHARE = 0.3;
const MIN_OPEN_END_MS = 10_000;
const MARGIN = { left: 44, right: 10 };

export function timelinePanel() {
  const drawing = svg('svg', { class: 'timeline', height: HEIGHT, 'aria-hidden': 'true' });
  const cursor = el('div', { class: 'timeline-cursor', hidden: true });
  const handle = el('div', { class: 'timeline-box', role: 'slider', tabindex: '0', 'aria-label': 'Timeline: arrow keys step from event to event', 'aria-valuemin': '0', 'aria-valuenow': '0', 'aria-valuemax': '0' }, drawing, cursor);
  const readout = el('p', { class: 'readout', id: 'timeline-readout' });
  const legend = el('ul', { class: 'legend', 'aria-label': 'What the timeline shows' });
  const note = el('p', { class: 'hint' });
  const node = panelOf('timeline', 'Timeline', readout, handle, legend, note);
  let session = null;
  let scale = null;
  let at = null;

  function draw() {
    const width = handle.clientWidth;
    if (!session || !width) return;
    const journal = session.journal;
    const segments = visible(session);
    const last = segments.at(-1)?.toTs ?? session.endTs;
    const start = segments[0]?.fromTs ?? session.startTs;
    scale = scaleOf(segments, start, last + openEnd(session, last - start));
    const x = ts => MARGIN.left + scale.at(ts) * (width - MARGIN.left - MARGIN.right);

    setAttribute(drawing, 'width', width);
    setAttribute(drawing, 'viewBox', `0 0 ${width} ${HEIGHT}`);
    drawing.replaceChildren(
      svg('g', {}, ticksOf(scale, Math.max(2, width / 95)).map(([ts]) => svg('g', {},
        svg('line', { class: 'grid', x1: x(ts), x2: x(ts), y1: BAND.y, y2: AXIS_Y - 14 }),
        svg('text', { class: 'axis', x: x(ts), y: AXIS_Y, 'text-anchor': 'middle' }, elapsed(ts - session.startTs)),
        svg('text', { class: 'axis soft', x: x(ts), y: AXIS_Y + 15, 'text-anchor': 'middle' }, clock(onServer(session, ts)))))),
      drawBand(segments, x),
      drawOpenEnd(session, last, start, x),
      drawLane(chaptersOf(journal?.points ?? [], scale.end), x, LANE_Y, 20),
      drawMarks(journal?.points ?? [], x, MARKS_Y),
      drawCurve(segments, journal?.points ?? [], x, CURVE),
      svg('g', {}, scale.cuts.map(cut_ => svg('path', { class: 'cut', d: cutPath((x(cut_[0]) + x(cut_[1])) / 2) }))));
    const kinds = [...new Set(segments.filter(segment => segment.toTs > segment.fromTs).map(segment => segment.kind))];
    legend.replaceChildren(...Object.entries(SEGMENTS).filter(([kind]) => kinds.includes(kind)).map(([kind, state]) => el('li', {}, swatch(kind, state, 'segment'), `${state.label}: ${state.words}`)));
    setText(note, !journal ? 'This server keeps no journal of the session, so there is no timeline to draw.' : scale.cuts.length ? 'A long stretch in which nothing happened is drawn shortened (//).' : '');
    place(x);
  }

  /** The times at which the cursor stops. */
  const stops = () => [...new Set([...visible(session).flatMap(segment => [segment.fromTs, segment.toTs]), ...(session.journal?.points ?? []).map(point => point.ts)])].filter(ts => ts >= scale.start && ts <= scale.end).sort((one, other) => one - other);

  function place(x) {
    cursor.hidden = at === null;
    if (at !== null) cursor.style.insetInlineStart = `${x(at)}px`;
    const ts = at ?? visible(session).at(-1)?.toTs ?? session.endTs;
    const words = describe(session, ts);
    setText(readout, words);
    setAttribute(handle, 'aria-valuemax', Math.max(0, Math.round((scale.end - scale.start) / 1000)));
    setAttribute(handle, 'aria-valuenow', Math.max(0, Math.round((ts - scale.start) / 1000)));
    setAttribute(handle, 'aria-valuetext', words);
  }

  function go(ts) {
    at = ts;
    draw();
  }

  handle.addEventListener('pointermove', event => {
    if (!scale) return;
    const box = handle.getBoundingClientRect();
    go(scale.back(Math.min(1, Math.max(0, (event.clientX - box.left - MARGIN.left) / (box.width - MARGIN.left - MARGIN.right)))));
  });
  handle.addEventListener('pointerleave', () => go(null));
  handle.addEventListener('blur', () => go(null));
  handle.addEventListener('keydown', event => {
    if (!scale) return;
    const all = stops();
    const now = at ?? all.at(-1);
    const next = { ArrowRight: all.find(ts => ts > now), ArrowLeft: all.findLast(ts => ts < now), Home: all[0], End: all.at(-1) }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  });
  const resize = new ResizeObserver(draw);
  resize.observe(handle);

  return {
    node,
    update(next) {
      session = next;
      draw();
    },
    tick: draw,
    close: () => resize.disconnect(),
  };
}

/** The segments that can be drawn: in order, with positive length. */
const visible = session => (session.journal?.segments ?? []).filter(segment => Number.isFinite(segment.fromTs) && segment.toTs >= segment.fromTs);

/** Milliseconds since the last event, by the server's clock. */
const sinceLast = session => Math.max(0, serverNow() - Date.parse(session.lastEventAt));

/** The part of the silence that is drawn: a long one would compress the rest, so it is written as text. */
const openEnd = (session, sessionMs) => (session.status === 'open' ? Math.min(sinceLast(session), Math.max(MIN_OPEN_END_MS, sessionMs * OPEN_END_SHARE)) : 0);

/** Converts a player's time to the server's, by the difference of their clocks at the start. */
const onServer = (session, ts) => (session.closedBy === 'downloaded' ? ts : ts - session.startTs + Date.parse(session.openedAt));

const drawBand = (segments, x) => svg('g', { class: 'band' }, segments.map(segment => svg('rect', {
  x: x(segment.fromTs), y: BAND.y, width: Math.max(1, x(segment.toTs) - x(segment.fromTs)), height: BAND.height, 'data-kind': segment.kind, ...fillOf('segment', segment.kind, segmentOf(segment.kind)),
})));

/** From the last event to now, when the state is not known yet. */
function drawOpenEnd(session, last, start, x) {
  const silent = openEnd(session, last - start);
  const [from, width] = [x(last), x(last + silent) - x(last)];
  return svg('g', {}, silent ? [
    svg('rect', { class: 'open-end', x: from, y: BAND.y + 0.5, width, height: BAND.height - 1 }),
    width > 70 ? svg('text', { class: 'axis soft', x: from + width / 2, y: BAND.y + 24, 'text-anchor': 'middle' }, `${elapsed(sinceLast(session))} since`) : null] : []);
}

const cutPath = middle => `M${middle - 6},${BAND.y + BAND.height + 3} l6,${-BAND.height - 6} M${middle},${BAND.y + BAND.height + 3} l6,${-BAND.height - 6}`;

function describe(session, ts) {
  const segment = visible(session).findLast(one => one.fromTs <= ts && ts <= one.toTs);
  const point = (session.journal?.points ?? []).find(one => Math.abs(one.ts - ts) < 1);
  const parts = [`${elapsed(ts - session.startTs, true)} (${clock(onServer(session, ts))})`];
  if (segment) parts.push(`${segmentOf(segment.kind).label}${segment.name ? ` “${cut(segment.name, 60)}”` : ''}, ${seconds(Math.round(segment.toTs - segment.fromTs) / 1000)}, playhead ${exact(segment.playheadFrom)} to ${exact(segment.playheadTo)} s`);
  if (point) parts.push(`${wordOf(point.type)}${point.detail ? ` “${cut(point.detail, 60)}”` : ''}`);
  return parts.join(' · ');
}
