// The theme: dark, light or the system's.
const ORDER = ['auto', 'light', 'dark'];
const LABELS = { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };

const root = document.documentElement;
const listeners = new Set();

/** Calls back when colours change, because canvases do not update by themselves. */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The current value of a CSS colour property, in a form that canvases understand. */
export function colorOf(property) {
  probe.style.color = `var(${property})`;
  return getComputedStyle(probe).color;
}

export function startTheme(button) {
  document.body.append(probe);
  show(button, root.dataset.theme ?? 'auto');
  button.addEventListener('click', () => {
    const next = ORDER[(ORDER.indexOf(root.dataset.theme ?? 'auto') + 1) % ORDER.length];
    if (next === 'auto') delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      localStorage.setItem('theme', next);
    } catch {
      // Then it applies to this page only.
    }
    show(button, next);
    announce();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announce);
}

const probe = document.createElement('span');
probe.hidden = true;

function show(button, theme) {
  button.textContent = LABELS[theme];
}

function announce() {
  for (const listener of listeners) listener();
}
