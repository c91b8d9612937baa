import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N06, division by buyer over many lots of a market; its statistics are those of the screening. */
export const N06 = toGroupIndicator({
  id: 'N06',
  version: 7,
  subject: 'bidder_group',
  texts: TEXTS.N06,
  describe: (facts) => {
    const who = nameMembers(facts);
    return {
      en: `The ${figure(facts, 'awards')} awards to ${who.en} are divided among ${figure(facts, 'places')} buyers so that each has its own winner.`,
      zh: `${who.zh}的 ${figure(facts, 'awards')} 次成交分布在 ${figure(facts, 'places')} 个购买方，各购买方的成交人各自固定。`,
    };
  },
});
