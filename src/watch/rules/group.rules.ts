import { formatYuan } from '../../kernel/money/money.js';
import type { GroupFacts } from '../facts/group-facts.js';
import type { Basis, Evidence, Finding, Reason, SubjectType, Text } from '../runs/assessment-types.js';
import type { ScreeningReason } from '../screening/screening-types.js';
import { describeChance } from './chances/chance.rules.js';
import { clear, insufficient, notApplicable, triggerFinding } from './finding.rules.js';
import type { FieldOf, Indicator } from './indicator-types.js';
import { statistic } from './policy.rules.js';

/** Share of false discoveries allowed among what stands out in a market, all rules over many lots together. */
export const GROUP_LEVEL = 0.05;

interface GroupRuleTexts {
  title: Text;
  description: Text;
  limitation: Text;
}

/** What every such rule counts: said with each. */
const COUNTED: Text = {
  en: 'Of the lots of one purchase a firm is judged in one: together they are one occasion.',
  zh: '同一次采购的多个包视为一次，每家供应商只取其中一个包。',
};

/** What a rule over many lots is in the catalogue. */
interface GroupRuleCard {
  id: string;
  /** 1 where it is not said. */
  version?: number;
  subject: Extract<SubjectType, 'bidder_group' | 'buyer_agency'>;
  /** Set where it also says something of the market as a whole. */
  ofMarket?: boolean;
  texts: GroupRuleTexts;
  basis?: Basis;
  /** Set where it compares prices: then it says where competition was taken from the bids. */
  prices?: boolean;
  /** False: a figure that other rules are conditioned on; it never triggers. */
  triggers?: boolean;
  /** What was seen, in words; how rare it is stands behind it. A pattern is asserted only where it stands out: `clear` has neutral words. */
  describe: (facts: GroupFacts, state: 'triggered' | 'clear') => Text;
}

/**
 * A rule over many lots as an indicator. Its statistics are computed for the whole market at once; here a finding becomes
 * an answer. Until the market was screened as it is now, the answer is `insufficient_data` with the p-value.
 */
export const toGroupIndicator = ({
  id,
  version = 1,
  subject,
  ofMarket = false,
  texts,
  basis,
  triggers = true,
  prices = false,
  describe,
}: GroupRuleCard): Indicator<'group'> => ({
  id,
  version,
  severity: triggers ? 'risk' : 'notice',
  family: 'rigging',
  facts: 'group',
  subjectTypes: ofMarket ? [subject, 'market'] : [subject],
  ...texts,
  description: {
    en: `${texts.description.en} ${COUNTED.en}`,
    zh: `${texts.description.zh}${COUNTED.zh}`,
  },
  parameters: [statistic('falseDiscoveries', GROUP_LEVEL, 'share')],
  basis: basis ?? { kind: 'statistic' },
  uses: ['market', 'screening', 'finding', 'members', 'lots', 'bids'] satisfies FieldOf<'group'>[],
  derived: ['market', 'screening', 'finding'] satisfies FieldOf<'group'>[],
  timed: false,
  evaluate: (facts) =>
    triggers ? judge(facts, prices ? describePrices(describe) : describe) : showFigure(facts, describe),
});

function judge(facts: GroupFacts, describe: GroupRuleCard['describe']): Finding {
  const { finding, screening } = facts;
  if (finding.p === null) return explainSilence(finding.reason, finding.state, figureEvidence(facts));
  const p = String(finding.p);
  if (screening === null) return insufficient({ code: 'not_screened' }, figureEvidence(facts), p);
  if (finding.state === 'insufficient_data' || finding.threshold === null)
    return insufficient({ code: 'no_power', smallestP: String(finding.smallestP) }, figureEvidence(facts), p);
  const spoken = { value: p, threshold: String(finding.threshold), unit: 'p' as const, pValue: p };
  const state = finding.state === 'triggered' ? 'triggered' : 'clear';
  const [what, chance] = [describe(facts, state), describeChance(p, 'group')];
  if (state === 'triggered')
    return triggerFinding({
      ...spoken,
      evidence: [...figureEvidence(facts), ...listBidEvidence(facts)],
      explanation: { en: `${what.en} ${chance.en}`, zh: `${what.zh}${chance.zh}`, chance: { p } },
    });
  return clear({
    ...spoken,
    evidence: figureEvidence(facts),
    explanation: {
      en: `${what.en} ${chance.en} Among all that was screened in this market it does not stand out.`,
      zh: `${what.zh}${chance.zh}在本市场全部筛查结果中并不突出。`,
      chance: { p },
    },
  });
}

