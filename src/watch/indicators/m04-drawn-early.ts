import { getRule } from '../../law/rules/rule-book.js';
import type { PanelFacts } from '../facts/panel-facts.js';
import { clear, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import type { Evidence } from '../runs/assessment-types.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** A choice of ours until the measure that is said to have it is found quoted. */
const AHEAD = getRule('EXPERT-DRAW-2WD');
const DAYS = Number(AHEAD.value);

/** M04: experts who were known longer than two working days before the review in fact began. */
export const M04: Indicator<'panel'> = {
  id: 'M04',
  version: 1,
  severity: 'notice',
  family: 'practice',
  facts: 'panel',
  subjectTypes: ['tender'],
  ...TEXTS.M04,
  parameters: [policy('days', DAYS, 'working_day')],
  basis: toBasis('POLICY', AHEAD.id),
  cites: [AHEAD.id],
  uses: ['taken'] satisfies FieldOf<'panel'>[],
  timed: false,
  evaluate({ taken }) {
    if (taken.length === 0) return notApplicable({ code: 'review_not_begun' });
    const early = taken.filter(({ drawnOn, earliest }) => drawnOn < earliest);
    const [first] = early.toSorted((a, b) => a.lot - b.lot);
    const counted = { value: String(early.length), threshold: '0', unit: 'draw' as const };
    if (first === undefined)
      return clear({
        ...counted,
        evidence: taken.flatMap(toEvidence),
        explanation: {
          en: `No expert was drawn more than ${DAYS} working days before the review began.`,
          zh: `专家均在评审实际开始前 ${DAYS} 个工作日以内抽取。`,
        },
      });
    return {
      ...triggerFinding({
        ...counted,
        evidence: early.flatMap(toEvidence),
        explanation: {
          en: `Lot ${first.lot}: drawn on ${first.drawnOn}, reviewed from ${first.begunOn} on; a draw from ${first.earliest} on would have been in time.`,
          zh: `第 ${first.lot} 包：${first.drawnOn} 抽取，${first.begunOn} 开始评审，抽取不应早于 ${first.earliest}。`,
        },
      }),
      lot: first.lot,
    };
  },
};

const toEvidence = ({ record, drawnOn, begunOn }: PanelFacts['taken'][number]): Evidence[] => [
  { record, field: 'drawnOn', value: drawnOn },
  { record, field: 'begunOn', value: begunOn },
];
