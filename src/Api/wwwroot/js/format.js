// Formats numbers, times and durations. Arguments may be anything.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const upToThree = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

export const NONE = '–';

const isNumber = value => typeof value === 'number' && Number.isFinite(value);

export const count = value => (!isNumber(value) ? NONE : Math.abs(value) >= 1e9 ? compact.format(value) : whole.format(value));

export const short = value => (!isNumber(value) ? NONE : Math.abs(value) >= 10_000 ? compact.format(value) : whole.format(value));

export const decimal = value => (!isNumber(value) ? NONE : Math.abs(value) >= 100 ? count(value) : tenths.format(value));

export const exact = value => (!isNumber(value) ? NONE : Math.abs(value) >= 1e9 ? compact.format(value) : upToThree.format(value));

export const percent = ratio => (!isNumber(ratio) ? NONE : `${(ratio * 100).toFixed(ratio !== 0 && ratio < 0.1 ? 2 : 1)} %`);

export const bitrate = value => (!isNumber(value) ? NONE : value >= 1e6 ? `${(value / 1e6).toFixed(value >= 1e7 ? 1 : 2)} Mbit/s` : value >= 1e3 ? `${whole.format(value / 1e3)} kbit/s` : `${whole.format(value)} bit/s`);

/** Seconds in words: 0.6 s, 2 min 05 s, 1 h 02 min, 3 days 4 h. */
export function seconds(value) {
  if (!isNumber(value)) return NONE;
  if (Math.abs(value) < 60) return `${exact(value)} s`;
  const all = Math.round(value);
  if (all < 3600) return `${Math.floor(all / 60)} min ${two(all % 60)} s`;
  if (all < 86_400) return `${Math.floor(all / 3600)} h ${two(Math.floor((all % 3600) / 60))} min`;
  return span(value * 1000);
}

/** A long duration, rounded: 3 days, 2 years 4 months. */
export function span(ms) {
  const days = Math.abs(ms) / 86_400_000;
  if (days < 1) return seconds(Math.abs(ms) / 1000);
  if (days < 60) return unit(Math.floor(days), 'day') + (days < 10 ? ` ${Math.floor((days % 1) * 24)} h` : '');
  const months = Math.floor(days / 30.44);
  if (months < 24) return unit(months, 'month');
  return unit(Math.floor(months / 12), 'year') + (months % 12 && months < 120 ? ` ${unit(months % 12, 'month')}` : '');
}

const unit = (n, name) => `${whole.format(n)} ${name}${n === 1 ? '' : 's'}`;

const two = n => String(n).padStart(2, '0');

/** Time since the start, as players show it: 0:03.2, 12:40, 1:02:03; with tenths when short. */
export function elapsed(ms, fine = false) {
  if (!isNumber(ms)) return NONE;
  const sign = ms < 0 ? '−' : '';
  const all = Math.abs(fine ? Math.round(ms / 100) / 10 : Math.round(ms / 1000));
  const rest = all % 60;
  const last = (fine ? rest.toFixed(1) : String(Math.floor(rest))).padStart(fine ? 4 : 2, '0');
  const minutes = Math.floor(all / 60);
  return sign + (minutes >= 60 ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${last}` : `${minutes}:${last}`);
}

const dateOf = value => {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
};

const through = format => value => {
  const date = value === null || value === undefined ? null : dateOf(value);
  return date ? format.format(date) : NONE;
};

export const clock = through(timeOfDay);
export const clockMinute = through(hourAndMinute);
export const day = through(dayAndTime);

/** Remaining time: 9:41, or now. */
export const left = ms => (!isNumber(ms) ? NONE : ms <= 0 ? 'now' : elapsed(Math.ceil(ms / 1000) * 1000));

/** plural(1, 'ad') → 1 ad, plural(2, 'ad') → 2 ads. */
export const plural = (n, name, many = name + 's') => `${count(n)} ${n === 1 ? name : many}`;
