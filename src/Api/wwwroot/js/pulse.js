// The indicator in the corner: how current the page is.
import { setText } from './dom.js';

const TEXTS = { starting: 'Connecting', live: 'Live', stale: 'Stale', incomplete: 'Incomplete', down: 'Disconnected, trying again', closed: 'Closed', refused: 'No access' };

export function setPulse(state, time = '') {
  document.getElementById('pulse').dataset.state = state;
  setText(document.getElementById('pulse-text'), TEXTS[state]);
  setText(document.getElementById('pulse-time'), time);
}
