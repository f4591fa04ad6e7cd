// The points of a chart: one per step, in whatever order and number they arrive.
import { STATES } from '../states.js';

export class Points {
  #byStep = new Map();
  #sorted = null;

  constructor(stepSeconds, keptSeconds) {
    this.step = stepSeconds;
    this.kept = keptSeconds;
  }

  merge(points) {
    for (const point of points) {
      const at = Math.floor(Date.parse(point.at) / 1000 / this.step) * this.step;
      if (Number.isFinite(at)) this.#byStep.set(at, point);
    }
    const first = Math.max(...this.#byStep.keys()) - this.kept;
    for (const at of this.#byStep.keys()) if (at < first) this.#byStep.delete(at);
    this.#sorted = null;
  }

  /** Oldest first; null for missing steps, so that a chart shows the gap. */
  #steps() {
    if (this.#sorted) return this.#sorted;
    const sorted = [];
    for (const [at, point] of [...this.#byStep].sort(([one], [other]) => one - other)) {
      const last = sorted.at(-1);
      if (last && at - last[0] > 2 * this.step) sorted.push([last[0] + this.step, null]);
      sorted.push([at, point]);
    }
    return (this.#sorted = sorted);
  }

  list() {
    return this.#steps().map(([, point]) => point);
  }

  /** The times, then for each state, the last first, the sum of it and those before: drawn over each other they form a stack. */
  stacked() {
    const steps = this.#steps();
    const sums = STATES.map((_, upTo) => steps.map(([, point]) => (point ? STATES.slice(0, upTo + 1).reduce((sum, { key }) => sum + (point[key] ?? 0), 0) : null)));
    return [steps.map(([at]) => at), ...sums.reverse()];
  }
}
