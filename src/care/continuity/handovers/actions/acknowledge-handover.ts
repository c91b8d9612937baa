import { action, guard } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { sayAllOfContract } from '../../../../purchase/contracts/conducted/contract-facts.js';
import { hashRecipients } from '../handover-root.js';
import { handoverSubject, lockRecipients, toHandoverParties } from '../handover.subject.js';
import { touchContract } from '../../../../purchase/contracts/contract-moves.js';
import { transferRecipients } from '../../../delivery/recipient-moves.js';

/** They are the receiver's from now on; a name that rests on nothing stays behind, and nobody can read it any more. */
export const acknowledgeHandover = action(handoverSubject, 'acknowledge', ReasonDto, {
  operationId: 'acknowledgeHandover',
  summary: { en: 'Take over the recipients that were offered', zh: '确认接收移交的服务对象' },
  guards: {
    recipients_changed: guard({ lockRecipients }, (facts, { root }) => {
      const now = hashRecipients(facts.lockRecipients);
      return now === root.recipientsHash ? null : { facts: { offered: root.recipientsHash, now } };
    }),
  },
  needs: { lockRecipients },
  async effect({ tx, root, given, now, today }, { lockRecipients: served }) {
    const { contract, receiverId, toContractId, serviceLineId } = root;
    await transferRecipients(
      tx,
      { holder: receiverId, contract: toContractId },
      `SELECT recipient_id AS recipient, consent_on IS NOT NULL OR legal_basis IS NOT NULL AS keeps_name
       FROM handover_recipient WHERE handover_id = $3`,
      [root.id],
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
    await touchContract(tx, contract.id);
    return { set: { factId, acknowledgedOn: today, since: now, decisionReason: given.reason ?? null } };
  },
});

export const refuseHandover = action(handoverSubject, 'refuse', RequiredReasonDto, {
  operationId: 'refuseHandover',
  summary: {
    en: 'As who is to take them over, refuse the recipients that were offered',
    zh: '接收方拒绝接收移交的服务对象',
  },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});

export const withdrawHandover = action(handoverSubject, 'withdraw', RequiredReasonDto, {
  operationId: 'withdrawHandover',
  summary: { en: 'Withdraw the offer of recipients', zh: '撤回移交' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});
