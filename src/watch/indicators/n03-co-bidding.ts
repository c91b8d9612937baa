import { nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N03: a figure that weighs other rules. Regulars meet often where all is honest, so it never triggers. */
export const N03 = toGroupIndicator({
  id: 'N03',
  version: 2,
  subject: 'bidder_group',
  ofMarket: true,
  texts: TEXTS.N03,
  triggers: false,
  describe: (facts) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    return {
      en: `${who.en} bid together in ${n} lots of this market.`,
      zh: `${who.zh}在本市场 ${n} 个包中共同参与。`,
    };
  },
});
