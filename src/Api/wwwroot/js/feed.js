// An event stream that reconnects. The browser reconnects after a break, but not after a refusal, and never notices a silent connection.
const SILENCE_MS = 20_000;
const MAX_DELAY_MS = 15_000;

/**
 * Listens to a path. listeners: by event name, called with the parsed data. onUp, onDown: the connection is up or down.
 * ask: awaited before a retry after a refusal; what it throws goes to onRefused, which returns false to stop.
 */
export function listen(path, { listeners, onUp, onDown, ask, onRefused }) {
  let source = null;
  let timer = null;
  let heard = performance.now();
  let delay = 1000;
  let closed = false;

  const watch = setInterval(() => {
    if (source && performance.now() - heard > SILENCE_MS) again();
  }, 2000);

  function open() {
    heard = performance.now();
    source = new EventSource(path);
    source.onopen = () => {
      heard = performance.now();
      onUp?.();
    };
    source.onerror = () => {
      onDown?.();
      if (source?.readyState === EventSource.CLOSED) again();
    };
    for (const [name, take] of Object.entries(listeners)) {
      source.addEventListener(name, event => {
        heard = performance.now();
        delay = 1000;
        take(JSON.parse(event.data));
      });
    }
  }

  function again() {
    source?.close();
    source = null;
    onDown?.();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        await ask?.();
      } catch (refusal) {
        if (!closed && onRefused?.(refusal) !== false) again();
        return;
      }
      if (!closed) open();
    }, delay);
    // With random delays: otherwise a thousand pages that lost one server would reconnect at the same moment.
    delay = Math.min(MAX_DELAY_MS, delay * (1.5 + Math.random() / 2));
  }

  function close() {
    closed = true;
    clearTimeout(timer);
    clearInterval(watch);
    source?.close();
    source = null;
  }

  open();
  return { close };
}
