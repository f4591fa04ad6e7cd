// Requests to the server, with the kinds of failure: key required, reading closed, not found, unreachable.
import { askForKey } from './access.js';
import { hearDate } from './server-clock.js';

export class Refused extends Error {
  /** kind: closed (403), missing (404), wrong (other 4xx), away (no response, or 5xx). */
  constructor(kind, status, title, detail) {
    super(detail || title);
    Object.assign(this, { kind, status, title, detail });
  }
}

/** The JSON at a path relative to the page; shows the key dialog as often as needed. */
export async function read(path) {
  for (;;) {
    let answer;
    try {
      answer = await fetch(path, { headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    } catch {
      throw new Refused('away', 0, 'The server does not answer', 'Nothing came back. Is it running, and is the network there?');
    }
    hearDate(answer.headers.get('Date'));
    if (answer.ok) return await answer.json();
    if (answer.status !== 401) throw await refusal(answer);
    await askForKey();
  }
}

async function refusal(answer) {
  const problem = await answer.json().catch(() => ({}));
  const kind = answer.status === 403 ? 'closed' : answer.status === 404 ? 'missing' : answer.status >= 500 ? 'away' : 'wrong';
  return new Refused(kind, answer.status, problem.title ?? `The server answered ${answer.status}`, problem.detail ?? '');
}

/** A query string of the values that are set. */
export function query(parameters) {
  const set = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return set.length ? '?' + new URLSearchParams(set) : '';
}
