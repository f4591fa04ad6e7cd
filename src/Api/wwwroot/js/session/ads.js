// The ads of a session.
import { el, setText } from '../dom.js';
import { exact, NONE, plural, seconds } from '../format.js';
import { panelOf } from '../audience/panel.js';
import { metadataOf, playsTable, within } from './plays.js';

function breakOf(ad, { metrics }) {
  if (!ad.inBreak) return 'outside a break';
  const adBreak = metrics.adBreaks?.[ad.breakItem];
  return [adBreak ? exact(adBreak.index) : 'not listed', ad.breakName ?? adBreak?.name].filter(Boolean).join(' ');
}

const TABLE = {
  name: 'ad',
  title: 'Ad',
  nameOf: ad => ad.name || ad.id || '(no id)',
  columns: [
    ['Break', false, breakOf],
    ['Position', true, ad => exact(ad.position)],
    ['Advertiser', false, ad => ad.advertiser ?? NONE],
    ['Length', true, ad => seconds(ad.length)],
    ['Played', true, ad => seconds(ad.timePlayed)],
  ],
  restOf: (ad, { startTs }) => [
    ['Id', ad.id], ['Player', ad.playerName], ['Campaign', ad.campaignId], ['Creative', ad.creativeId], ['Creative URL', ad.creativeUrl], ['Placement', ad.placementId], ['Site', ad.siteId],
    ['Started', within(ad.startTs - startTs)], ['Ended', ad.endTs === null || ad.endTs === undefined ? 'not yet' : within(ad.endTs - startTs)], ['Playhead', `${exact(ad.playhead)} s`],
    ...metadataOf(ad.customMetadata),
  ],
};

export function adsPanel() {
  const [total, none] = [el('span', { class: 'hint' }), el('p', { class: 'hint' })];
  const table = playsTable(TABLE);
  return {
    node: panelOf('ads', 'Ads', total, none, table.node),
    update(session) {
      const { ads = [], adCount = 0, adCompletes = 0, adSkips = 0 } = session.metrics ?? {};
      none.hidden = adCount > 0;
      setText(none, session.status === 'closed' ? 'No ad came.' : 'No ad has come so far.');
      setText(total, adCount ? `${plural(adCount, 'ad')}, ${adCompletes} completed, ${adSkips} skipped${adCount > ads.length ? `; ${ads.length} are listed` : ''}` : '');
      table.update(ads, session);
    },
  };
}
