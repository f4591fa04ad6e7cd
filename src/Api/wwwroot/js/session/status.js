// The status of a session in one word.
const CLOSED = { sessionEnd: 'ended by the player', idle: 'timed out, silent', 'no-progress': 'timed out, no progress', 'max-age': 'timed out, too old', downloaded: 'downloaded batch' };
const STATES = { starting: 'starting', playing: 'playing', paused: 'paused', buffering: 'buffering', completed: 'completed' };

/** kind: ok, warn or plain, for the style. */
export function badgeOf(status, closedBy, state, place) {
  if (status === 'closed') return { kind: 'plain', text: `closed, ${CLOSED[closedBy] ?? closedBy ?? 'reason unknown'}` };
  const where = place === 'ad' ? ', in an ad' : place === 'adBreak' ? ', in an ad break' : '';
  return { kind: state === 'buffering' ? 'warn' : 'ok', text: (STATES[state] ?? String(state)) + where };
}
