import { nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N01, cover bids over many lots of a market; its statistics are those of the screening. */
export const N01 = toGroupIndicator({
  id: 'N01',
  version: 3,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N01,
  describe: (facts) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    return {
      en: `In ${n} lots in which ${who.en} bid together, prices lean more to one low bid than in lots of others: the skewness of a lot’s log prices, its sign reversed, is ${facts.finding.statistic.value} higher on average.`,
      zh: `${who.zh}共同参与的 ${n} 个包中，报价较其他各包更偏向单独的低价：各包对数报价的偏度（取相反数）平均高出 ${facts.finding.statistic.value}。`,
    };
  },
});
