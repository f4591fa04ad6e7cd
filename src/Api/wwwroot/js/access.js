// The operator key: asked for once, traded for a cookie that scripts cannot read, and not kept here.
const PATH = 'api/v1/operator/session';

let asking = null;

/** Shows the dialog and resolves once a key was taken; all who ask meanwhile share it. */
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
    // Without the key there is nothing to see: Escape would leave an empty page.
    dialog.oncancel = event => event.preventDefault();
    if (!dialog.open) dialog.showModal();
    input.focus();
  });
}

/** Null when the server took the key, else what to say. */
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

/** Offers to sign out where a cookie is what lets us in. */
export async function startAccess() {
  const button = document.getElementById('forget-key');
  button.addEventListener('click', async () => {
    await fetch(PATH, { method: 'DELETE' }).catch(() => null);
    location.reload();
  });
  // It says nothing that the first real question does not say again, so a failure is left to that one.
  const answer = await fetch(PATH, { headers: { Accept: 'application/json' } }).catch(() => null);
  if (answer?.ok && (await answer.json().catch(() => ({}))).access === 'cookie') showForget();
}

function showForget() {
  document.getElementById('forget-key').hidden = false;
}
