import { toDay, type Moment } from '../../kernel/clock/moment.js';
import { compareDates, refines, type PartialDate } from '../../kernel/clock/partial-date.js';
import type { ClockEvent, ClockEvents, DatedEvent } from '../../law/deadlines/deadlines.rules.js';
import type { TenderPlan } from './conducted/terms/terms-types.js';
import { fillResultDays } from './purchases/result-day.rules.js';
import type { FactSource, Party } from './recording/fact-types.js';
import { inForce } from './recording/facts-in-force.rules.js';

/** A fact in force, as little of it as says when something happened. */
export interface ClockFact {
  id: string;
  kind: string;
  lot: number | null;
  data: object;
  /** Kind of the source; null for what an action of this system says. */
  source: string | null;
}

interface Clocked {
  id: string;
  kind: string;
  lot: number | null;
  data: object;
  source: FactSource;
  replaces: string | null;
  replacedBy: string | null;
}
export const clockFacts = (facts: readonly Clocked[]): ClockFact[] =>
  fillResultDays(inForce(facts)).map(({ id, kind, lot, data, source }) => ({
    id,
    kind,
    lot,
    data,
    source: source.kind,
  }));

/** Quarrels about dates: which of the facts is wrong is not known, so none of them starts or stops a clock. */
const ABOUT_DATES: ReadonlySet<string> = new Set([
  'deadline_before_notice',
  'opening_before_notice',
  'opening_before_deadline',
  'documents_end_before_start',
  'award_before_deadline',
  'contract_before_award',
  'start_before_signing',
  'terminated_before_signing',
  'acceptance_before_signing',
  'correction_before_notice',
]);

/** Facts without those whose dates cannot all be true. */
export function filterUndisputedFacts<F extends ClockFact>(
  facts: readonly F[],
  conflicts: readonly { code: string; facts: readonly (string | { id?: string })[] }[],
): F[] {
  const doubtful = new Set(
    conflicts
      .filter(({ code }) => ABOUT_DATES.has(code))
      .flatMap((conflict) => conflict.facts.map((fact) => (typeof fact === 'string' ? fact : fact.id))),
  );
  return facts.filter(({ id }) => !doubtful.has(id));
}

