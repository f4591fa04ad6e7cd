// Runs before the first paint, hence not a module: otherwise the other theme would flash up.
try {
  const chosen = localStorage.getItem('theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Without storage the system's theme applies.
}
