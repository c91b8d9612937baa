import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { VOID_PANEL_GROUNDS } from '../../reviews/repeated/repeated-review.js';
import type { LockedLot, ProposedOutcome } from './locked-lot.js';

/** What an action that ends a lot, or has it reviewed again, is given; each has its part of it. */
export interface LotGiven {
  reason?: string;
  ground?: string;
  reference?: string;
  remedy?: string;
  outcome?: 'failed' | 'cancelled';
  barred?: string[];
  hearUntil?: PlainDate;
}

interface Asked {
  root: LockedLot;
  action: string;
  given: LotGiven;
}

const DECIDED: Readonly<Record<string, ProposedOutcome>> = {
  fail: 'failed',
  cancel: 'cancelled',
  order_rereview: 'rereview',
  reconstitute_panel: 'new_panel',
};
const isListed = (list: readonly string[], ground: string | undefined): boolean => list.includes(ground ?? '');

/** What the lot comes to by the action, or is proposed to come to. */
export function deriveOutcome({ action, given }: Pick<Asked, 'action' | 'given'>): ProposedOutcome | undefined {
  if (action === 'propose_ending') return given.outcome ?? 'failed';
  if (action === 'propose_repetition') return isListed(VOID_PANEL_GROUNDS, given.ground) ? 'new_panel' : 'rereview';
  return DECIDED[action];
}

/** Whether one person decides it: nobody was promised anything. */
export const isDecidedAlone = ({ root, action }: Pick<Asked, 'root' | 'action'>): boolean =>
  (action === 'fail' || action === 'cancel') && !root.awarded;

/** The request, completed by the proposal that it decides: what another has said need not be said again. */
export function withProposal({ root: { proposal }, action, given }: Asked): LotGiven {
  if (DECIDED[action] === undefined || proposal === null) return given;
  const { ground, reference, remedy, barred } = proposal;
  const proposed = { ground, ...(reference && { reference }), ...(remedy && { remedy }), ...(barred && { barred }) };
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return { ...proposed, ...Object.fromEntries(said) };
}

/**
 * Why the lot comes to it, in the words of who proposed that, which its winners were heard on and the public is told: who decides it approves
 * them. The words of the request, where one person decides alone and no proposal says the same.
 */
export function getReason(asked: Asked & { given: { reason: string } }): string {
  const { proposal } = asked.root;
  const isDecided = proposal?.outcome === deriveOutcome(asked) && proposal?.ground === withProposal(asked).ground;
  return isDecided && proposal !== null ? proposal.reason : asked.given.reason;
}
