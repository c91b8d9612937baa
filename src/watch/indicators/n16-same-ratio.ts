import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N16, same ratio over many lots of a market; its statistics are those of the screening. */
export const N16 = toGroupIndicator({
  id: 'N16',
  version: 3,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N16,
  describe: (facts) => {
    const who = nameMembers(facts);
    return {
      en: `In ${figure(facts, 'sameRatio')} of ${figure(facts, 'lots')} lots the prices of ${who.en} stand in the same ratio.`,
      zh: `${who.zh}的报价在 ${figure(facts, 'lots')} 个包中有 ${figure(facts, 'sameRatio')} 个比例相同。`,
    };
  },
});
