// Converts a player's time to a position on the timeline. Clocks may jump and downloads may pause for weeks: a stretch that would compress all others is
// drawn shortened, and marked.
const SHARE = 0.35;
const MIN_CUT_MS = 10 * 60_000;

/** segments: in order; end: the earliest end of the timeline. at(ts): 0 to 1; back(position): a ts; cuts: the shortened stretches. */
export function scaleOf(segments, start, end) {
  const stretches = [];
  let last = start;
  for (const { fromTs, toTs } of segments) {
    if (fromTs > last) stretches.push([last, fromTs]);
    if (toTs > Math.max(last, fromTs)) stretches.push([Math.max(last, fromTs), toTs]);
    last = Math.max(last, toTs);
  }
  if (end > last || stretches.length === 0) stretches.push([last, Math.max(end, last + 1000)]);

  const lengths = stretches.map(([from, to]) => to - from);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const cuts = [];
  const drawn = lengths.map((length, n) => {
    const others = total - length;
    // Only stretches far out of proportion: an hour's pause in a film is shown in full.
    if (length < MIN_CUT_MS || length < others * 20 || others === 0) return length;
    cuts.push(stretches[n]);
    return others * SHARE;
  });
  const width = drawn.reduce((sum, length) => sum + length, 0);
  const places = [0];
  for (const length of drawn) places.push(places.at(-1) + length / width);

  return {
    cuts,
    start: stretches[0][0],
    end: stretches.at(-1)[1],
    drawnMs: width,
    at(ts) {
      for (const [n, [from, to]] of stretches.entries()) if (ts <= to) return places[n] + (Math.max(0, ts - from) / (to - from)) * (places[n + 1] - places[n]);
      return 1;
    },
    back(place) {
      for (const [n, [from, to]] of stretches.entries()) if (place <= places[n + 1]) return from + ((place - places[n]) / (places[n + 1] - places[n])) * (to - from);
      return stretches.at(-1)[1];
    },
  };
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800, 2_592_000].map(seconds => seconds * 1000);

/** Round times for labels, at most a given number. */
export function ticksOf(scale, most) {
  const step = STEPS.find(one => scale.drawnMs / one <= most) ?? STEPS.at(-1);
  const ticks = [];
  for (let ts = scale.start; ts <= scale.end && ticks.length <= 400; ts += step) {
    const place = scale.at(ts);
    if (ticks.length === 0 || place - ticks.at(-1)[1] > 0.7 / most) ticks.push([ts, place]);
  }
  return ticks;
}
