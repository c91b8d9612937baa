import { figure, formatPercent, nameMembers, toGroupIndicator } from '../rules/group.rules.js';
import type { GroupFacts } from '../facts/group-facts.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** N14, pooled shape over many lots of a market; its statistics are those of the screening. */
export const N14 = toGroupIndicator({
  id: 'N14',
  version: 5,
  subject: 'bidder_group',
  prices: true,
  texts: TEXTS.N14,
  describe: (facts, state) => {
    const who = nameMembers(facts);
    const { n } = facts.finding;
    const others = figure(facts, 'referenceLots');
    const said =
      state === 'triggered'
        ? {
            en: `the lowest bid stands further apart than in ${others} lots of others`,
            zh: `最低报价与其余报价的差距大于其他 ${others} 个包`,
          }
        : {
            en: `it was compared with ${others} lots of others how far the lowest bid stands apart`,
            zh: `与其他 ${others} 个包比较了最低报价与其余报价的差距`,
          };
    return {
      en: `In ${n} lots in which ${who.en} bid together, ${said.en}: in the middle lot ${distance(facts, 'rdnor')} times as far from the next as the others from each other (theirs: ${distance(facts, 'rdnorElsewhere')}), with prices that differ by ${spread(facts, 'spread')} % (theirs: ${spread(facts, 'spreadElsewhere')} %).`,
      zh: `${who.zh}共同参与的 ${n} 个包中，${said.zh}：居中的包里，最低价与次低价之距为其余报价间距的 ${distance(facts, 'rdnor')} 倍（其他各包为 ${distance(facts, 'rdnorElsewhere')} 倍），报价离散程度为 ${spread(facts, 'spread')}%（其他各包为 ${spread(facts, 'spreadElsewhere')}%）。`,
    };
  },
});

const distance = ({ finding }: GroupFacts, name: string): string => {
  const value = finding.figures[name];
  return typeof value === 'number' ? value.toFixed(1) : '–';
};
const spread = ({ finding }: GroupFacts, name: string): string => {
  const value = finding.figures[name];
  return typeof value === 'number' ? formatPercent(value) : '–';
};
