// Dark, light, or as the system has it.
const ORDER = ['auto', 'light', 'dark'];
const LABELS = { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };

const root = document.documentElement;
const listeners = new Set();

/** Calls back whenever colours have changed: what is drawn on a canvas does not change by itself. */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The colour that a custom property stands for right now, as a canvas understands it. */
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
      // It holds for this page then.
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
