// A summary of a session in one to three sentences.
import { plural, seconds } from '../format.js';

export function summarize({ metrics = {}, playback = {}, status, closedBy }) {
  const parts = [];
  if (!metrics.contentStart) parts.push(status === 'open' ? 'Main content has not started yet' : 'It ended before main content started');
  else parts.push(`${seconds(metrics.contentTimeSpent)} of content played`);
  if (metrics.adCount) parts.push(`${plural(metrics.adCount, 'ad')} (${seconds(metrics.adTimeSpent)}; ${metrics.adCompletes} complete, ${metrics.adSkips} skipped)`);
  const breaks = [[metrics.pauseCount, 'pause', metrics.totalPauseDuration], [metrics.bufferEvents, 'buffering', metrics.totalBufferDuration], [metrics.stallEvents, 'stall', metrics.totalStallDuration]]
    .filter(([n]) => n > 0).map(([n, name, duration]) => `${plural(n, name, name === 'buffering' ? 'bufferings' : name + 's')} (${seconds(duration)})`);
  if (breaks.length) parts.push(breaks.join(', '));
  if (metrics.errorEvents) parts.push(plural(metrics.errorEvents, 'error'));
  const end = status === 'closed'
    ? { sessionEnd: 'The player ended it', idle: 'It closed by itself after silence', 'no-progress': 'It closed by itself: the playhead no longer moved', 'max-age': 'It closed by itself: it had grown too old', downloaded: 'It was sent afterwards, as a downloaded batch' }[closedBy] ?? 'It is closed'
    : playback.in === 'ad' ? 'Now an ad plays' : `Now it is ${playback.state ?? 'open'}`;
  return `${parts.join('; ')}. ${metrics.contentComplete ? 'The content was watched to its end. ' : ''}${end}.`;
}
