import { figure, nameBody, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N05, never wins over many lots of a market; its statistics are those of the screening. */
export const N05 = toGroupIndicator({
  id: 'N05',
  version: 4,
  subject: 'bidder_group',
  texts: TEXTS.N05,
  describe: (facts) => {
    const who = nameMembers(facts);
    return {
      en: `${nameBody(facts, 'firm')} bid in ${figure(facts, 'bids')} lots together with the others of ${who.en} and won ${figure(facts, 'won')}, where ${facts.finding.statistic.value} were to be expected.`,
      zh: `${who.zh}共同参与的 ${figure(facts, 'bids')} 个包中，${nameBody(facts, 'firm')}成交 ${figure(facts, 'won')} 次，按其在其他场合的记录预期为 ${facts.finding.statistic.value} 次。`,
    };
  },
});
