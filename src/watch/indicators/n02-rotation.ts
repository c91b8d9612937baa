import { figure, nameMembers, formatPercent, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N02, rotation over many lots of a market; its statistics are those of the screening. */
export const N02 = toGroupIndicator({
  id: 'N02',
  version: 6,
  subject: 'bidder_group',
  texts: TEXTS.N02,
  describe: (facts) => {
    const who = nameMembers(facts);
    return {
      en: `The ${figure(facts, 'awards')} awards to ${who.en} follow each other in a regular order (regularity ${formatPercent(facts.finding.statistic.value)} %).`,
      zh: `${who.zh}的 ${figure(facts, 'awards')} 次成交先后有规律（规律程度 ${formatPercent(facts.finding.statistic.value)}%）。`,
    };
  },
});
