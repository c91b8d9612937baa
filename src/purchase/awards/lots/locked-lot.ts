import type { Root } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ConductedTender } from '../../tenders/conducted/conducted-tender.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';

/** A lot of a tender conducted here, under the locks of both. Its version is that of the tender. */
export interface LockedLot extends Root<LotStateHere> {
  no: number;
  tender: ConductedTender;
  /** What its row says; null before the issue, when there is a draft and no lot that goes its own way. */
  stored: LotStateHere | null;
  suspendedFrom: LotStateHere | null;
  suspendedAt: Date | null;
  endedFrom: LotStateHere | null;
  proposal: LotProposal | null;
  /** An award was made once, whatever has become of it. */
  awarded: boolean;
  /** The action that it is locked for. */
  action: string;
  /** What the caller may do in the buyer, its agent or over its region. */
  held: ReadonlySet<string>;
}

/** What a lot is to come to: its end, or another review by its panel or by a new one. */
export const PROPOSED_OUTCOMES = ['failed', 'cancelled', 'rereview', 'new_panel'] as const;
export type ProposedOutcome = (typeof PROPOSED_OUTCOMES)[number];
/** What was proposed of a lot: it stands on its row until another person decides it or the lot goes on. */
export interface LotProposal {
  outcome: ProposedOutcome;
  ground: string;
  reason: string;
  reference?: string;
  remedy?: string;
  /** Seats of those members of the panel who broke the rules. */
  barred?: string[];
  at: string;
  by: string;
  /** Last day on which its winners are heard; absent where no award was published. */
  hearUntil?: PlainDate;
  /** What winners said, by the id of their award. */
  heard?: Readonly<Record<string, { statement: string; documents?: string[]; at: string }>>;
}
