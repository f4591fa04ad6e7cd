// The audience over time: stacked states, ten minutes by the second or a day by the minute.
import uPlot from '../../vendor/uplot/uPlot.esm.js';
import { query, read } from '../api.js';
import { el, setText } from '../dom.js';
import { clock, clockMinute, count, decimal, short } from '../format.js';
import { STATES, colorName } from '../states.js';
import { canvasFill, swatch } from '../textures.js';
import { colorOf, onThemeChange } from '../theme.js';
import { panelOf } from './panel.js';
import { Points } from './points.js';

const RANGES = { second: { label: '10 minutes', seconds: 600, least: 120, refreshMs: 0 }, minute: { label: '24 hours', seconds: 86_400, least: 3600, refreshMs: 30_000 } };
const HEIGHT = 340;
const NARROW_HEIGHT = 200;

export function historyPanel(filter) {
  const kept = { second: new Points(1, RANGES.second.seconds), minute: new Points(60, RANGES.minute.seconds) };
  let range = 'second';
  let plot = null;
  let timer = null;

  const buttons = Object.entries(RANGES).map(([key, { label }]) => el('button', { type: 'button', class: 'segment', 'aria-pressed': String(key === range), onclick: () => choose(key) }, label));
  const readout = el('p', { class: 'readout' });
  const chart = el('div', { class: 'chart', role: 'img', 'aria-label': 'Viewers by state over time' });
  const empty = el('p', { class: 'chart-empty hint' }, 'Loading …');
  const summary = el('p', { class: 'hint' });
  const node = panelOf('history', 'Audience over time', el('div', { class: 'segments', role: 'group', 'aria-label': 'Period' }, buttons), readout, el('div', { class: 'chart-box' }, chart, empty), summary);

  async function load(resolution) {
    try {
      const history = await read(`api/v1/live/history${query({ resolution, mediaId: filter.mediaId })}`);
      kept[resolution].merge(history.points ?? []);
      if (resolution === range) {
        summarize(history);
        draw();
      }
    } catch (refusal) {
      if (resolution === range) setText(summary, refusal.kind === 'missing' ? 'This server keeps no history.' : '');
    } finally {
      if (resolution === range) setText(empty, 'No history yet.');
    }
  }

  function summarize({ averageMinuteAudience, peak }) {
    const parts = [];
    if (peak?.viewers) parts.push(`Peak ${count(peak.viewers)} viewers at ${range === 'second' ? clock(peak.at) : clockMinute(peak.at)}`);
    if (typeof averageMinuteAudience === 'number') parts.push(`average minute audience ${decimal(averageMinuteAudience)}`);
    setText(summary, parts.join(', '));
  }

  function choose(key) {
    range = key;
    for (const [n, name] of Object.keys(RANGES).entries()) buttons[n].setAttribute('aria-pressed', String(name === key));
    setText(summary, '');
    setText(empty, 'Loading …');
    draw();
    refresh();
  }

  function refresh() {
    clearInterval(timer);
    void load(range);
    const { refreshMs } = RANGES[range];
    if (refreshMs) timer = setInterval(() => load(range), refreshMs);
  }

  function draw() {
    const data = kept[range].stacked();
    empty.hidden = data[0].length > 1;
    if (data[0].length < 2 || !chart.clientWidth) return;
    plot ??= makePlot(chart, index => say(index));
    plot.setData(data, false);
    const last = data[0].at(-1);
    plot.batch(() => {
      plot.setScale('x', { min: firstShown(data[0][0], last, RANGES[range]), max: last });
      plot.setScale('y', { min: 0, max: Math.max(4, ...data[1].filter(value => value !== null)) * 1.08 });
    });
    if (plot.cursor.idx === null || plot.cursor.idx === undefined) say(null);
  }

  function say(index) {
    const points = kept[range].list();
    const point = points[index ?? points.length - 1];
    if (!point) return;
    const viewers = el('strong', {}, count(point.viewers));
    readout.replaceChildren(el('span', { class: 'readout-time' }, `${range === 'second' ? clock(point.at) : clockMinute(point.at)} `, viewers, ' viewers'),
      ...STATES.map(state => el('span', { class: 'readout-state' }, swatch(state.key, state, 'viewers'), `${state.label} ${count(point[state.key])}`)));
  }

  const resize = new ResizeObserver(() => {
    if (plot) plot.setSize({ width: chart.clientWidth, height: heightOf(chart) });
    else draw();
  });
  resize.observe(chart);
  const forget = onThemeChange(() => plot?.redraw(true, true));

  return {
    node,
    start: refresh,
    merge(points) {
      kept.second.merge(points ?? []);
      draw();
    },
    update(live) {
      kept.second.merge([{ at: live.asOf, open: live.open, viewers: live.viewers, ...live.states }]);
      if (range === 'second') draw();
    },
    close() {
      clearInterval(timer);
      resize.disconnect();
      forget();
      plot?.destroy();
    },
  };
}

/** A short history fills the width, but a few points are not stretched. */
const firstShown = (first, last, { seconds, least }) => last - Math.min(seconds, Math.max(least, last - first));

const heightOf = chart => (chart.clientWidth < 500 ? NARROW_HEIGHT : HEIGHT);

function makePlot(chart, onCursor) {
  const series = [...STATES].reverse().map(({ key, texture }) => ({
    label: key,
    points: { show: false },
    width: 1,
    stroke: () => colorOf('--panel'),
    fill: plot => canvasFill(plot.ctx, texture, colorOf(colorName(key)), colorOf('--texture')),
  }));
  const axis = { stroke: () => colorOf('--text-soft'), font: '12px system-ui, sans-serif', ticks: { show: false }, grid: { stroke: () => colorOf('--line'), width: 1 } };
  return new uPlot({
    width: chart.clientWidth,
    height: heightOf(chart),
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { auto: false }, y: { auto: false } },
    axes: [
      { ...axis, grid: { show: false }, space: 90, values: (plot, splits, axis_, space, step) => splits.map(split => (step < 60 ? clock : clockMinute)(split * 1000)) },
      { ...axis, size: 48, values: (plot, splits) => splits.map(split => (Number.isInteger(split) ? short(split) : '')) },
    ],
    series: [{}, ...series],
    hooks: { setCursor: [plot => onCursor(plot.cursor.idx)] },
  }, [[], ...STATES.map(() => [])], chart);
}
