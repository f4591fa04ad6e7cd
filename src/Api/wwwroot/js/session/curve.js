// The playhead over time: a straight slope is playing, flat is waiting, a step is a seek.
import { svg } from '../dom.js';
import { elapsed } from '../format.js';

export function drawCurve(segments, points, x, { y, height }) {
  const known = [
    ...segments.flatMap(segment => [[segment.fromTs, segment.playheadFrom], [segment.toTs, segment.playheadTo]]),
    ...points.map(point => [point.ts, point.playhead]),
  ].filter(([ts, playhead]) => Number.isFinite(ts) && Number.isFinite(playhead)).sort(([one], [other]) => one - other);
  if (known.length < 2) return svg('g');
  const least = Math.min(...known.map(([, playhead]) => playhead));
  const most = Math.max(...known.map(([, playhead]) => playhead));
  const range = most - least || 1;
  const yOf = playhead => y + height - 8 - ((playhead - least) / range) * (height - 16);
  const line = known.map(([ts, playhead]) => `${x(ts).toFixed(1)},${yOf(playhead).toFixed(1)}`).join(' ');
  const labels = most - least > 0 ? [least, most] : [least];
  return svg('g', { class: 'curve' },
    labels.map(playhead => svg('g', {},
      svg('line', { class: 'grid', x1: x(known[0][0]), x2: x(known.at(-1)[0]), y1: yOf(playhead), y2: yOf(playhead) }),
      svg('text', { class: 'axis', x: 38, y: yOf(playhead) + 4, 'text-anchor': 'end' }, playhead < 1e6 ? elapsed(playhead * 1000) : '…'))),
    svg('polyline', { class: 'playhead', points: line }));
}
