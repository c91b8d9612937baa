import { figure, nameBody, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N10, returning loser over many lots of a market; its statistics are those of the screening. */
export const N10 = toGroupIndicator({
  id: 'N10',
  subject: 'bidder_group',
  texts: TEXTS.N10,
  basis: {
    kind: 'statistic',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R070',
  },
  describe: (facts) => {
    return {
      en: `${nameBody(facts, 'from')} lost ${figure(facts, 'lost')} lots to ${nameBody(facts, 'to')} and is its subcontractor in ${figure(facts, 'returned')} of them.`,
      zh: `${nameBody(facts, 'from')}有 ${figure(facts, 'lost')} 个包落选而由${nameBody(facts, 'to')}成交，并在其中 ${figure(facts, 'returned')} 个包中为其分包方。`,
    };
  },
});
