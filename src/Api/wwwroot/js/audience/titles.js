// The titles with the most viewers.
import { cut, el, keyed, nameOf, setAttribute, setName, setText } from '../dom.js';
import { query } from '../api.js';
import { count } from '../format.js';
import { panelOf } from './panel.js';
import { sparkline } from './sparkline.js';
import { stateBar } from './state-bar.js';

/** Sixty numbers, one every ten seconds. */
const SPARK_SLOTS = 60;

export function titlesPanel(filter) {
  const search = el('input', { type: 'search', class: 'small', placeholder: 'Filter titles', 'aria-label': 'Filter titles', oninput: () => latest && show(latest) });
  const channels = el('select', { class: 'small', 'aria-label': 'Channel', onchange: () => location.assign(`./${query({ title: filter.mediaId, channel: channels.value })}`) }, el('option', { value: '' }, 'All channels'));
  const body = el('tbody');
  const rest = el('p', { class: 'hint' });
  const table = el('table', { class: 'titles' },
    el('thead', {}, el('tr', {},
      el('th', { scope: 'col' }, 'Title'),
      el('th', { scope: 'col', class: 'number' }, 'Viewers'),
      el('th', { scope: 'col', class: 'number wide' }, 'Open'),
      el('th', { scope: 'col', class: 'wide' }, 'States'),
      el('th', { scope: 'col' }, 'Last 10 min'))),
    body);
  const node = panelOf('titles', 'Titles', el('div', { class: 'tools' }, channels, search), el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Titles' }, table), rest);
  let latest = null;

  function show(live) {
    latest = live;
    const wanted = search.value.trim().toLowerCase();
    const titles = (live.titles ?? []).filter(title => !wanted || [title.name, title.mediaId, title.channel].some(text => text?.toLowerCase().includes(wanted)));
    keyed(body, titles, title => title.mediaId, title => row(title, filter), updateRow);
    setText(rest, restText(live, titles.length, wanted));
    showChannels(channels, live.channels ?? [], filter.channel);
  }

  return { node, update: show };
}

function restText(live, shown, wanted) {
  if (!live.titles?.length) return live.open ? 'No session has a title yet.' : 'Nobody is watching. As soon as a player starts a session, its title is here.';
  if (wanted && !shown) return `None of the ${live.titles.length} titles listed matches.`;
  const others = live.titleCount - live.titles.length;
  return others > 0 ? `And ${count(others)} more titles with ${count(live.otherTitles?.viewers)} viewers in ${count(live.otherTitles?.open)} open sessions.` : '';
}

function row(title, filter) {
  const name = nameOf('');
  const id = el('bdi', { class: 'hint' });
  const viewers = el('td', { class: 'number strong' });
  const open = el('td', { class: 'number wide' });
  const bar = stateBar('state-bar thin');
  const spark = sparkline('Viewers in the last 10 minutes');
  const link = el('a', { href: `./${query({ title: title.mediaId, channel: filter.channel })}`, 'data-view': true }, name);
  return {
    node: el('tr', {}, el('th', { scope: 'row', class: 'title-cell' }, link, id), viewers, open, el('td', { class: 'wide bar-cell' }, bar.node), el('td', { class: 'spark-cell' }, spark.node)),
    name, id, viewers, open, bar, spark, link,
  };
}

function updateRow(shown, title) {
  setName(shown.name, title.name || title.mediaId || '(no id)');
  setText(shown.id, cut([title.name && title.name !== title.mediaId ? title.mediaId : null, title.channel].filter(Boolean).join(' · '), 80));
  setAttribute(shown.link, 'title', cut(title.mediaId, 80));
  setText(shown.viewers, count(title.viewers));
  setText(shown.open, count(title.open));
  shown.bar.update(title.states);
  const recent = title.recentViewers ?? [];
  shown.spark.update(recent, SPARK_SLOTS);
  shown.spark.describe(recent.length ? `Viewers in the last 10 minutes: from ${count(recent[0])} to ${count(recent.at(-1))}, at most ${count(Math.max(...recent))}` : 'No viewers known in the last 10 minutes');
}

function showChannels(select, channels, chosen) {
  const names = [...new Set([...channels.map(channel => channel.name), ...(chosen === null ? [] : [chosen])])].filter(Boolean).sort();
  const known = names.join('\n');
  if (select.dataset.known === known) return;
  select.dataset.known = known;
  select.replaceChildren(el('option', { value: '' }, 'All channels'), ...names.map(name => el('option', { value: name }, cut(name, 40))));
  select.value = chosen ?? '';
}
