// Messages about problems: what is wrong, since when, and what to do.
import { el } from './dom.js';
import { Refused } from './api.js';

/** A box with a title, sentences and, where useful, lines to copy. */
export function notice(kind, title, sentences, lines = null) {
  return el('section', { class: 'notice', 'data-kind': kind, role: kind === 'info' ? 'status' : 'alert' },
    el('h2', {}, title),
    sentences.filter(Boolean).map(sentence => el('p', {}, sentence)),
    lines ? el('pre', { tabindex: '0' }, el('code', {}, lines)) : null);
}

/** The message for a refused request. */
export function refusalNotice(refusal) {
  if (!(refusal instanceof Refused)) return notice('error', 'This page has a fault', [String(refusal)]);
  if (refusal.kind === 'closed')
    return notice('warn', 'Reading is closed', ['This server runs in Development without an operator key, so it is read only from the machine it runs on. Set a key where the server starts, start it again, and this page asks for that key:'],
      'Operator__ApiKey=<22 or more random characters>        # environment variable\n--Operator:ApiKey=<22 or more random characters>       # or argument');
  return notice(refusal.kind === 'away' ? 'warn' : 'error', refusal.title, [refusal.detail, refusal.kind === 'away' ? 'This page tries again by itself.' : null]);
}
