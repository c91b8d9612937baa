import { getRule } from '../../law/rules/rule-book.js';
import type { HandPick, PanelFacts } from '../facts/panel-facts.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { toBasis } from '../rules/policy.rules.js';
import type { Evidence, Finding } from '../runs/assessment-types.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Regulation article 39: reviewers are drawn; picked by hand with the consent of the responsible budget unit alone. */
const DRAWN = getRule('EXPERT-DRAW');
const IN_FORCE = DRAWN.effectiveFrom ?? '';

/**
 * M03: experts who were not drawn. Without consent it is against the article; with consent it is a risk where others could
 * have been drawn, and else a fact that the supervisor reads with the answer `clear`.
 */
export const M03: Indicator<'panel'> = {
  id: 'M03',
  version: 1,
  severity: 'violation',
  family: 'practice',
  facts: 'panel',
  subjectTypes: ['tender'],
  ...TEXTS.M03,
  parameters: [
    {
      name: DRAWN.id,
      value: 'required',
      unit: 'rule',
      effectiveFrom: DRAWN.effectiveFrom,
      effectiveTo: DRAWN.effectiveTo,
      basis: 'law',
    },
  ],
  basis: toBasis('law', DRAWN.id),
  cites: [DRAWN.id],
  uses: ['draws', 'picks', 'undrawn'] satisfies FieldOf<'panel'>[],
  timed: false,
  evaluate({ draws, picks, undrawn }) {
    const strangers = undrawn.filter(({ appointedOn }) => appointedOn >= IN_FORCE);
    const bound = picks.filter(({ pickedOn }) => pickedOn >= IN_FORCE);
    if (undrawn.length + picks.length > 0 && strangers.length + bound.length === 0)
      return notApplicable({ code: 'rule_not_in_force', inForceFrom: IN_FORCE });
    const bare = bound.filter(({ consent }) => consent === null);
    if (strangers.length + bare.length > 0) return findWithoutConsent(strangers, bare);
    const avoidable = bound.filter(isAvoidable);
    if (avoidable.length > 0) return findAvoidable(avoidable);
    if (bound.some(({ drawable }) => drawable === null))
      return insufficient({ missing: ['drawable'] }, bound.flatMap(toEvidence));
    return describeDraws(draws, bound);
  },
};

/** As many as were picked could have been drawn, here or in the library. */
const isAvoidable = ({ drawable, experts, libraryDrawn }: HandPick): boolean =>
  libraryDrawn || (drawable !== null && drawable >= experts);

const toEvidence = ({ record, consent, experts, drawable }: HandPick): Evidence[] => [
  { record, field: 'consent.number', value: consent ?? '' },
  { record, field: 'size', value: String(experts) },
  ...(drawable === null ? [] : [{ record, field: 'drawable', value: String(drawable) }]),
];

const countExperts = (of: readonly { experts: number }[]): number => of.reduce((sum, { experts }) => sum + experts, 0);
const findFirstLot = (of: readonly { lot: number }[]): number => Math.min(...of.map(({ lot }) => lot));

function findWithoutConsent(strangers: PanelFacts['undrawn'], bare: readonly HandPick[]): Finding {
  const count = countExperts(strangers) + countExperts(bare);
  return {
    ...triggerFinding({
      ...{ value: String(count), threshold: '0', unit: 'expert' },
      evidence: [
        ...strangers.map(({ record, experts }) => ({ record, field: 'members', value: String(experts) })),
        ...bare.flatMap(toEvidence),
      ],
      explanation: {
        en: `Experts of the panel without a draw and without consent on record: ${count}.`,
        zh: `评审小组中未经抽取、也没有主管预算单位同意记录的专家 ${count} 人。`,
      },
    }),
    lot: findFirstLot([...strangers, ...bare]),
  };
}

function findAvoidable(picks: readonly HandPick[]): Finding {
  const count = countExperts(picks);
  return {
    ...triggerFinding({
      severity: 'risk',
      ...{ value: String(count), threshold: '0', unit: 'expert' },
      evidence: picks.flatMap(toEvidence),
      explanation: {
        en: `Experts picked by hand with consent while as many could have been drawn: ${count}. What the consent rests on would settle it.`,
        zh: `经同意自行选定、但当时可以随机抽取的专家 ${count} 人；可核对同意文件所依据的理由。`,
      },
    }),
    lot: findFirstLot(picks),
  };
}

function describeDraws(draws: number, picks: readonly HandPick[]): Finding {
  const count = countExperts(picks);
  return clear({
    ...{ value: '0', threshold: '0', unit: 'expert' },
    evidence: picks.flatMap(toEvidence),
    explanation:
      picks.length === 0
        ? { en: `Experts were drawn; draws on record: ${draws}.`, zh: `专家均为抽取产生，抽取记录 ${draws} 次。` }
        : {
            en: `Picked by hand with the consent of the responsible budget unit: ${count}; fewer than that could be drawn here.`,
            zh: `经主管预算单位同意自行选定的专家 ${count} 人；当日可供抽取的专家人数不足。`,
          },
  });
}
