import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N06, division by buyer over many lots of a market; its statistics are those of the screening. */
export const N06 = toGroupIndicator({
  id: 'N06',
  version: 8,
  subject: 'bidder_group',
  texts: TEXTS.N06,
  describe: (facts, state) => {
    const who = nameMembers(facts);
    if (state === 'clear')
      return {
        en: `The ${figure(facts, 'awards')} awards to ${who.en} come from ${figure(facts, 'places')} buyers; ${facts.finding.statistic.value} pairs of them have both buyer and winner in common.`,
        zh: `${who.zh}的 ${figure(facts, 'awards')} 次成交来自 ${figure(facts, 'places')} 个购买方，其中 ${facts.finding.statistic.value} 对成交的购买方与成交人均相同。`,
      };
    return {
      en: `The ${figure(facts, 'awards')} awards to ${who.en} are divided among ${figure(facts, 'places')} buyers so that each has its own winner.`,
      zh: `${who.zh}的 ${figure(facts, 'awards')} 次成交分布在 ${figure(facts, 'places')} 个购买方，各购买方的成交人各自固定。`,
    };
  },
});
