// The metrics in plain words, each with its name in the API.
import { cut, el, keyed, setText } from '../dom.js';
import { bitrate, count, NONE, seconds } from '../format.js';
import { panelOf } from '../audience/panel.js';
import { whyOf } from './why.js';

const yesNo = value => (value === true ? 'yes' : value === false ? 'no' : NONE);
const text = value => (value === null || value === undefined || value === '' ? NONE : String(value));
const percentList = values => (values?.length ? values.map(value => `${value} %`).join(', ') : 'none yet');
const exactly = value => (value === null || value === undefined ? NONE : Number(value).toFixed(3));

const GROUPS = [
  ['Watching', [
    ['contentTimeSpent', 'Content played', seconds], ['mediaTimeSpent', 'Content and ads', seconds], ['uniqueTimePlayed', 'Different content seen', seconds],
    ['averageMinuteAudience', 'Average minute audience', exactly], ['progressMarkers', 'Reached', percentList], ['contentSegment', 'Minutes seen', text],
    ['contentStart', 'Content started', yesNo], ['contentComplete', 'Watched to the end', yesNo], ['contentResume', 'Resumed', yesNo], ['dropBeforeStart', 'Left before the start', yesNo],
  ]],
  ['Interruptions', [
    ['pauseCount', 'Pauses', count], ['totalPauseDuration', 'Paused for', seconds], ['bufferEvents', 'Bufferings', count], ['totalBufferDuration', 'Buffered for', seconds],
    ['stallEvents', 'Stalls', count], ['totalStallDuration', 'Stalled for', seconds],
  ]],
  ['Quality', [
    ['timeToStart', 'Time to start', seconds], ['averageBitrate', 'Average bitrate', bitrate], ['bitrateChanges', 'Bitrate changes', count], ['droppedFrames', 'Dropped frames', count], ['errorEvents', 'Errors', count],
  ]],
  ['Ads and chapters', [
    ['adCount', 'Ads', count], ['adCompletes', 'Ads complete', count], ['adSkips', 'Ads skipped', count], ['adTimeSpent', 'Ads played', seconds], ['chapterCount', 'Chapters', count], ['chapterCompletes', 'Chapters complete', count],
  ]],
];

const LISTS = [
  ['playerStates', 'Player states', state => `${state.name}: ${count(state.count)} ×, ${seconds(state.timeSpent)}`],
  ['errors', 'Errors', error => `${error.id} (${error.source ?? 'source unknown'}): ${count(error.count)} ×`],
];

export function metricsPanel(explanations) {
  const values = new Map();
  const groups = GROUPS.map(([title, entries]) => el('div', {}, el('h3', {}, title), el('dl', { class: 'metrics' }, entries.map(([key, label, format]) => {
    const value = el('dd', { id: `metric-${key}` }, NONE);
    const why = whyOf(key, label, explanations);
    values.set(key, { value, format, why });
    return el('div', {}, el('dt', {}, label, el('span', { class: 'api-name' }, key)), value, why.nodes);
  }))));
  const lists = LISTS.map(([key, title, format]) => ({ key, format, list: el('ul'), node: el('div', { class: 'metric-list', id: `list-${key}`, hidden: true }, el('h3', {}, title)) }));
  for (const { node, list } of lists) node.append(list);
  return {
    node: panelOf('metrics', 'Metrics', null, el('div', { class: 'metric-groups' }, groups, lists.map(({ node }) => node))),
    update({ metrics = {} }) {
      for (const [key, { value, format, why }] of values) {
        setText(value, format(metrics[key]));
        why.update(metrics[key]);
      }
      explanations.changed();
      for (const { key, format, list, node } of lists) {
        const entries = (metrics[key] ?? []).map((one, n) => [n, format(one)]);
        node.hidden = entries.length === 0;
        keyed(list, entries, ([n]) => n, () => {
          const name = el('bdi');
          return { node: el('li', {}, name), name };
        }, (shown, [, words]) => setText(shown.name, cut(words, 160)));
      }
    },
    close: () => explanations.close(),
  };
}
