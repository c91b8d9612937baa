import { figure, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N11, own score falls over many lots of a market; its statistics are those of the screening. */
export const N11 = toGroupIndicator({
  id: 'N11',
  version: 5,
  subject: 'bidder_group',
  texts: TEXTS.N11,
  describe: (facts) => {
    const who = nameMembers(facts);
    const { n, statistic } = facts.finding;
    const points = Math.abs(statistic.value);
    const side = statistic.value > 0 ? { en: 'above', zh: '高' } : { en: 'below', zh: '低' };
    return {
      en: `In ${n} scores where ${who.en} bid together, their technical points are ${points} ${side.en} their own elsewhere (standard error ${figure(facts, 'standardError')}).`,
      zh: `${who.zh}共同参与时的 ${n} 个技术得分，比其自身在其他场合${side.zh} ${points} 分（标准误 ${figure(facts, 'standardError')}）。`,
    };
  },
});
