import { earliestDay } from '../../kernel/clock/partial-date.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { Rule } from '../../law/rules/rule-types.js';
import type { Basis, Evidence, Finding, Text } from '../runs/assessment-types.js';
import type { SeatedBody, SeatedPerson, SeatHeld, SeatKind, SeatsFacts, TookPart } from '../facts/seat-facts.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import { byKey } from '../rules/practice.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Regulation article 9: who takes part keeps out where tied to the supplier. Article 18 II: who wrote the documents. */
const [RECUSAL, DESIGNER] = [getRule('RECUSE-3Y'), getRule('DESIGNER-BAR')];
const SEATS = 2;
const toLawBasis = ({ id }: Rule): Basis => toBasis('law', id);
const toParameter = ({ id, effectiveFrom, effectiveTo }: Rule) => ({
  name: id,
  value: 'forbidden',
  unit: 'rule' as const,
  effectiveFrom,
  effectiveTo,
  basis: 'law' as const,
});
const SINGLE_SOURCE = 'SINGLE_SOURCE';

const NAMES: Readonly<Record<SeatedBody['seat'], Text>> = {
  buyer: { en: 'buyer', zh: '购买方' },
  community: { en: 'community', zh: '社区' },
  agency: { en: 'agency', zh: '承接机构' },
  evaluator: { en: 'evaluator', zh: '评估方' },
  designer: { en: 'who wrote the documents', zh: '采购文件编制单位' },
};
const DID: Readonly<Record<TookPart['as'], Text>> = {
  signed: { en: 'signed the contract', zh: '签署合同' },
  wrote: { en: 'wrote or approved the documents', zh: '编制或审批采购文件' },
  reviewed: { en: 'sat in the review panel', zh: '参加评审' },
  evaluated: { en: 'gave the points of the evaluation', zh: '作出评估评分' },
};

/** S04: buyer or community, agency and evaluator are one person or one body. */
export const S04: Indicator<'seats'> = {
  id: 'S04',
  version: 1,
  severity: 'violation',
  family: 'practice',
  facts: 'seats',
  subjectTypes: ['contract'],
  ...TEXTS.S04,
  parameters: [toParameter(RECUSAL), toParameter(DESIGNER), policy('seats', SEATS, 'seat')],
  basis: { kind: 'POLICY' },
  cites: [RECUSAL.id, DESIGNER.id],
  uses: ['method', 'signedOn', 'bodies', 'evaluatorsKnown', 'persons'] satisfies FieldOf<'seats'>[],
  timed: false,
  evaluate(facts) {
    const persons = facts.persons.filter((person) => listSeatKinds(person).length >= SEATS).toSorted(byKey);
    const barred = persons.filter((person) => barredActs(person).length > 0);
    if (barred.length > 0)
      return { ...ofPersons(barred, 'violation'), speaksOf: barred.map((person) => listBodies(facts, person)) };
    const designers = findDesigners(facts);
    if (designers.length > 0)
      return { ...ofBodies(designers, toLawBasis(DESIGNER)), speaksOf: [nameAll(facts, designers)] };
    if (persons.length > 0)
      return { ...ofPersons(persons, 'risk'), speaksOf: persons.map((person) => listBodies(facts, person)) };
    const twice = seatedTwice(facts.bodies);
    if (twice.length > 0) return { ...ofBodies(twice, null), speaksOf: [nameAll(facts, twice)] };
    const seats = facts.bodies.filter(({ seat }) => seat !== 'designer').toSorted(byKey);
    const missing = [
      ...(seats.some(({ seat }) => seat === 'agency') ? [] : ['supplier']),
      ...(seats.some(({ seat }) => seat === 'buyer') ? [] : ['buyer']),
      ...(facts.evaluatorsKnown ? [] : ['evaluation.evaluator']),
      ...(seats.every(({ relationsKnown }) => relationsKnown) ? [] : ['relations']),
    ];
    if (missing.length > 0) return insufficient({ missing }, seats.map(toBodyEvidence));
    return clear({
      value: '1',
      threshold: String(SEATS),
      unit: 'seat',
      evidence: seats.map(toBodyEvidence),
      explanation: {
        en: 'Nobody is known to have two of the three seats.',
        zh: '未发现有人占据三个席位中的两个。',
      },
    });
  },
};

/**
 * The seats a person has through different bodies. Who judged offers sits with the buyer as far as the agency is concerned:
 * an expert may evaluate later what others deliver.
 */
function listSeatKinds({ holds, took }: SeatedPerson): SeatKind[] {
  const acts = took.filter(({ as }) => as !== 'reviewed' || holds.some(({ seat }) => seat === 'agency'));
  const places = [
    ...holds.map(({ seat, body }) => ({ seat, body })),
    ...acts.map(({ seat }) => ({ seat, body: `act:${seat}` })),
  ];
  const apart = places.filter((one) => places.some((other) => other.seat !== one.seat && other.body !== one.body));
  return [...new Set(apart.map(({ seat }) => seat))].sort();
}

/** The business key of a body, without its seat. */
const toBodyKey = ({ key, seat }: SeatedBody): string => key.slice(seat.length + 1);

