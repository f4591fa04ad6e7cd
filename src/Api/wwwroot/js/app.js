// Opens one of the two views according to the address.
import { startAccess, takeKeyFromAddress } from './access.js';
import { openAudience } from './audience/view.js';
import { openSession } from './session/view.js';
import { svg } from './dom.js';
import { startTheme } from './theme.js';
import { patterns } from './textures.js';
import { STATES, SEGMENTS } from './states.js';
import { setPulse } from './pulse.js';

const main = document.getElementById('main');
let view = null;

/** Navigates to an address of this page without reloading. */
export function go(address) {
  history.pushState(null, '', address);
  show();
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function show() {
  view?.close();
  main.replaceChildren();
  setPulse('starting');
  const parameters = new URLSearchParams(location.search);
  const session = parameters.get('session');
  document.title = 'SessionGrains';
  document.body.dataset.view = session === null ? 'audience' : 'session';
  view = session === null ? openAudience(main, parameters) : openSession(main, session.trim());
}

/** Links within the page are marked, because only the views know where they lead. */
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-view]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.href);
});

document.getElementById('open-session').addEventListener('submit', event => {
  event.preventDefault();
  const input = document.getElementById('session-id');
  const error = document.getElementById('session-id-error');
  // The id is the 64 digits, whether a path or a whole address was pasted.
  const id = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.exec(input.value)?.[0].toLowerCase();
  error.textContent = id ? '' : 'A session id has 64 digits, 0 to f: it is the end of the Location that the player got.';
  input.toggleAttribute('aria-invalid', !id);
  if (!id) return;
  input.value = '';
  go(`./?session=${id}`);
});

addEventListener('popstate', show);
document.body.append(svg('svg', { class: 'offscreen', 'aria-hidden': 'true' }, patterns('viewers', STATES.map(state => [state.key, state])), patterns('segment', Object.entries(SEGMENTS))));
startTheme(document.getElementById('theme'));
// A link with a key may also be opened in the tab of this page, which loads nothing.
addEventListener('hashchange', async () => {
  if (await takeKeyFromAddress()) location.reload();
});
await takeKeyFromAddress();
void startAccess();
show();
