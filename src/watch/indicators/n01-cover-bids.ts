import { nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N01, cover bids over many lots of a market; its statistics are those of the screening. */
export const N01 = toGroupIndicator({
  id: 'N01',
  version: 3,
  subject: 'bidder_group',
  texts: TEXTS.N01,
  describe: (facts) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    return {
      en: `In ${n} lots in which ${who.en} bid together, the lowest bid stands ${facts.finding.statistic.value} standard deviations more apart than in lots of others.`,
      zh: `${who.zh}共同参与的 ${n} 个包中，最低报价与其余报价的距离比其他各包多出 ${facts.finding.statistic.value} 个标准差。`,
    };
  },
});
