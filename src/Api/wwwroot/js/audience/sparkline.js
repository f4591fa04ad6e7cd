// A small curve without axes; its content is also given as text.
import { setAttribute, svg } from '../dom.js';

const WIDTH = 120;
const HEIGHT = 28;

export function sparkline(label) {
  const line = svg('polyline', { class: 'spark-line' });
  const area = svg('polygon', { class: 'spark-area' });
  const node = svg('svg', { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label }, area, line);
  return {
    node,
    /** values: oldest first, null when missing; slots: how many fit in the width, so that a short series starts at the right. */
    update(values, slots = values.length) {
      const known = values.map(value => (typeof value === 'number' && Number.isFinite(value) ? value : null));
      const most = Math.max(...known.filter(value => value !== null), 0) || 1;
      const step = WIDTH / Math.max(1, slots - 1);
      const first = WIDTH - step * (known.length - 1);
      const points = known.flatMap((value, n) => (value === null ? [] : [[first + n * step, HEIGHT - 2 - (value / most) * (HEIGHT - 4)]]));
      const text = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
      setAttribute(line, 'points', text);
      setAttribute(area, 'points', points.length > 1 ? `${points[0][0].toFixed(1)},${HEIGHT} ${text} ${points.at(-1)[0].toFixed(1)},${HEIGHT}` : '');
    },
    describe: words => setAttribute(node, 'aria-label', words),
  };
}
