import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { PaymentShare } from '../../../purchase/tenders/conducted/terms/terms-types.js';

/** Something that a contract promised and that was settled on a day. */
export interface Settled {
  no: number;
  on: PlainDate;
  /** When the other side had done its part: the work was delivered before it was judged. */
  delivered: PlainDate;
}
/** What the rooms that know say of one contract. */
export interface TriggerFacts {
  state: string;
  /** It came to its end before its time. */
  ended: boolean;
  signedOn: PlainDate | null;
  milestones: readonly Settled[];
  reports: readonly Settled[];
  acceptedOn: PlainDate | null;
}
export const MISSING = ['signature', 'milestone', 'report', 'acceptance', 'contract_in_force'] as const;
export interface TriggerAnswer {
  /** Day from which it is met; null: it is not. */
  on: PlainDate | null;
  /** Day on which what it pays for was delivered; an advance pays for nothing that was. */
  delivered: PlainDate | null;
  missing: (typeof MISSING)[number] | null;
}
export interface Triggered {
  trigger: PaymentShare['trigger'];
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
  return { on: acceptedOn, delivered: asked.trigger === 'signing' ? null : acceptedOn, missing: null };
}

function deriveOwnTrigger({ trigger, ...asked }: Triggered, facts: TriggerFacts): TriggerAnswer {
  if (isNoLongerDue(trigger, facts)) return { on: null, delivered: null, missing: 'contract_in_force' };
  const toTriggerAnswer = (of: Settled | null, missing: TriggerAnswer['missing']): TriggerAnswer =>
    of === null ? { on: null, delivered: null, missing } : { on: of.on, delivered: of.delivered, missing: null };
  switch (trigger) {
    case 'signing':
      return { on: facts.signedOn, delivered: null, missing: facts.signedOn === null ? 'signature' : null };
    case 'milestone':
      return toTriggerAnswer(chooseSettlement(facts.milestones, asked), 'milestone');
    case 'report':
      return toTriggerAnswer(chooseSettlement(facts.reports, asked), 'report');
    case 'acceptance':
      return toTriggerAnswer(
        facts.acceptedOn === null ? null : { no: 1, on: facts.acceptedOn, delivered: facts.acceptedOn },
        'acceptance',
      );
  }
}

/** The one that is named, else the n-th of those that are not, in the order of their days. */
function chooseSettlement(settled: readonly Settled[], { of, nth, named }: Omit<Triggered, 'trigger'>): Settled | null {
  if (of !== null) return settled.find(({ no }) => no === of) ?? null;
  const free = settled.filter(({ no }) => !named.includes(no));
  return free.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.no - b.no))[nth - 1] ?? null;
}
