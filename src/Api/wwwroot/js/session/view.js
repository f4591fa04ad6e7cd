// The view of one session, updated live.
import { query, read } from '../api.js';
import { cut, el, nameOf, setAttribute, setName, setText } from '../dom.js';
import { listen } from '../feed.js';
import { clock, day, seconds, span } from '../format.js';
import { notice, refusalNotice } from '../notice.js';
import { setPulse } from '../pulse.js';
import { hearInstant, serverNow } from '../server-clock.js';
import { adsPanel } from './ads.js';
import { chaptersPanel } from './chapters.js';
import { countdownPanel } from './countdown.js';
import { eventsPanel } from './events.js';
import { explanationsOf } from './explanations.js';
import { findingsPanel } from './findings.js';
import { metricsPanel } from './metrics.js';
import { badgeOf } from './status.js';
import { sentPanel } from './sent.js';
import { timelinePanel } from './timeline.js';
import { summarize } from './summary.js';

const RETRY_MS = 4000;
const STALE_MS = 5000;

/** The API that the player speaks, in words. */
const API_NAMES = { 'media-collection': 'Media Collection API', 'media-edge': 'Media Edge API' };

/** Clock differences below this are ignored. */
const CLOCK_OFF_MS = 5000;

export function openSession(main, sid) {
  const path = `api/v1/sessions/${encodeURIComponent(sid)}`;
  const head = headOf(sid, path);
  const trouble = el('div', { class: 'trouble' });
  const [timeline, countdown, events] = [timelinePanel(), countdownPanel(), eventsPanel()];
  const panels = [timeline, countdown, findingsPanel(), metricsPanel(explanationsOf(path)), adsPanel(), chaptersPanel(), events, sentPanel()];
  const page = el('div', { class: 'session', 'data-ready': 'no' }, trouble, head.node, panels.map(panel => panel.node));
  main.replaceChildren(page);

  let feed = null;
  let retry = null;
  let closed = false;
  let over = false;
  let heard = null;

  function take(session) {
    setAttribute(page, 'data-ready', 'yes');
    trouble.replaceChildren();
    over = session.status === 'closed';
    setPulse(over ? 'closed' : 'live', over ? '' : clock(serverNow()));
    head.update(session);
    for (const panel of panels) panel.update?.(session);
  }

  function refuse(refusal) {
    if (closed || over) return false;
    const away = refusal.kind === 'away';
    setPulse(away ? 'down' : 'refused');
    trouble.replaceChildren(refusal.kind === 'missing' || refusal.kind === 'wrong'
      ? notice('error', 'No such session', ['No session has this id: it may be mistyped, or it closed longer ago than this server keeps sessions (a day, if nothing else is set).', `Id: ${cut(sid, 80)}`])
      : refusalNotice(refusal));
    return away;
  }

  async function start() {
    try {
      const session = await read(`${path}${query({ journal: 'true' })}`);
      if (closed) return;
      take(session);
      if (!over) follow();
    } catch (refusal) {
      if (refuse(refusal)) retry = setTimeout(start, RETRY_MS);
    }
  }

  function follow() {
    feed = listen(`${path}/stream`, {
      listeners: {
        session: take,
        applied: event => events.applied(event),
        finding: () => {},
        countdown(left) {
          heard = performance.now();
          hearInstant(left.at);
          countdown.count(left);
          timeline.tick();
          setPulse('live', clock(left.at));
        },
        closed() {
          feed?.close();
          // The final state is read once more, in case an update was missed.
          void start();
        },
      },
      onUp: () => setPulse('live', clock(serverNow())),
      onDown() {
        heard = null;
        if (!over) setPulse('down');
      },
      ask: async () => take(await read(`${path}${query({ journal: 'true' })}`)),
      onRefused: refuse,
    });
  }

  // The countdown arrives every second: without it the view is outdated.
  const watch = setInterval(() => {
    if (!over && heard !== null && performance.now() - heard > STALE_MS) setPulse('stale');
  }, 1000);

  void start();
  return {
    close() {
      closed = true;
      clearInterval(watch);
      clearTimeout(retry);
      feed?.close();
      for (const panel of panels) panel.close?.();
    },
  };
}

function headOf(sid, path) {
  const [name, badge, facts, summary, skew] = [nameOf(''), el('span', { class: 'badge', id: 'session-status' }), el('p', { class: 'hint' }), el('p', { class: 'session-summary', id: 'session-summary' }), el('p', { class: 'hint' })];
  const copy = el('button', { type: 'button', class: 'button small', onclick: () => share(copy) }, 'Copy link');
  const node = el('header', { class: 'panel session-head' },
    el('div', { class: 'session-title' }, el('h1', {}, name), badge),
    facts, summary, skew,
    el('p', { class: 'session-id' }, el('code', { id: 'shown-session-id' }, sid.slice(0, 80)), copy, el('a', { href: `${path}?journal=true` }, 'JSON')));
  return {
    node,
    update(session) {
      const params = session.params ?? {};
      const title = params['media.name'] || params['media.id'] || '(no title)';
      setName(name, title, 160);
      document.title = `${cut(title, 60)} · SessionGrains`;
      const { text, kind } = badgeOf(session.status, session.closedBy, session.playback?.state, session.playback?.in);
      setText(badge, text);
      setAttribute(badge, 'data-kind', kind);
      const length = params['media.length'];
      facts.replaceChildren(...[params['media.playerName'], params['media.channel'], params['media.contentType'], length > 0 ? `${seconds(Number(length))} long` : null]
        .filter(Boolean).flatMap((fact, n) => [n ? ' · ' : '', nameOf(fact, 60)]), session.api ? el('span', { id: 'session-api' }, ` · by ${API_NAMES[session.api] ?? session.api}`) : '', ` · opened ${day(session.openedAt)}`, session.closedAt ? ` · closed ${clock(session.closedAt)}` : '');
      setText(summary, summarize(session));
      const off = session.startTs - Date.parse(session.openedAt);
      setText(skew, Math.abs(off) > CLOCK_OFF_MS && session.closedBy !== 'downloaded' ? `The player's clock said ${day(session.startTs)} when it started, ${span(off)} ${off < 0 ? 'behind' : 'ahead of'} the server's. Times here count from the start.` : '');
    },
  };
}

async function share(button) {
  try {
    await navigator.clipboard.writeText(location.href);
    setText(button, 'Copied');
  } catch {
    setText(button, 'Copy the address above');
  }
  setTimeout(() => setText(button, 'Copy link'), 2000);
}
