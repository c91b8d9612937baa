import { action, type Situation } from '../../../kernel/actions/action.js';
import { asMember } from '../open-review.js';
import { updateSeat } from '../panel/own-seat.js';
import { panelSubject, type LockedPanel } from '../panel/panel.subject.js';
import { DissentDto, LotDto, NoteUnsignedDto } from '../review.dto.js';

/** The caller's own signature, with dissent where the caller holds another view. */
async function sign({ tx, root, now }: Situation<LockedPanel, unknown>, dissent: string | null) {
  const { me } = asMember(root);
  await updateSeat(tx, me.id, { signedAt: now, dissent, unsignedReason: null });
  return { data: { member: me.id }, secret: true };
}

export const signReport = action(panelSubject, 'sign', LotDto, {
  operationId: 'signReport',
  summary: { en: 'Sign the result', zh: '签署评审结果' },
  effect: (situation) => sign(situation, null),
});

export const dissentFromReport = action(panelSubject, 'dissent', DissentDto, {
  operationId: 'dissentFromReport',
  summary: { en: 'Sign the result with dissent', zh: '签署评审结果并附异议' },
  effect: (situation) => sign(situation, situation.given.reason),
});

/** Order 87 article 61: who neither signs nor writes why counts as agreeing; it is noted that it was so. */
export const noteUnsigned = action(panelSubject, 'note_unsigned', NoteUnsignedDto, {
  operationId: 'noteUnsigned',
  summary: { en: 'Note that a member neither signs nor says why', zh: '记录成员既不签字也不说明理由' },
  permit: 'panel.appoint',
  async effect({ tx, given: { member, reason } }) {
    await updateSeat(tx, member, { unsignedReason: reason });
    return { data: { member } };
  },
});
