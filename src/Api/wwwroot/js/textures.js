// Textures of the states, for canvas and SVG.
import { svg } from './dom.js';

const SIZE = 6;

/** The lines of a texture in a tile of 6 × 6. */
const LINES = {
  slant: [[0, 6, 6, 0], [-1, 1, 1, -1], [5, 7, 7, 5]],
  cross: [[0, 6, 6, 0], [0, 0, 6, 6]],
  bars: [[3, 0, 3, 6]],
  rows: [[0, 3, 6, 3]],
};

/** A canvas pattern: the texture in one colour on a background of another. */
export function canvasFill(context, texture, color, over) {
  if (!texture) return color;
  const ratio = devicePixelRatio || 1;
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(SIZE * ratio);
  const pen = tile.getContext('2d');
  pen.scale(tile.width / SIZE, tile.height / SIZE);
  pen.fillStyle = color;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.strokeStyle = pen.fillStyle = over;
  pen.lineWidth = 1;
  if (texture === 'dots') {
    pen.beginPath();
    pen.arc(SIZE / 2, SIZE / 2, 1.1, 0, 2 * Math.PI);
    pen.fill();
  }
  for (const [x1, y1, x2, y2] of LINES[texture] ?? []) {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}

/** SVG patterns named prefix-key; colours come from classes. */
export function patterns(prefix, states) {
  return svg('defs', {}, states.filter(([, state]) => state.texture).map(([key, { texture }]) =>
    svg('pattern', { id: `${prefix}-${key}`, width: SIZE, height: SIZE, patternUnits: 'userSpaceOnUse' },
      svg('rect', { width: SIZE, height: SIZE, class: `fill-${key}` }),
      texture === 'dots' ? svg('circle', { cx: SIZE / 2, cy: SIZE / 2, r: 1.1, class: 'texture-dot' }) : null,
      (LINES[texture] ?? []).map(([x1, y1, x2, y2]) => svg('line', { x1, y1, x2, y2, class: 'texture-line' })))));
}

/** The fill of a shape of a state. */
export const fillOf = (prefix, key, state) => (state.texture ? { fill: `url(#${prefix}-${key})` } : { class: `fill-${key}` });

/** A swatch for a legend. */
export function swatch(key, state, prefix) {
  return svg('svg', { class: 'swatch', width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' },
    svg('rect', { width: 12, height: 12, rx: 3, ...fillOf(prefix, key, state) }));
}