/** These bodies with the buyer, which chose who supplies and who evaluates. */
const nameAll = ({ bodies }: SeatsFacts, these: readonly SeatedBody[]): string[] =>
  [...new Set([...bodies.filter(({ seat }) => seat === 'buyer'), ...these].map(toBodyKey))].sort();

/** The bodies in which a person sits or for which it acted, and the buyer. */
function listBodies(facts: SeatsFacts, { holds, took }: SeatedPerson): string[] {
  const acted = new Set<string>(took.map(({ seat }) => seat));
  const own = nameAll(
    facts,
    facts.bodies.filter(({ seat }) => acted.has(seat)),
  );
  return [...new Set([...own, ...holds.map(({ body }) => body)])].sort();
}

/** Acts of days after the one on which a seat in the agency was given: of one day it is not known which came first. */
function barredActs({ holds, took }: SeatedPerson): TookPart[] {
  const since = holds.flatMap((hold) => (hold.seat === 'agency' && hold.since !== null ? [hold.since] : []));
  const from = RECUSAL.effectiveFrom ?? '';
  return took
    .filter(({ seat, on }) => seat !== 'agency' && on >= from && since.some((day) => day < on))
    .toSorted(byKey);
}

function ofPersons(persons: readonly SeatedPerson[], severity: 'violation' | 'risk'): Finding {
  const [first] = persons;
  const seats = first === undefined ? [] : listSeatKinds(first);
  const acts = first === undefined ? [] : barredActs(first);
  const [name, others] = [first?.label ?? '', persons.length - 1];
  const listSeatNames = (language: 'en' | 'zh'): string[] => seats.map((seat) => NAMES[seat][language]);
  const did = [...new Set(acts.map(({ as }) => as))];
  return triggerFinding({
    severity,
    basis: severity === 'violation' ? toLawBasis(RECUSAL) : { kind: 'POLICY' },
    value: String(Math.max(...persons.map((person) => listSeatKinds(person).length))),
    threshold: String(SEATS),
    unit: 'seat',
    evidence: persons.flatMap((person) => [
      ...person.holds.toSorted(byKey).map((hold) => toSeatEvidence(person, hold)),
      ...person.took
        .toSorted(byKey)
        .map(({ record, as, on }) => ({ record, field: as, value: `${person.label} ${on}` })),
    ]),
    explanation: {
      en: `${name} has ${seats.length} of the three seats (${listSeatNames('en').join(', ')})${did.length > 0 ? ` and, sitting in the agency, ${did.map((as) => DID[as].en).join(', ')}` : ''}${others > 0 ? `; ${others} more` : ''}.`,
      zh: `${name}占据三个席位中的 ${seats.length} 个（${listSeatNames('zh').join('、')}）${did.length > 0 ? `，在承接机构任职期间${did.map((as) => DID[as].zh).join('、')}` : ''}${others > 0 ? `；另有 ${others} 人` : ''}。`,
    },
  });
}

const toSeatEvidence = ({ label }: SeatedPerson, { record, seat, as }: SeatHeld): Evidence => ({
  record,
  field: as,
  value: `${label} ${seat}`,
});
const toBodyEvidence = ({ record, seat, label }: SeatedBody): Evidence => ({ record, field: seat, value: label });

/** Who wrote the documents and supplies or evaluates; of a single source the law excepts it. */
function findDesigners({ bodies, method, signedOn }: SeatsFacts): SeatedBody[] {
  if (method === null || method === SINGLE_SOURCE) return [];
  if (signedOn === null || earliestDay(signedOn) < (DESIGNER.effectiveFrom ?? '')) return [];
  const writers = new Set(bodies.filter(({ seat }) => seat === 'designer').map(({ body }) => body));
  const again = bodies.filter(({ seat, body }) => (seat === 'agency' || seat === 'evaluator') && writers.has(body));
  const named = new Set(again.map(({ body }) => body));
  return bodies.filter(({ seat, body }) => named.has(body) && seat !== 'buyer' && seat !== 'community').toSorted(byKey);
}

/** Bodies in two seats. That the buyer evaluates itself is allowed (Order 102 article 20). */
function seatedTwice(bodies: readonly SeatedBody[]): SeatedBody[] {
  const apart = (a: SeatedBody, b: SeatedBody): boolean => {
    const pair = [a.seat, b.seat];
    const sameSide = pair.every((seat) => seat === 'buyer' || seat === 'community');
    const own = pair.includes('buyer') && pair.includes('evaluator');
    return a.body === b.body && a.seat !== b.seat && !pair.includes('designer') && !sameSide && !own;
  };
  return bodies.filter((one) => bodies.some((other) => apart(one, other))).toSorted(byKey);
}

function ofBodies(bodies: readonly SeatedBody[], law: Basis | null): Finding {
  const [first] = bodies;
  const seats = bodies.filter(({ body }) => body === first?.body).map(({ seat }) => NAMES[seat]);
  return triggerFinding({
    severity: law === null ? 'risk' : 'violation',
    basis: law ?? { kind: 'POLICY' },
    value: String(seats.length),
    threshold: String(SEATS),
    unit: 'seat',
    evidence: bodies.map(toBodyEvidence),
    explanation: {
      en: `${first?.label ?? ''} is at once ${seats.map(({ en }) => en).join(' and ')}.`,
      zh: `${first?.label ?? ''}同时是${seats.map(({ zh }) => zh).join('和')}。`,
    },
  });
}
