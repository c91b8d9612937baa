import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N14, pooled shape over many lots of a market; its statistics are those of the screening. */
export const N14 = toGroupIndicator({
  id: 'N14',
  version: 3,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N14,
  describe: (facts) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    return {
      en: `In ${n} lots in which ${who.en} bid together, the lowest bid stands further apart than in ${figure(facts, 'referenceLots')} lots of others.`,
      zh: `${who.zh}共同参与的 ${n} 个包中，最低报价与其余报价的差距大于其他 ${figure(facts, 'referenceLots')} 个包。`,
    };
  },
});
