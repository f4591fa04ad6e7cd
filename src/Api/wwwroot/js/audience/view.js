// The audience view. All its data comes from one stream, one update a second.
import { read, query } from '../api.js';
import { cut, el, setAttribute, setText } from '../dom.js';
import { listen } from '../feed.js';
import { clock, seconds } from '../format.js';
import { refusalNotice, notice } from '../notice.js';
import { setPulse } from '../pulse.js';
import { serverNow } from '../server-clock.js';
import { breakdownPanel } from './breakdown.js';
import { clusterPanel } from './cluster.js';
import { exportsPanel } from './exports.js';
import { historyPanel } from './history.js';
import { nowPanel } from './now.js';
import { qualityPanel } from './quality.js';
import { recentPanel } from './recent.js';
import { titlesPanel } from './titles.js';

/** Data older than this is not current. */
const STALE_MS = 5000;

/** A connection that returns sooner is not shown as lost. */
const GRACE_MS = 3000;
const TOP = 50;
const RETRY_MS = 4000;

export function openAudience(main, parameters) {
  const filter = { mediaId: parameters.get('title'), channel: parameters.get('channel') };
  const path = part => `api/v1/live${part}${query({ ...filter, top: TOP })}`;
  const panels = [nowPanel(), historyPanel(filter), qualityPanel(), titlesPanel(filter), clusterPanel(), breakdownPanel(), recentPanel(filter), exportsPanel()];
  const trouble = el('div', { class: 'trouble' });
  const page = el('div', { class: 'audience', 'data-fresh': 'none' },
    el('h1', { class: 'offscreen' }, 'Audience now'),
    filterLine(filter), trouble, panels.map(panel => panel.node));
  main.replaceChildren(page);

  let feed = null;
  let retry = null;
  let closed = false;
  let latest = null;
  let connected = false;
  let heard = 0;

  function take(live) {
    latest = live;
    heard = performance.now();
    for (const panel of panels) panel.update?.(live);
    judge();
  }

  /** Shows how current the data is. */
  function judge() {
    if (!latest) return;
    const age = serverNow() - Date.parse(latest.asOf);
    const lost = !connected && performance.now() - heard > GRACE_MS;
    const state = lost ? 'down' : age > STALE_MS ? 'stale' : latest.incomplete ? 'incomplete' : 'live';
    setPulse(state, clock(latest.asOf));
    setAttribute(page, 'data-fresh', state);
    tell(state, age);
  }

  function tell(state, age) {
    const silent = latest.silos?.filter(silo => silo.silent).length ?? 0;
    const text = {
      stale: `These numbers are ${seconds(Math.round(age / 1000))} old: the server answers, but nothing new is counted.`,
      down: `The connection is gone. What you see is ${seconds(Math.max(0, Math.round(age / 1000)))} old; this page tries again by itself.`,
      incomplete: silent ? `${silent === 1 ? 'One silo is' : `${silent} silos are`} silent: the sessions there are missing from these numbers until they are heard from again.` : 'Not everything has reported yet: these numbers are too low.',
    }[state];
    if (!text) return trouble.replaceChildren();
    if (trouble.firstElementChild?.dataset.state !== state) {
      const line = el('p', { class: 'banner', 'data-state': state, role: 'status' });
      trouble.replaceChildren(line);
    }
    return setText(trouble.firstElementChild, text);
  }

  function refuse(refusal) {
    if (closed) return false;
    if (latest && refusal.kind === 'away') {
      connected = false;
      judge();
      return true;
    }
    setPulse(refusal.kind === 'away' ? 'down' : 'refused');
    setAttribute(page, 'data-fresh', 'none');
    trouble.replaceChildren(refusal.kind === 'missing'
      ? notice('info', 'Live counts are not available', ['This server does not count its audience. A session can still be opened by its id, above.'])
      : refusalNotice(refusal));
    return refusal.kind === 'away';
  }

  async function start() {
    try {
      const live = await read(path(''));
      if (closed) return;
      trouble.replaceChildren();
      connected = true;
      take(live);
      for (const panel of panels) panel.start?.();
      feed = listen(path('/stream'), {
        listeners: { live: take, history: part => panels[1].merge(part.points) },
        onUp: () => {
          if (!connected) panels[1].start();
          connected = true;
          judge();
        },
        onDown: () => {
          connected = false;
          judge();
        },
        ask: async () => take(await read(path(''))),
        onRefused: refuse,
      });
    } catch (refusal) {
      if (refuse(refusal)) retry = setTimeout(start, RETRY_MS);
    }
  }

  const tick = setInterval(judge, 1000);
  void start();
  return {
    close() {
      closed = true;
      clearInterval(tick);
      clearTimeout(retry);
      feed?.close();
      for (const panel of panels) panel.close?.();
    },
  };
}

function filterLine(filter) {
  const chips = [['title', 'Title', filter.mediaId], ['channel', 'Channel', filter.channel]].filter(([, , value]) => value !== null);
  if (chips.length === 0) return null;
  return el('p', { class: 'filters' }, 'Only ', chips.map(([name, label, value]) => {
    const others = new URLSearchParams(chips.filter(([other]) => other !== name).map(([other, , kept]) => [other, kept]));
    return el('a', { class: 'chip', href: `./${query(Object.fromEntries(others))}`, 'data-view': true, 'aria-label': `Show all again, not only ${label.toLowerCase()} ${cut(value)}` },
      `${label} `, el('bdi', {}, cut(value, 60)), el('span', { 'aria-hidden': 'true' }, ' ×'));
  }));
}
