// Why the metrics are what they are: asked for only while a reason is shown, and again when the session has changed.
import { query, read } from '../api.js';

const REFRESH_MS = 2000;

export function explanationsOf(path) {
  /** What is shown: metric → function that takes its entry, or null and what went wrong. */
  const shown = new Map();
  let entries = null;
  let outdated = true;
  let asking = false;
  let askedAt = -Infinity;
  let timer = null;
  let closed = false;

  function plan() {
    if (timer === null && !asking && !closed && outdated && shown.size) timer = setTimeout(ask, Math.max(0, askedAt + REFRESH_MS - performance.now()));
  }

  async function ask() {
    timer = null;
    asking = true;
    outdated = false;
    askedAt = performance.now();
    let trouble = '';
    try {
      const { explanation } = await read(`${path}${query({ explain: 'true' })}`);
      entries = new Map(explanation.metrics.map(entry => [entry.metric, entry]));
    } catch (refusal) {
      trouble = refusal.message;
      outdated = refusal.kind === 'away';
    }
    asking = false;
    for (const [metric, show] of shown) show(trouble ? null : entries.get(metric) ?? null, trouble);
    plan();
  }

  return {
    open(metric, show) {
      shown.set(metric, show);
      if (entries && !outdated) show(entries.get(metric) ?? null, '');
      else plan();
    },
    shut: metric => shown.delete(metric),
    changed() {
      outdated = true;
      plan();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
