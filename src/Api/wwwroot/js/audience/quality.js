// Quality of experience: the last complete minute, and the last hour as a curve.
import { read } from '../api.js';
import { el, setText } from '../dom.js';
import { bitrate, clockMinute, count, percent } from '../format.js';
import { panelOf } from './panel.js';
import { sparkline } from './sparkline.js';

const SLOTS = 60;

const FIGURES = [
  ['rebufferRatio', 'Rebuffer ratio', percent, 'buffering ÷ (playing + buffering)'],
  ['averageBitrate', 'Average bitrate', bitrate, 'weighted by playing time'],
  ['errors', 'Errors', count, 'error events'],
  ['starts', 'Starts', count, 'sessions opened'],
  ['contentStarts', 'Content starts', count, 'main content began to play'],
  ['ends', 'Ends', count, 'sessions closed'],
  ['endsBeforeStart', 'Ends before start', count, 'closed with no content played'],
  ['bitrateChanges', 'Bitrate changes', count, 'switches of quality'],
];

export function qualityPanel() {
  const when = el('span', { class: 'hint' });
  const shown = FIGURES.map(([key, label, format, hint]) => ({ key, label, format, hint, value: el('strong', { id: `quality-${key}` }, '–'), spark: sparkline(`${label}, last hour`) }));
  const node = panelOf('quality', 'Quality, per minute', when, el('dl', { class: 'quality' }, shown.map(({ label, hint, value, spark }) =>
    el('div', {}, el('dt', {}, label, el('span', { class: 'hint' }, hint)), el('dd', {}, spark.node, value)))));
  let minutes = [];

  function draw() {
    for (const { key, spark } of shown) spark.update(minutes.slice(-SLOTS).map(point => point[key]), SLOTS);
  }

  return {
    node,
    async start() {
      // The curves are optional; the numbers are shown without them.
      const history = await read('api/v1/live/history?resolution=minute').catch(() => null);
      minutes = history?.points ?? [];
      draw();
    },
    update({ lastMinute }) {
      for (const { key, format, value } of shown) setText(value, format(lastMinute?.[key]));
      setText(when, lastMinute?.at ? `minute from ${clockMinute(lastMinute.at)}` : 'no complete minute yet');
      if (lastMinute?.at && minutes.length && Date.parse(lastMinute.at) > Date.parse(minutes.at(-1).at)) {
        minutes = [...minutes.slice(1 - SLOTS), lastMinute];
        draw();
      }
    },
  };
}
