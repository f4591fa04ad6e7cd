// The chapters of a session.
import { el, setText } from '../dom.js';
import { exact, plural, seconds } from '../format.js';
import { panelOf } from '../audience/panel.js';
import { metadataOf, playsTable, within } from './plays.js';

const TABLE = {
  name: 'chapter',
  title: 'Chapter',
  nameOf: chapter => chapter.name || `Chapter ${exact(chapter.index)}`,
  columns: [
    ['Index', true, chapter => exact(chapter.index)],
    ['Offset', true, chapter => seconds(chapter.offset)],
    ['Length', true, chapter => seconds(chapter.length)],
    ['Played', true, chapter => seconds(chapter.timePlayed)],
  ],
  restOf: (chapter, { startTs }) => [
    ['Started', within(chapter.startTs - startTs)], ['Ended', chapter.endTs === null || chapter.endTs === undefined ? 'not yet' : within(chapter.endTs - startTs)],
    ...metadataOf(chapter.customMetadata),
  ],
};

export function chaptersPanel() {
  const [total, none] = [el('span', { class: 'hint' }), el('p', { class: 'hint' })];
  const table = playsTable(TABLE);
  return {
    node: panelOf('chapters', 'Chapters', total, none, table.node),
    update(session) {
      const { chapters = [], chapterCount = 0, chapterCompletes = 0 } = session.metrics ?? {};
      none.hidden = chapterCount > 0;
      setText(none, session.status === 'closed' ? 'No chapter came.' : 'No chapter has come so far.');
      setText(total, chapterCount ? `${plural(chapterCount, 'chapter')}, ${chapterCompletes} completed${chapterCount > chapters.length ? `; ${chapters.length} are listed` : ''}` : '');
      table.update(chapters, session);
    },
  };
}
