import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N12, losers at ceiling over many lots of a market; its statistics are those of the screening. */
export const N12 = toGroupIndicator({
  id: 'N12',
  version: 3,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N12,
  describe: (facts) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    return {
      en: `Where ${who.en} bid together, all losing members stood at the ceiling in ${figure(facts, 'atCeiling')} of ${n} lots; elsewhere in ${figure(facts, 'elsewhereAtCeiling')} of ${figure(facts, 'elsewhere')}.`,
      zh: `${who.zh}共同参与的 ${n} 个包中，有 ${figure(facts, 'atCeiling')} 个包的落选成员报价均贴近最高限价；其他场合 ${figure(facts, 'elsewhere')} 个包中有 ${figure(facts, 'elsewhereAtCeiling')} 个。`,
    };
  },
});
