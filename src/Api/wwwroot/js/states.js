// The playback states, each with one colour and one texture on the whole page, so that they differ without colour too.
export const STATES = [
  { key: 'playing', label: 'Playing', texture: null },
  { key: 'ad', label: 'In an ad', texture: 'dots' },
  { key: 'paused', label: 'Paused', texture: 'bars' },
  { key: 'buffering', label: 'Buffering', texture: 'slant' },
  { key: 'starting', label: 'Starting', texture: 'rows' },
];

/** The kinds of segments of a session's timeline. */
export const SEGMENTS = {
  starting: { label: 'Starting', texture: 'rows', words: 'waiting for the first play' },
  content: { label: 'Content', texture: null, words: 'main content plays' },
  paused: { label: 'Paused', texture: 'bars', words: 'the viewer paused' },
  buffering: { label: 'Buffering', texture: 'slant', words: 'the player waits for data' },
  stalled: { label: 'Stalled', texture: 'cross', words: 'it says it plays, but the playhead stands still' },
  ad: { label: 'Ad', texture: 'dots', words: 'an ad plays' },
  adBreak: { label: 'Ad break', texture: 'rows', words: 'inside an ad break, between ads' },
  completed: { label: 'Completed', texture: 'bars', words: 'the content has ended, the session not yet' },
};

export const segmentOf = kind => SEGMENTS[kind] ?? { label: String(kind), texture: null, words: '' };

/** The CSS custom property of a state's colour. */
export const colorName = key => `--state-${key}`;
