import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Language } from '../../../kernel/errors/texts.js';
import {
  deriveClocks,
  type ClockEvent,
  type ClockEvents,
  type ClockQuestion,
  type StatutoryClock,
} from '../../../law/deadlines/deadlines.rules.js';
import type { BudgetLevel, Method } from '../../../law/code-lists/methods.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import {
  CONTRACT_EVENTS,
  clockFacts,
  contractEvents,
  factsOfRenewal,
  factsOfSupplier,
  plannedEvents,
  tenderEvents,
  TOLD_HERE,
  filterUndisputedFacts,
  type ClockFact,
} from '../clock-events.rules.js';
import type { TenderPlan } from '../conducted/terms/terms-types.js';
import { listBarredDays, restClock, toOwnEvents, type EventDays, type LotDays } from './lot-days.rules.js';
import { DeadlineDto, inOrder, isForEverybody, type TenderDeadlineDto } from './deadlines.dto.js';
import type { TenderFact } from '../purchases/purchase-types.js';

/** What became of bonds: `on` is the day of the last of them, null until it is back. */
export interface Bonds {
  on: string | null;
}

/** What the clocks of a tender are made of beside its facts. */
export interface ClockedTender {
  conducted: 'here' | 'elsewhere';
  state: string | null;
  method: string | null;
  budget_level: string | null;
  region: string | null;
  plan: TenderPlan | null;
  conflicts: readonly { code: string; facts: readonly (string | { id?: string })[] }[];
}
interface ClockedLot {
  no: number;
  state: string | null;
  /** The last time an authority suspended it, and the day on which it went on. */
  suspended_on?: string | null;
  resumed_on?: string | null;
  clock?: LotDays | null;
  /** Days on which the law forbade to sign. */
  rests?: readonly Rest[];
  /** An award of it stands. */
  awarded?: boolean;
  /** Of those who were not chosen, where the documents ask for bonds. */
  bonds?: Bonds | null;
}

/** What the law of its method, place, level and days says of one lot. */
function buildClockQuestion(
  tender: ClockedTender,
  facts: readonly ClockFact[],
  lot: number | null,
  days: EventDays = {},
): ClockQuestion {
  const issued = facts.some(({ kind }) => kind === 'notice');
  const planned = tender.plan === null || issued ? {} : plannedEvents(tender.plan);
  const noticeTo = issued ? (tender.plan?.noticeTo ?? null) : null;
  return {
    method: tender.method as Method | null,
    level: tender.budget_level as BudgetLevel | null,
    region: tender.region,
    events: {
      ...planned,
      ...(noticeTo && { notice_end: { on: noticeTo } }),
      ...Object.fromEntries(Object.entries(days).map(([event, on]) => [event, { on }])),
      ...tenderEvents(facts, lot),
    },
    told: tender.conducted === 'here' ? TOLD_HERE : [],
  };
}

const OVER = new Set(['failed', 'cancelled']);

/** The clocks of one lot up to its contract. Where it came to its end nothing is waited for any more. */
export function lotClocks(
  tender: ClockedTender,
  { no, state, clock, rests = [], suspended_on: suspended, resumed_on: resumed, awarded, bonds = null }: ClockedLot,
  facts: readonly ClockFact[],
  calendar: WorkingCalendar,
): StatutoryClock[] {
  const { decision, notice, remedy_owed: isRemedyOwed = false, ...days } = clock ?? {};
  const question = buildClockQuestion(tender, facts, no, days);
  const events = {
    ...question.events,
    ...(suspended && { suspended: { on: suspended } }),
    ...(suspended && resumed && { resumed: { on: resumed } }),
    ...toRefundEvents(bonds),
  };
  const told: ClockEvent[] = [...question.told, ...(suspended ? (['resumed'] as const) : []), ...REFUNDED];
  const asked = { ...question, events, told, rests };
  // Who won refused, or a remedy took the award away: there is nothing to be signed.
  const isLost = tender.conducted === 'here' && awarded === false;
  return deriveClocks(asked, calendar)
    .flatMap((found) => {
      const own = toOwnEvents(found, events, { decision, notice });
      if (own === null) return [found];
      const barred = listBarredDays(found, { decision });
      return deriveClocks({ ...asked, events: own, barred }, calendar).filter(({ rule }) => rule === found.rule);
    })
    .map((found) => restClock(found, state, isRemedyOwed && tender.conducted === 'here'))
    .filter(({ event, from }) => {
      if (event === 'bond_refunded') return bonds !== null && from.event === 'result_published';
      return event === 'contract_signed' || !CONTRACT_EVENTS.has(event);
    })
    .filter(({ event, done }) => done !== null || !(OVER.has(state ?? '') || (event === 'contract_signed' && isLost)));
}

const REFUNDED: readonly ClockEvent[] = ['bond_refunded'];
const toRefundEvents = (bonds: Bonds | null): ClockEvents =>
  bonds === null || bonds.on === null ? {} : { bond_refunded: { on: bonds.on } };

/** What was asked about the documents here, and when it was answered. */
export interface Asked {
  id: string;
  asked: PlainDate;
  answered: PlainDate | null;
}

/** Regulation article 52: each answer within three working days. The day is due, and no answer is refused after it. */
export const questionClocks = (
  { method, budget_level: level, region }: Pick<ClockedTender, 'method' | 'budget_level' | 'region'>,
  questions: readonly Asked[],
  calendar: WorkingCalendar,
): (StatutoryClock & { record: string })[] =>
  questions.flatMap(({ id, asked, answered }) => {
    const record = `clarification:${id}`;
    const events = {
      inquiry_received: { on: asked, record, source: null },
      ...(answered && { inquiry_answered: { on: answered, record, source: null } }),
    };
    const told: ClockEvent[] = ['inquiry_answered'];
    const question = { method: method as Method | null, level: level as BudgetLevel | null, region, events, told };
    return deriveClocks(question, calendar)
      .filter(({ event }) => event === 'inquiry_answered')
      .map((clock) => ({ ...clock, record }));
  });

