// The operator key: entered once, exchanged for a cookie that scripts cannot read, and not stored here.
const PATH = 'api/v1/operator/session';

let asking = null;

/** Shows the dialog and resolves when a key was accepted; concurrent callers share it. */
export function askForKey() {
  return (asking ??= ask().finally(() => (asking = null)));
}

function ask() {
  const [dialog, form, input, error] = ['key-dialog', 'key-form', 'key', 'key-error'].map(id => document.getElementById(id));
  return new Promise(resolve => {
    form.onsubmit = async event => {
      event.preventDefault();
      const refusal = await trade(input.value);
      error.textContent = refusal ?? '';
      input.toggleAttribute('aria-invalid', refusal !== null);
      if (refusal !== null) {
        input.select();
        return;
      }
      input.value = '';
      dialog.close();
      showForget();
      resolve();
    };
    // Without the key there is nothing to show: Escape would leave an empty page.
    dialog.oncancel = event => event.preventDefault();
    if (!dialog.open) dialog.showModal();
    input.focus();
  });
}

/**
 * Exchanges the key in the address (#key=…) for the cookie. It leaves the address and the history first; browsers never send this part of an address to a server.
 * Resolves to whether there was a key. A wrong one is reported when the page asks for the key.
 */
export async function takeKeyFromAddress() {
  const key = /^#key=(.+)$/.exec(location.hash)?.[1];
  if (!key) return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  document.getElementById('key-error').textContent = (await trade(decoded(key))) ?? '';
  return true;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Null when the server accepted the key, else the message to show. */
async function trade(key) {
  try {
    const answer = await fetch(PATH, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ key }) });
    if (answer.ok) return null;
    if (answer.status === 401) return 'That is not the key.';
    const problem = await answer.json().catch(() => ({}));
    return problem.detail ?? `The server answered ${answer.status}.`;
  } catch {
    return 'The server does not answer. Try again.';
  }
}

/** Offers to sign out when a cookie grants access. */
export async function startAccess() {
  const button = document.getElementById('forget-key');
  button.addEventListener('click', async () => {
    await fetch(PATH, { method: 'DELETE' }).catch(() => null);
    location.reload();
  });
  // A failure is ignored: the first request for data reports it again.
  const answer = await fetch(PATH, { headers: { Accept: 'application/json' } }).catch(() => null);
  if (answer?.ok && (await answer.json().catch(() => ({}))).access === 'cookie') showForget();
}

function showForget() {
  document.getElementById('forget-key').hidden = false;
}
