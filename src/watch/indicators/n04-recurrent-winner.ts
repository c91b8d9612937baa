import { nameMembers, formatPercent, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N04: a figure that stands beside other rules. One strong firm wins most where all is honest, so it never triggers. */
export const N04 = toGroupIndicator({
  id: 'N04',
  version: 2,
  subject: 'bidder_group',
  texts: TEXTS.N04,
  triggers: false,
  describe: (facts) => {
    const who = nameMembers(facts);
    return {
      en: `Where ${who.en} bid together, one of them wins ${formatPercent(facts.finding.statistic.value)} % of the lots.`,
      zh: `${who.zh}共同参与的各包中，成交最多的一家占 ${formatPercent(facts.finding.statistic.value)}%。`,
    };
  },
});
