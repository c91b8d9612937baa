import { action, subject, type Root } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { NothingDto } from '../../../kernel/http/no-body.js';
import { getPerson } from '../open-review.js';
import { ExpertPlace } from './expert-place.entity.js';
import { expertPlaceLifecycle, type PlaceState } from './expert-place.lifecycle.js';
import { RefuseInvitationDto } from './expert-draw.dto.js';
import { BEFORE_REPORT } from '../panel/panel.subject.js';
import { inviteNextPlace } from './place-moves.js';

/** The own place of an expert, under the lock of its draw. */
export interface LockedInvitation extends Root<PlaceState> {
  draw: string;
  dataset: string;
  tender: string;
  lot: number;
  /** Of one that is suspended the state from which it was. */
  lot_state: string;
}

/** Of a lot that is reported or has ended nobody is asked any more. */
const isReviewAhead = ({ lot_state: state }: LockedInvitation): boolean =>
  [...BEFORE_REPORT, 'suspended'].includes(state);

async function lockInvitation(tx: Tx, id: string): Promise<LockedInvitation> {
  const [row] = await tx.query<LockedInvitation>(
    `SELECT p.id, p.version, p.state, d.id AS draw, d.dataset, l.tender_id AS tender, l.no AS lot,
       coalesce(l.suspended_from, lot_state_at(l.state, l.id, business_now())) AS lot_state
     FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id JOIN lot l ON l.id = d.lot_id
     WHERE p.id = $1 AND p.user_id = $2 AND p.state <> 'waiting' FOR NO KEY UPDATE OF d, p`,
    [id, getPerson(tx.principal)],
  );
  if (!row) throw new Problem('not_found');
  return row;
}

/**
 * The invitation of an expert to a panel, which the expert alone sees and answers. Who was asked is secret until the result
 * (Order 87 article 47), so that no request about it is logged or counted, and no change of it is told to anybody.
 */
export const invitationSubject = subject<LockedInvitation, 'expert-invitations/:id', ExpertPlace>({
  lifecycle: expertPlaceLifecycle,
  path: 'expert-invitations/:id',
  entity: ExpertPlace,
  permit: 'panel.act',
  unrecorded: true,
  lock: (tx, { id }) => lockInvitation(tx, id),
  heldBy: ({ principal }) => Promise.resolve(new Set(principal.permissions)),
  audience: ({ dataset }) => ({ dataset, tenants: [] }),
  eventData: ({ tender, lot }) => ({ tender, lot }),
});

export const acceptInvitation = action(invitationSubject, 'accept', NothingDto, {
  operationId: 'acceptExpertInvitation',
  summary: { en: 'Accept to review a lot, as the expert who was drawn', zh: '被抽取的专家接受评审邀请' },
  effect({ root, now }) {
    if (!isReviewAhead(root)) throw new Problem('wrong_state', { facts: { state: root.lot_state } });
    return { set: { answeredAt: now }, secret: true };
  },
});

export const refuseInvitation = action(invitationSubject, 'refuse', RefuseInvitationDto, {
  operationId: 'refuseExpertInvitation',
  summary: {
    en: 'Refuse to review a lot; the next expert of the order is asked',
    zh: '被抽取的专家谢绝评审邀请，依次递补',
  },
  async effect({ tx, root, given: { reason }, now }) {
    if (isReviewAhead(root)) await inviteNextPlace(tx, root.draw, now);
    return { set: { reason, answeredAt: now }, secret: true, withoutReason: true };
  },
});
