import type { Situation } from '../../../kernel/actions/action.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import type { FoundStage } from '../../bids/rejection.rules.js';
import { asMember } from '../open-review.js';
import { lockForDecision, updateSeat } from '../panel/own-seat.js';
import { moveReview } from '../review-moves.js';
import { panelSubject, toPanel } from '../panel/panel.subject.js';
import type { ReviewRoot } from '../open-review.js';
import { find } from './findings.js';
import type { Finding, Found } from './findings.rules.js';

type AsMember = Pick<Situation<ReviewRoot, unknown>, 'tx' | 'root' | 'use'>;

/** Asks whether a member may find something now: the panel decides together, each by its own word. */
export function enterFinding({ tx, root, use }: AsMember): Promise<void> {
  return use(ActionEngine).enter(tx, panelSubject, toPanel(asMember(root), 'find'), 'find');
}

/** Tells of what a member has found, as of that member's alone. */
export function tellFinding({ tx, root }: AsMember, stage: FoundStage | 'final_offers'): Promise<void> {
  const open = asMember(root);
  return moveReview(tx, open, 'find', open.review.state, { data: { member: open.me.id, stage }, secret: true });
}

/**
 * What the caller finds, where the panel decides together: written down, and told as that member's alone. Answers what the
 * panel finds by it; null while no majority of those who sit in it does.
 */
export async function findAsMember(
  situation: AsMember,
  stage: FoundStage,
  said: readonly Omit<Finding, 'member'>[],
): Promise<Found[] | null> {
  const { tx, root } = situation;
  const open = asMember(root);
  await enterFinding(situation);
  const found = await find(tx, open, stage, said);
  if (found !== null) await lockForDecision(tx, root);
  await updateSeat(tx, open.me.id);
  await tellFinding(situation, stage);
  return found;
}
