// Search for sessions.
import { query, read } from '../api.js';
import { el, keyed, nameOf, setAttribute, setName, setText } from '../dom.js';
import { clock, plural, span } from '../format.js';
import { serverNow } from '../server-clock.js';
import { panelOf } from './panel.js';
import { badgeOf } from '../session/status.js';

const REFRESH_MS = 5000;
const LIMIT = 50;

export function recentPanel(filter) {
  const title = el('input', { type: 'search', class: 'small', placeholder: 'Title id', 'aria-label': 'Title id', value: filter.mediaId ?? '' });
  const visitor = el('input', { type: 'search', class: 'small', placeholder: 'Visitor id', 'aria-label': 'Visitor id' });
  const status = el('select', { class: 'small', 'aria-label': 'Status' }, [['', 'Open and closed'], ['open', 'Open'], ['closed', 'Closed']].map(([value, text]) => el('option', { value }, text)));
  const form = el('form', { class: 'tools', role: 'search', 'aria-label': 'Find sessions', onsubmit: find, onchange: find }, title, visitor, status, el('button', { class: 'button small', type: 'submit' }, 'Find'));
  const list = el('ul', { class: 'recent' });
  const note = el('p', { class: 'hint', role: 'status' });
  const node = panelOf('recent', 'Recent sessions', form, list, note);
  let timer = null;
  let turn = 0;

  function find(event) {
    event?.preventDefault();
    void load();
  }

  async function load() {
    clearTimeout(timer);
    const mine = ++turn;
    try {
      const found = await read(`api/v1/sessions${query({ mediaId: title.value.trim(), visitorId: visitor.value.trim(), status: status.value, limit: LIMIT })}`);
      if (mine !== turn) return;
      show(found);
    } catch (refusal) {
      if (mine !== turn) return;
      setText(note, refusal.kind === 'missing' || refusal.status === 405 ? 'This server does not list sessions: open one by its id.' : refusal.message);
      if (refusal.kind === 'missing' || refusal.status === 405) return;
    }
    timer = setTimeout(load, REFRESH_MS);
  }

  function show({ sessions = [], covers, incomplete, truncated }) {
    keyed(list, sessions, session => session.sessionId, row, updateRow);
    const first = sessions.length === 0 ? 'No session matches. ' : truncated ? `The newest ${sessions.length}; there are more. ` : '';
    setText(note, `${first}${incomplete ? 'A part of the cluster did not answer, so some may be missing. ' : ''}${covers ?? ''}`);
  }

  return {
    node,
    start: () => void load(),
    close() {
      turn++;
      clearTimeout(timer);
    },
  };
}

function row({ sessionId }) {
  const [name, badge, facts] = [nameOf(''), el('span', { class: 'badge' }), el('span', { class: 'hint' })];
  const who = nameOf('');
  return {
    node: el('li', {}, el('a', { href: `./?session=${encodeURIComponent(sessionId)}`, 'data-view': true }, el('span', { class: 'recent-name' }, name), badge, el('span', { class: 'recent-facts' }, who, facts, el('span', { class: 'mono hint' }, sessionId.slice(0, 8))))),
    name, badge, facts, who,
  };
}

function updateRow(shown, session) {
  setName(shown.name, session.mediaName || session.mediaId || '(no title)');
  const badge = badgeOf(session.status, session.closedBy, session.state, session.in);
  setText(shown.badge, badge.text);
  setAttribute(shown.badge, 'data-kind', badge.kind);
  setName(shown.who, [session.playerName, session.visitorId].filter(Boolean).join(' · '), 60);
  const opened = Date.parse(session.openedAt);
  const findings = session.findings ? ` · ${plural(session.findings, 'finding')}` : '';
  setText(shown.facts, `${clock(session.openedAt)}, ${span(Math.max(0, Math.round((serverNow() - opened) / 1000) * 1000))} ago${findings}`);
}
