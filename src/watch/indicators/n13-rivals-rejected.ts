import { figure, nameBody, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N13, rivals rejected over many lots of a market; its statistics are those of the screening. */
export const N13 = toGroupIndicator({
  id: 'N13',
  version: 4,
  subject: 'buyer_agency',
  texts: TEXTS.N13,
  describe: (facts) => {
    const seen = {
      en: `With ${nameBody(facts, 'key')} all bids but one were rejected in ${figure(facts, 'allButOneRejected')} of ${figure(facts, 'lots')} lots; in ${figure(facts, 'leftAlone')} of them the same firm was left.`,
      zh: `${nameBody(facts, 'key')}的 ${figure(facts, 'lots')} 个包中，有 ${figure(facts, 'allButOneRejected')} 个包除一家外均被否决，其中 ${figure(facts, 'leftAlone')} 个包留下的为同一供应商。`,
    };
    if (facts.finding.figures['rivalBids'] === undefined) return seen;
    return {
      en: `${seen.en} Of ${figure(facts, 'rivalBids')} bids of others in lots with this firm ${figure(facts, 'rivalsRejected')} were rejected; in lots without it, ${figure(facts, 'rejectedWithout')} of ${figure(facts, 'bidsWithout')}.`,
      zh: `${seen.zh}该供应商参加的包中，其他供应商的 ${figure(facts, 'rivalBids')} 份响应有 ${figure(facts, 'rivalsRejected')} 份被否决；其未参加的包中，${figure(facts, 'bidsWithout')} 份有 ${figure(facts, 'rejectedWithout')} 份被否决。`,
    };
  },
});
