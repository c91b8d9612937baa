import { figure, nameBody, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N08, recurrent award over many lots of a market; its statistics are those of the screening. */
export const N08 = toGroupIndicator({
  id: 'N08',
  version: 5,
  subject: 'buyer_agency',
  texts: TEXTS.N08,
  describe: (facts) => {
    return {
      en: `${nameBody(facts, 'firm')} won ${figure(facts, 'won')} of ${figure(facts, 'bids')} bids with ${nameBody(facts, 'key')}, and ${figure(facts, 'wonElsewhere')} of ${figure(facts, 'bidsElsewhere')} elsewhere; from its worth, its rivals’ and who served last at most ${figure(facts, 'expected')} were to be expected there.`,
      zh: `${nameBody(facts, 'firm')}在${nameBody(facts, 'key')}参与 ${figure(facts, 'bids')} 次、成交 ${figure(facts, 'won')} 次，在其他场合参与 ${figure(facts, 'bidsElsewhere')} 次、成交 ${figure(facts, 'wonElsewhere')} 次；按其实力、各家对手的实力及上一期由谁服务推算，在该处预期成交至多 ${figure(facts, 'expected')} 次。`,
    };
  },
});
