import { nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N01, cover bids over many lots of a market; its statistics are those of the screening. */
export const N01 = toGroupIndicator({
  id: 'N01',
  version: 4,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N01,
  describe: (facts, state) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    const { value } = facts.finding.statistic;
    if (state === 'clear')
      return {
        en: `Of ${n} lots in which ${who.en} bid together and of lots of others it was compared how far prices lean to one low bid: the skewness of a lot’s log prices, its sign reversed, differs by ${value} on average.`,
        zh: `对${who.zh}共同参与的 ${n} 个包与其他各包，比较了报价偏向单独低价的程度：各包对数报价的偏度（取相反数）平均相差 ${value}。`,
      };
    return {
      en: `In ${n} lots in which ${who.en} bid together, prices lean more to one low bid than in lots of others: the skewness of a lot’s log prices, its sign reversed, is ${value} higher on average.`,
      zh: `${who.zh}共同参与的 ${n} 个包中，报价较其他各包更偏向单独的低价：各包对数报价的偏度（取相反数）平均高出 ${value}。`,
    };
  },
});