/** Every deadline of a tender; what all lots share is told once. */
export function tenderDeadlines(
  tender: ClockedTender & { questions: readonly Asked[] },
  lots: readonly ClockedLot[],
  facts: readonly TenderFact[],
  { today, calendar, lang, insider }: { today: PlainDate; calendar: WorkingCalendar; lang: Language; insider: boolean },
): TenderDeadlineDto[] {
  const inUse = filterUndisputedFacts(clockFacts(facts), tender.conflicts);
  const each = lots.map((lot) => ({
    no: lot.no,
    deadlines: lotClocks(tender, lot, inUse, calendar)
      .map((clock) => DeadlineDto.fromClock(clock, today, lang))
      .filter((deadline) => insider || isForEverybody(deadline)),
  }));
  const words = each.map(({ deadlines }) => new Set(deadlines.map((deadline) => JSON.stringify(deadline))));
  const isShared = (deadline: DeadlineDto): boolean => {
    const text = JSON.stringify(deadline);
    return words.every((said) => said.has(text));
  };
  const common = (each[0]?.deadlines ?? []).filter(isShared).map((d) => ({ ...d, lot: null }));
  const own = each.flatMap(({ no, deadlines }) =>
    deadlines.filter((d) => !isShared(d)).map((d) => ({ ...d, lot: no })),
  );
  // A question that waits for its answer is known to who asked and who answers.
  const answers = questionClocks(tender, insider ? tender.questions : [], calendar).map((clock) => ({
    ...DeadlineDto.fromClock(clock, today, lang),
    lot: null,
  }));
  return [...common, ...own, ...answers].sort(inOrder);
}

/** What a contract's own row says where its steps are actions of this system. */
export interface ContractDays {
  conducted: 'here' | 'elsewhere';
  published: boolean;
  published_on: string | null;
  filed_on: string | null;
  /** Which renewal it is; null: the contract of the award. */
  renewal_no: number | null;
  supplier_id: string | null;
  /** Its lot has several suppliers, each with a contract. */
  several: boolean;
  rests: readonly Rest[];
  /** Of the winner, where the documents of a purchase that was conducted here ask for one. */
  bond: Bonds | null;
}

/** The clocks of one contract, from its tender's facts and its own. */
export function contractClocks(
  tender: ClockedTender,
  facts: { lot: number | null; ofTender: readonly ClockFact[]; own: readonly ClockFact[]; days: ContractDays },
  calendar: WorkingCalendar,
): StatutoryClock[] {
  const { renewal_no: renewal, several, supplier_id: supplier } = facts.days;
  const undisputed = filterUndisputedFacts(facts.ofTender, tender.conflicts);
  const ofTender = factsOfRenewal(several ? factsOfSupplier(undisputed, supplier) : undisputed, renewal);
  const { events, ...question } = buildClockQuestion(tender, ofTender, facts.lot);
  const known = contractEvents(events, filterUndisputedFacts(facts.own, tender.conflicts));
  const { conducted, published, published_on, filed_on, rests, bond } = facts.days;
  const here = conducted === 'here';
  // It was published elsewhere on a day that no fact says.
  const isUnknown = published && published_on === null;
  // Bonds of a purchase elsewhere are not known; here they are, and those of the losers are its lot's.
  const isOwed = (since: ClockEvent): boolean =>
    tender.conducted === 'elsewhere' || (bond !== null && since === 'contract_signed');
  return deriveClocks(
    {
      ...question,
      events: {
        ...known,
        ...(here && published_on && { contract_published: { on: published_on } }),
        ...(here && filed_on && { contract_filed: { on: filed_on } }),
        ...toRefundEvents(bond),
      },
      rests,
      told: [
        ...(here ? (['contract_signed', 'contract_filed'] as const) : question.told),
        ...(here && !isUnknown ? PUBLISHED : []),
        ...(bond === null ? [] : REFUNDED),
      ],
    },
    calendar,
  ).filter(({ event, from }) => CONTRACT_EVENTS.has(event) && (event !== 'bond_refunded' || isOwed(from.event)));
}
const PUBLISHED: readonly ClockEvent[] = ['contract_published'];

/** An amendment in force of a contract that goes on here. */
export interface ClockedAmendment {
  id: string;
  changed: PlainDate;
  published: PlainDate | null;
}

/** Caibanku [2023] 243: each within two working days. The day is due, and none is refused publication after it. */
export const amendmentClocks = (
  { method, budget_level: level, region }: Pick<ClockedTender, 'method' | 'budget_level' | 'region'>,
  amendments: readonly ClockedAmendment[],
  calendar: WorkingCalendar,
): (StatutoryClock & { amendment: string; record: string })[] =>
  amendments.flatMap(({ id, changed, published }) => {
    const record = `amendment:${id}`;
    const toDatedEvent = (on: PlainDate) => ({ on, record, source: null });
    const events = {
      contract_changed: toDatedEvent(changed),
      ...(published && { change_published: toDatedEvent(published) }),
    };
    const told: ClockEvent[] = ['change_published'];
    const question = { method: method as Method | null, level: level as BudgetLevel | null, region, events, told };
    return deriveClocks(question, calendar)
      .filter(({ event }) => event === 'change_published')
      .map((clock) => ({ ...clock, amendment: id, record }));
  });
