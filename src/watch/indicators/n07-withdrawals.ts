import { figure, nameBody, toGroupIndicator } from '../rules/group.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N07, withdrawals over many lots of a market; its statistics are those of the screening. */
export const N07 = toGroupIndicator({
  id: 'N07',
  version: 3,
  subject: 'bidder_group',
  texts: TEXTS.N07,
  describe: (facts) => {
    return {
      en: `${nameBody(facts, 'from')} withdrew ${figure(facts, 'withdrawals')} times; after ${figure(facts, 'helped')} of them ${nameBody(facts, 'to')} won.`,
      zh: `${nameBody(facts, 'from')}退出 ${figure(facts, 'withdrawals')} 次，其中 ${figure(facts, 'helped')} 次由${nameBody(facts, 'to')}成交。`,
    };
  },
});