const readMoment = ({ data }: ClockFact, field: string): Moment | null => {
  const value = (data as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : null;
};

const toDatedEvent = (fact: ClockFact, on: PartialDate): DatedEvent => ({
  on,
  record: `fact:${fact.id}`,
  source: fact.source,
});

/** The day that the facts agree on, as finely as one of them says it. What they quarrel about is not known. */
function findAgreedDay(facts: readonly ClockFact[], field: string): DatedEvent | undefined {
  return (
    facts.reduce<DatedEvent | null | undefined>((known, fact) => {
      const moment = readMoment(fact, field);
      if (moment === null || known === null) return known;
      const day = toDay(moment);
      if (known === undefined || refines(day, known.on)) return toDatedEvent(fact, day);
      return known.on === day || refines(known.on, day) ? known : null;
    }, undefined) ?? undefined
  );
}

/** What the correction published last says of a field, else what the notices say. */
function findCorrectedDay(facts: readonly ClockFact[], field: string): DatedEvent | undefined {
  const corrections = facts.filter((fact) => fact.kind === 'correction' && readMoment(fact, field) !== null);
  const last = corrections.reduce<ClockFact | undefined>((a, b) => {
    const [before, after] = [a && readMoment(a, 'publishedOn'), readMoment(b, 'publishedOn')];
    return a && before && after && compareDates(toDay(after), toDay(before)) === 'before' ? a : b;
  }, undefined);
  return last ? toDatedEvent(last, toDay(readMoment(last, field) ?? '')) : findAgreedDay(facts.filter(isNotice), field);
}

const isNotice = ({ kind }: ClockFact): boolean => kind === 'notice';

/** Without what is not known. */
const dropUnknownEvents = (events: { [E in ClockEvent]?: DatedEvent | undefined }): ClockEvents =>
  Object.fromEntries(Object.entries(events).filter(([, event]) => event !== undefined));

/** Which renewal a fact of a contract speaks of. */
const readRenewalNo = ({ data }: ClockFact): number | null => (data as { renewal?: number }).renewal ?? null;

/** What is said of one renewal alone, as of a contract; of no renewal everything: nothing that led to the award it rests on starts its clocks. */
export const factsOfRenewal = (facts: readonly ClockFact[], no: number | null): readonly ClockFact[] =>
  no === null
    ? facts
    : facts
        .filter((fact) => readRenewalNo(fact) === no)
        .map((fact) => ({ ...fact, data: { ...fact.data, renewal: undefined } }));

/** What is said of one contract of a lot with several suppliers: nothing of an award or a contract of another. */
export const factsOfSupplier = (facts: readonly ClockFact[], supplier: string | null): readonly ClockFact[] =>
  facts.filter(({ kind, data }) => {
    const { organisation } = (data as { supplier?: Party }).supplier ?? {};
    return (kind !== 'award' && kind !== 'contract') || organisation === undefined || organisation === supplier;
  });

/** When the steps of one lot happened, as far as facts in force say. `lot` null: of what is said of no lot alone. */
export function tenderEvents(facts: readonly ClockFact[], lot: number | null): ClockEvents {
  const own = facts.filter(
    (fact) => readRenewalNo(fact) === null && (fact.lot === null || lot === null || fact.lot === lot),
  );
  const selectKind = (kind: string) => own.filter((fact) => fact.kind === kind);
  const single = selectKind('notice').some((fact) => (fact.data as { singleSource?: boolean }).singleSource === true);
  const published = findAgreedDay(selectKind('notice'), 'publishedOn');
  const issued = findAgreedDay(selectKind('notice'), 'documentsFrom');
  return dropUnknownEvents({
    intent_published: findAgreedDay(selectKind('intention'), 'publishedOn'),
    ...(single
      ? { publicity_started: published, publicity_end: findAgreedDay(selectKind('notice'), 'publicityTo') }
      : {
          notice_published: published,
          prequalification_deadline: findAgreedDay(selectKind('notice'), 'prequalificationTo'),
        }),
    // Documents are not given out before the notice.
    document_issued: single ? undefined : (issued ?? (published && { ...published, notBefore: true })),
    documents_end: findCorrectedDay(own, 'documentsTo'),
    response_deadline: findCorrectedDay(own, 'deadline'),
    result_confirmed: findAgreedDay(selectKind('award'), 'decidedOn'),
    result_published: findAgreedDay(selectKind('award'), 'publishedOn'),
    contract_signed: findAgreedDay(selectKind('contract'), 'signedOn'),
    contract_published: findAgreedDay(selectKind('contract'), 'publishedOn'),
  });
}

/** The same of a contract: what its tender says of it and what is recorded of the contract itself. */
export function contractEvents(ofTender: ClockEvents, facts: readonly ClockFact[]): ClockEvents {
  const signed = findAgreedDay(
    facts.filter(({ kind }) => kind === 'signed'),
    'signedOn',
  );
  const { result_published, contract_signed, contract_published } = ofTender;
  return dropUnknownEvents({ result_published, contract_signed: contract_signed ?? signed, contract_published });
}

/** What a draft plans: dates that are still to come. */
export function plannedEvents({ intentOn, issueOn, documentsTo, noticeTo, deadlineAt }: TenderPlan): ClockEvents {
  const plan = (moment: Moment | null): DatedEvent | undefined =>
    moment === null ? undefined : { on: toDay(moment), planned: true };
  return dropUnknownEvents({
    intent_published: plan(intentOn),
    notice_published: plan(issueOn),
    document_issued: plan(issueOn),
    documents_end: plan(documentsTo),
    notice_end: plan(noticeTo),
    response_deadline: plan(deadlineAt),
  });
}

/** Events that a purchase conducted here would have on record had they happened. */
export const TOLD_HERE: readonly ClockEvent[] = [
  'report_delivered',
  'result_confirmed',
  'result_published',
  'contract_signed',
];

/** Events that belong to the contract; its signature closes the tender and opens the contract. */
export const CONTRACT_EVENTS: ReadonlySet<ClockEvent> = new Set([
  'contract_signed',
  'contract_published',
  'contract_filed',
  'change_published',
  'bond_refunded',
  'paid',
]);
