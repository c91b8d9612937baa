import { action, guard } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { sayAllOfContract } from '../../../../purchase/contracts/conducted/contract-facts.js';
import { hashOfServed } from '../handover-root.js';
import { handoverSubject, lockServed, toHandoverParties } from '../handover.subject.js';

/** They are the receiver's from now on; a name that rests on nothing stays behind, and nobody can read it any more. */
export const acknowledgeHandover = action(handoverSubject, 'acknowledge', ReasonDto, {
  operationId: 'acknowledgeHandover',
  summary: { en: 'Take over the recipients that were offered', zh: '确认接收移交的服务对象' },
  guards: {
    recipients_changed: guard({ lockServed }, (facts, { root }) => {
      const now = hashOfServed(facts.lockServed);
      return now === root.recipientsHash ? null : { facts: { offered: root.recipientsHash, now } };
    }),
  },
  needs: { lockServed },
  async effect({ tx, root, given, now, today }, { lockServed: served }) {
    const { contract, receiverId, toContractId, serviceLineId } = root;
    await tx.query(
      `UPDATE recipient r SET holder_id = $2, contract_id = coalesce($3, r.contract_id),
         name = CASE WHEN h.consent_on IS NOT NULL OR h.legal_basis IS NOT NULL THEN r.name END,
         version = r.version + 1, updated_at = clock_timestamp()
       FROM handover_recipient h WHERE h.handover_id = $1 AND r.id = h.recipient_id`,
      [root.id, receiverId, toContractId],
    );
    await tx.recordAll(
      served.map(({ id }) => ({
        ...toHandoverParties(contract, receiverId),
        aggregate: 'recipient',
        id,
        action: 'handed_over',
        data: { handover: root.id },
      })),
    );
    const data = {
      serviceLine: serviceLineId,
      ...(toContractId !== null && { toContract: toContractId }),
      on: today,
      recipients: served.length,
    };
    const source = { kind: 'statement' as const, reference: `handover:${root.id}` };
    const [factId] = await sayAllOfContract(tx, contract, [{ kind: 'handover', data, source }]);
    // Its facts are others now.
    await tx.query(`UPDATE contract SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
      contract.id,
    ]);
    return { set: { factId, acknowledgedOn: today, since: now, decisionReason: given.reason ?? null } };
  },
});

export const refuseHandover = action(handoverSubject, 'refuse', RequiredReasonDto, {
  operationId: 'refuseHandover',
  summary: { en: 'Refuse the recipients that were offered', zh: '拒绝接收移交的服务对象' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});

export const withdrawHandover = action(handoverSubject, 'withdraw', RequiredReasonDto, {
  operationId: 'withdrawHandover',
  summary: { en: 'Withdraw the offer of recipients', zh: '撤回移交' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});
