import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N15, pooled steps over many lots of a market; its statistics are those of the screening. */
export const N15 = toGroupIndicator({
  id: 'N15',
  version: 2,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N15,
  describe: (facts) => {
    const who = nameMembers(facts);
    return {
      en: `In ${figure(facts, 'regularLots')} of ${figure(facts, 'lots')} lots in which ${who.en} bid together, their prices stand in equal steps or ratios.`,
      zh: `${who.zh}共同参与的 ${figure(facts, 'lots')} 个包中，有 ${figure(facts, 'regularLots')} 个包的报价呈等差或等比。`,
    };
  },
});
