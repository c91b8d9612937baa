import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { EndMemberDto, ReplaceMemberDto } from '../../review.dto.js';
import { findUndeclaredMembers } from '../../review-facts.js';
import { replaceMemberPlaces } from '../../experts/place-moves.js';
import { clearSignatures, insertMember } from '../members.js';
import { memberSubject, type LockedPanel } from '../panel.subject.js';

/** Takes a member out, and puts another in where one is named. */
async function endMembership({
  tx,
  root,
  given,
  now,
}: Situation<LockedPanel, EndMemberDto & Partial<ReplaceMemberDto>>): Promise<Outcome<LockedPanel>> {
  const { ground, reason, user, kind } = given;
  const { member, members, bids } = root;
  const gone = members.find(({ id }) => id === member);
  const others = members.filter(({ id }) => id !== member);
  await tx.query(`UPDATE review_member SET ended_at = $2, end_ground = $3, end_reason = $4 WHERE id = $1`, [
    member,
    now,
    ground,
    reason,
  ]);
  // A place that was drawn does not bring the person back.
  if (gone !== undefined) await replaceMemberPlaces(tx, root.lot.id, gone.user_id, reason);
  const next =
    user === undefined ? null : await insertMember(tx, root.id, { user, kind: kind ?? gone?.kind ?? 'expert' });
  if (root.state === 'revealed') await clearSignatures(tx, root.id);
  // Those who stay may have spoken of every bidder already.
  const declared =
    next === null &&
    others.length > 0 &&
    bids.length > 0 &&
    (await findUndeclaredMembers(tx, { ...root, members: others })).length === 0;
  return { to: declared ? 'declared' : 'appointed', data: { member, ground, ...(next && { next }) } };
}

export const removeMember = action(memberSubject, 'remove_member', EndMemberDto, {
  operationId: 'removePanelMember',
  summary: { en: 'Take a member out of the panel before any score', zh: '在评分前将成员移出评审小组' },
  permit: 'panel.appoint',
  effect: endMembership,
});

export const replaceMember = action(memberSubject, 'replace_member', ReplaceMemberDto, {
  operationId: 'replacePanelMember',
  summary: {
    en: 'Put another in the place of a member; what the replaced one scored is void',
    zh: '更换评审小组成员；被更换者的评分作废',
  },
  permit: 'panel.appoint',
  effect: endMembership,
});
