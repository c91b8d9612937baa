import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N10, returning loser over many lots of a market; its statistics are those of the screening. */
export const N10 = toGroupIndicator({
  id: 'N10',
  version: 3,
  subject: 'bidder_group',
  texts: TEXTS.N10,
  basis: {
    kind: 'statistic',
    document: 'Open Contracting Partnership, Red flags in public procurement (2024)',
    article: 'R070',
  },
  describe: (facts) => {
    const members = nameMembers(facts);
    const [lots, returned] = [figure(facts, 'lots'), figure(facts, 'returned')];
    const [others, elsewhere] = [figure(facts, 'otherLots'), figure(facts, 'returnedElsewhere')];
    return {
      en: `Where ${members.en} bid together and one of them won, one that had lost became its subcontractor in ${returned} of ${lots} lots; elsewhere in the market a bidder that had lost did so in ${elsewhere} of ${others}.`,
      zh: `${members.zh}共同参加并由其中一家成交的 ${lots} 个包中，有 ${returned} 个包由落选的一家成为其分包方；市场其他 ${others} 个包中为 ${elsewhere} 个。`,
    };
  },
});
