// The findings of a session.
import { cut, el, keyed, setText } from '../dom.js';
import { elapsed, plural } from '../format.js';
import { panelOf } from '../audience/panel.js';

export function findingsPanel() {
  const total = el('span', { class: 'hint' });
  const list = el('ul', { class: 'findings', 'aria-live': 'polite' });
  const none = el('p', { class: 'hint' }, 'Nothing to object to so far.');
  const node = panelOf('findings', 'Findings', total, none, list);
  return {
    node,
    update({ findings = [], startTs }) {
      none.hidden = findings.length > 0;
      setText(total, findings.length ? plural(findings.length, 'kind') : '');
      keyed(list, findings, finding => finding.code, row, (shown, finding) => {
        setText(shown.code, cut(finding.code, 40));
        setText(shown.detail, cut(finding.detail, 400));
        setText(shown.when, `${finding.count > 1 ? `${finding.count} times, first ` : ''}at ${within(finding.ts - startTs)}`);
      });
    },
  };
}

/** Times far outside the session are not shown. */
const within = ms => (Math.abs(ms) < 30 * 86_400_000 ? elapsed(ms, true) : 'a time far from the session');

function row() {
  const [code, detail, when] = [el('code', { class: 'badge', 'data-kind': 'warn' }), el('bdi'), el('span', { class: 'hint' })];
  return { node: el('li', {}, el('p', {}, code, ' ', when), el('p', {}, detail)), code, detail, when };
}
