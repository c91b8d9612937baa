import { figure, nameMembers, formatPercent, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N02, rotation over many lots of a market; its statistics are those of the screening. */
export const N02 = toGroupIndicator({
  id: 'N02',
  version: 7,
  subject: 'bidder_group',
  texts: TEXTS.N02,
  describe: (facts, state) => {
    const who = nameMembers(facts);
    const regularity = formatPercent(facts.finding.statistic.value);
    if (state === 'clear')
      return {
        en: `Of the ${figure(facts, 'awards')} awards to ${who.en} ${regularity} % stand as a regular order would have them.`,
        zh: `${who.zh}的 ${figure(facts, 'awards')} 次成交中，${regularity}% 与规律的先后次序相符。`,
      };
    return {
      en: `The ${figure(facts, 'awards')} awards to ${who.en} follow each other in a regular order (regularity ${regularity} %).`,
      zh: `${who.zh}的 ${figure(facts, 'awards')} 次成交先后有规律（规律程度 ${regularity}%）。`,
    };
  },
});
