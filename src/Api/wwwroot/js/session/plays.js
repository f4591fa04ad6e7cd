// A table of ads or chapters: a row for each, and below it, unfolded on demand, everything else that is known of it.
import { cut, el, setAttribute, setName, setText, svg } from '../dom.js';
import { elapsed } from '../format.js';
import { outcomeCell, setOutcome } from './outcomes.js';

/** Times far outside the session are not shown. */
export const within = ms => (Math.abs(ms) < 30 * 86_400_000 ? elapsed(ms, true) : 'a time far from the session');

/** The entries of metadata, for the unfolded row. */
export const metadataOf = metadata => Object.entries(metadata ?? {}).map(([key, value]) => [`metadata: ${key}`, value]);

/**
 * name: what a row is, for ids. title: its heading. nameOf: the name of one. columns: [heading, is it a number, text of one].
 * restOf: [label, text] of the unfolded row. All get the ad or chapter and the session.
 */
export function playsTable({ name, title, nameOf, columns, restOf }) {
  const body = el('tbody');
  const rows = [];
  const node = el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': `${title}, table`, hidden: true }, el('table', { class: `plays ${name}-table` },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, title), el('th', { scope: 'col' }, 'Outcome'), columns.map(([heading, isNumber]) => el('th', { scope: 'col', class: isNumber ? 'number' : '' }, heading)))), body));
  return {
    node,
    /** Rows keep their place in the list, so that an open one stays open. */
    update(plays, session) {
      node.hidden = plays.length === 0;
      while (rows.length > plays.length) for (const part of rows.pop().nodes) part.remove();
      for (const [n, play] of plays.entries()) {
        if (!rows[n]) body.append(...(rows[n] = row(n)).nodes);
        rows[n].update(play, session);
      }
    },
  };

  function row(n) {
    const id = `${name}-${n}-more`;
    const [words, outcome, cells] = [el('bdi'), outcomeCell(), columns.map(([, isNumber]) => (isNumber ? el('td', { class: 'number' }) : el('td', {}, el('bdi'))))];
    const rest = el('dl', { class: 'sent' });
    const below = el('tr', { class: 'more', id, hidden: true }, el('td', { colspan: columns.length + 2 }, rest));
    const button = el('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false', 'aria-controls': id, onclick: () => unfold(below.hidden) },
      svg('svg', { class: 'chevron', width: 10, height: 10, viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg('path', { d: 'M3,1 L7,5 L3,9' })), words);
    let drawn = '';
    let last = null;

    function unfold(open) {
      below.hidden = !open;
      setAttribute(button, 'aria-expanded', String(open));
      if (open) drawRest();
    }

    function drawRest() {
      rest.replaceChildren(...restOf(...last).filter(([, text]) => text !== null && text !== undefined && text !== '')
        .map(([label, text]) => el('div', {}, el('dt', {}, el('bdi', {}, cut(label, 80))), el('dd', {}, el('bdi', {}, cut(text, 300))))));
    }

    return {
      nodes: [el('tr', {}, el('th', { scope: 'row' }, button), el('td', {}, outcome.node), cells), below],
      update(play, session) {
        const now = JSON.stringify(play);
        if (now === drawn) return;
        drawn = now;
        last = [play, session];
        setName(words, nameOf(play), 80);
        setOutcome(outcome, play.outcome ?? '');
        for (const [at, [, isNumber, textOf]] of columns.entries()) setText(isNumber ? cells[at] : cells[at].firstChild, cut(textOf(play, session), 80));
        if (!below.hidden) drawRest();
      },
    };
  }
}
