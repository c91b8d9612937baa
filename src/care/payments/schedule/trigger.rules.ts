import { later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { PAYMENT_TRIGGERS } from '../../../purchase/tenders/conducted/terms/terms-types.js';

/** What an instalment may wait for: one that a settlement made came with the confirmation of its sum. */
export const INSTALMENT_TRIGGERS = [...PAYMENT_TRIGGERS, 'settlement'] as const;
export type InstalmentTrigger = (typeof INSTALMENT_TRIGGERS)[number];

/** Something that a contract promised and that was settled on a day. */
export interface Settled {
  no: number;
  on: PlainDate;
  /** When the other side had done its part: the work was delivered before it was judged. */
  delivered: PlainDate;
}
/** What was handed in and is still to be judged. */
export type HandedIn = Pick<Settled, 'no' | 'delivered'>;
/** What the rooms that know say of one contract. */
export interface TriggerFacts {
  state: string;
  /** It came to its end before its time. */
  ended: boolean;
  signedOn: PlainDate | null;
  milestones: readonly Settled[];
  reports: readonly Settled[];
  /** Sums of periods that the buyer confirmed. */
  settlements: readonly Settled[];
  /** What waits for the buyer's word. */
  pending: { milestones: readonly HandedIn[]; reports: readonly HandedIn[] };
  acceptedOn: PlainDate | null;
  /** When the whole was handed in; null also where it was found that it will not do. */
  deliveredOn: PlainDate | null;
}
export const MISSING = ['signature', 'milestone', 'report', 'acceptance', 'settlement', 'contract_in_force'] as const;
export interface TriggerAnswer {
  /** Day from which it is met; null: it is not. */
  on: PlainDate | null;
  /** Day on which what it pays for was delivered, judged or not yet; an advance pays for nothing that was. */
  delivered: PlainDate | null;
  missing: (typeof MISSING)[number] | null;
}
export interface Triggered {
  trigger: InstalmentTrigger;
  of: number | null;
  /** Which it is, from 1 on, among the instalments on the same trigger that name none. */
  nth: number;
  /** Those that other instalments on the same trigger name: each releases one. */
  named: readonly number[];
}

const NO_CONTRACT: ReadonlySet<string> = new Set(['void', 'draft']);
const CLOSED: ReadonlySet<string> = new Set(['settled', 'archived']);

/**
 * An advance is for what is still to be done. What was rescinded, or closed as unperformed, owes nothing but what was
 * accepted of it (Civil Code article 566).
 */
function isNoLongerDue(trigger: Triggered['trigger'], { state, ended, acceptedOn }: TriggerFacts): boolean {
  if (NO_CONTRACT.has(state)) return true;
  if (!ended || acceptedOn !== null) return false;
  return trigger === 'signing' || CLOSED.has(state) || (state === 'rescinded' && trigger !== 'acceptance');
}

/**
 * Whether what an instalment waits for has happened, and when. What is not on record has not; but what was accepted in the end
 * is owed, also where the milestone or report was never judged for which an instalment waits.
 */
export function deriveTrigger(asked: Triggered, facts: TriggerFacts): TriggerAnswer {
  const own = deriveOwnTrigger(asked, facts);
  const { acceptedOn } = facts;
  if (own.on !== null || acceptedOn === null || isNoLongerDue(asked.trigger, facts)) return own;
  const delivered = asked.trigger === 'signing' ? null : (own.delivered ?? acceptedOn);
  return { on: acceptedOn, delivered, missing: null };
}

function deriveOwnTrigger({ trigger, ...asked }: Triggered, facts: TriggerFacts): TriggerAnswer {
  if (isNoLongerDue(trigger, facts)) return { on: null, delivered: null, missing: 'contract_in_force' };
  const toTriggerAnswer = (
    settled: readonly Settled[],
    pending: readonly HandedIn[],
    missing: TriggerAnswer['missing'],
  ): TriggerAnswer => {
    const of = chooseSettlement(settled, asked);
    if (of !== null) return { on: of.on, delivered: of.delivered, missing: null };
    return { on: null, delivered: choosePending(pending, settled, asked)?.delivered ?? null, missing };
  };
  switch (trigger) {
    case 'signing':
      return { on: facts.signedOn, delivered: null, missing: facts.signedOn === null ? 'signature' : null };
    case 'milestone':
      return toTriggerAnswer(facts.milestones, facts.pending.milestones, 'milestone');
    case 'report':
      return toTriggerAnswer(facts.reports, facts.pending.reports, 'report');
    case 'settlement':
      return toTriggerAnswer(facts.settlements, [], 'settlement');
    case 'acceptance': {
      const { acceptedOn: on, deliveredOn: delivered } = facts;
      return { on, delivered, missing: on === null ? 'acceptance' : null };
    }
  }
}

/** What an amendment brought later waits for nothing earlier than its own day. */
export function findAgreedStart({ on, delivered, missing }: TriggerAnswer, agreedOn: PlainDate | null): TriggerAnswer {
  if (agreedOn === null) return { on, delivered, missing };
  return { on: on && later(on, agreedOn), delivered: delivered && later(delivered, agreedOn), missing };
}

type Choice = Omit<Triggered, 'trigger'>;

/** The one that is named, else the n-th of those that are not, in the order of their days. */
function chooseSettlement(settled: readonly Settled[], { of, nth, named }: Choice): Settled | null {
  if (of !== null) return settled.find(({ no }) => no === of) ?? null;
  const free = settled.filter(({ no }) => !named.includes(no));
  return free.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.no - b.no))[nth - 1] ?? null;
}

/** The same among what waits for the buyer's word: behind what is settled, in the order in which it was handed in. */
function choosePending(
  pending: readonly HandedIn[],
  settled: readonly Settled[],
  { of, nth, named }: Choice,
): HandedIn | null {
  if (of !== null) return pending.find(({ no }) => no === of) ?? null;
  const before = settled.filter(({ no }) => !named.includes(no)).length;
  const free = pending.filter(({ no }) => !named.includes(no));
  return (
    free.toSorted((a, b) => (a.delivered < b.delivered ? -1 : a.delivered > b.delivered ? 1 : a.no - b.no))[
      nth - 1 - before
    ] ?? null
  );
}