/** What was seen, with in how many of its lots competition on price was taken from the bids. */
const describePrices =
  (describe: GroupRuleCard['describe']): GroupRuleCard['describe'] =>
  (facts, state) => {
    const seen = describe(facts, state);
    const taken = facts.lots.filter(({ terms }) => terms.pricingOfBids === true).length;
    if (taken === 0) return seen;
    return {
      en: `${seen.en} In ${taken} of these lots nobody said whether prices compete: that they do is shown by the bids, which name different ones.`,
      zh: `${seen.zh}其中 ${taken} 个包的公告未说明计价方式；各报价不同，由此认定为竞争性报价。`,
    };
  };

/** A figure says how things are; regulars look so too. */
function showFigure(facts: GroupFacts, describe: GroupRuleCard['describe']): Finding {
  const { reason, state } = facts.finding;
  if (reason?.code === 'too_many_groups') return explainSilence(reason, state, figureEvidence(facts));
  const { statistic: shown } = facts.finding;
  const value = String(shown.value);
  const spoken = { value, threshold: value, unit: 'lot' as const, evidence: figureEvidence(facts) };
  return { ...clear({ ...spoken, explanation: describe(facts, 'clear') }), threshold: null, unit: null };
}

function explainSilence(reason: ScreeningReason | null, state: string, evidence: Evidence[]): Finding {
  const said = toReason(reason);
  return state === 'not_applicable' ? notApplicable(said, evidence) : insufficient(said, evidence);
}

function toReason(reason: ScreeningReason | null): Reason {
  if (reason === null) return { code: 'no_power' };
  if (reason.code === 'missing') return { missing: [...(reason.fields ?? [])].sort() };
  return {
    code: reason.code,
    ...(reason.seen !== undefined && { seen: reason.seen }),
    ...(reason.needed !== undefined && { least: reason.needed }),
  };
}

function figureEvidence({ subject, finding }: GroupFacts): Evidence[] {
  const record = `${subject.type}:${subject.id}`;
  const { name, value } = finding.statistic;
  const figures = Object.entries(finding.figures).filter(([, figure]) => figure !== null);
  return [
    { record, field: name, value: String(value) },
    ...figures.map(([field, figure]) => ({ record, field, value: String(figure) })),
  ];
}

/** The lots that it rests on, with what their bidders bid, by price. */
export function listBidEvidence({ lots, bids, members }: Pick<GroupFacts, 'lots' | 'bids' | 'members'>): Evidence[] {
  const names = new Map(members.map(({ key, name }) => [key, name]));
  return lots.flatMap(({ key, record }) =>
    bids
      .filter((bid) => bid.key.startsWith(`${key}/`))
      .toSorted((a, b) => Number(a.price ?? 0) - Number(b.price ?? 0) || (a.key < b.key ? -1 : 1))
      .map(({ key: bid, price, technical, status, won }) => ({
        record,
        field: 'bids',
        value: [
          names.get(bid.slice(key.length + 1)) ?? bid.slice(key.length + 1),
          ...(price === null ? [] : [formatYuan(BigInt(price))]),
          ...(technical === null ? [] : [`technical ${technical}`]),
          ...(status === 'valid' || status === null ? [] : [status]),
          ...(won ? ['won'] : []),
        ].join(' '),
      })),
  );
}

const MOST_NAMES = 4;

/** The members by name, the first four of them. */
export function nameMembers({ members }: GroupFacts): Text {
  const names = members.map(({ name }) => name).sort();
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  return {
    en: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    zh: `${shown.join('、')}${more > 0 ? `等 ${names.length} 家` : ''}`,
  };
}

/** A figure of a finding as text; `–` where it is not there. */
export function figure({ finding }: GroupFacts, name: string): string {
  const value = finding.figures[name];
  return value === null || value === undefined ? '–' : String(value);
}

/** A body that a finding names by its business key, by its name. */
export function nameBody(facts: GroupFacts, name: string): string {
  const key = figure(facts, name);
  return facts.members.find((member) => member.key === key)?.name ?? key;
}

/** A share as percent, whole. */
export const formatPercent = (share: number): string => `${Math.round(share * 100)}`;
