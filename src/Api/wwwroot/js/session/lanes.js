// Chapters and single events below the segments.
import { cut, svg } from '../dom.js';

/** What the journal records of an event besides its type. */
const JUMP = /(^|; )playhead jumped from [\d.]+ s$/;

/** Chapters as segments, derived from the points at which they open and close. */
export function chaptersOf(points, end) {
  const chapters = [];
  let open = null;
  for (const { type, ts, detail } of points) {
    if (!type.startsWith('chapter') && type !== 'sessionComplete' && type !== 'sessionEnd') continue;
    if (open) chapters.push({ ...open, to: ts, done: type === 'chapterComplete' });
    open = type === 'chapterStart' ? { from: ts, name: (detail ?? '').replace(JUMP, '') || 'Chapter' } : null;
  }
  if (open) chapters.push({ ...open, to: end, done: false });
  return chapters;
}

/** A lane of named segments; a name that does not fit is omitted, because the list of events has it. */
export function drawLane(chapters, x, y, height) {
  return svg('g', { class: 'chapters' }, chapters.map(({ from, to, name, done }) => {
    const width = Math.max(2, x(to) - x(from));
    const room = Math.floor((width - 10) / 7);
    return svg('g', {},
      svg('rect', { class: done ? 'chapter done' : 'chapter', x: x(from), y, width, height, rx: 4 }),
      room > 3 ? svg('text', { class: 'chapter-name', x: x(from) + 6, y: y + 14 }, cut(name, room)) : null);
  }));
}

/** Events other than playback states, each with its own shape. */
export function drawMarks(points, x, y) {
  return svg('g', { class: 'marks' }, points.map(({ type, ts }) => {
    const at = x(ts);
    if (type === 'error') return svg('path', { class: 'mark-error', d: `M${at - 4},${y} l8,8 m0,-8 l-8,8` });
    if (type === 'bitrateChange') return svg('path', { class: 'mark-quality', d: `M${at},${y} l4,8 h-8 z` });
    if (type.startsWith('state')) return svg('circle', { class: 'mark-state', cx: at, cy: y + 4, r: 3 });
    return svg('line', { class: 'mark', x1: at, x2: at, y1: y, y2: y + 8 });
  }));
}
