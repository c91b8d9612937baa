import { action, guard } from '../../../../kernel/actions/action.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { sayAllOfContract } from '../../../../purchase/contracts/conducted/contract-facts.js';
import { findPassing, hashRecipients } from '../handover-root.js';
import { handoverSubject, lockRecipients, type LockedHandover } from '../handover.subject.js';
import { touchContract } from '../../../../purchase/contracts/contract-moves.js';
import { passRecipients } from '../passed-recipients.js';

/** They are the receiver's from the day on which what follows begins, which may be today. */
export const acknowledgeHandover = action(handoverSubject, 'acknowledge', ReasonDto, {
  operationId: 'acknowledgeHandover',
  summary: { en: 'Take over the recipients that were offered', zh: '确认接收移交的服务对象' },
  guards: {
    recipients_changed: guard({ lockRecipients }, (facts, { root }) => {
      const now = hashRecipients(facts.lockRecipients);
      return now === root.recipientsHash ? null : { facts: { offered: root.recipientsHash, now } };
    }),
  },
  async effect({ tx, root, given, now, today }) {
    const { contract } = root;
    const { toContractId, passesOn } = await findPassing(tx, root.id, today);
    const handover = { ...root, toContractId };
    const passed = passesOn <= today;
    if (passed) await passRecipients(tx, contract, handover, passesOn);
    const factId = await sayHandover(tx, handover, today, null);
    // Its facts are others now.
    await touchContract(tx, contract.id);
    return {
      set: {
        ...{ factId, toContractId, acknowledgedOn: today, passesOn, passedAt: passed ? now : null, since: now },
        decisionReason: given.reason ?? null,
      },
    };
  },
});

/** What the record of the contract says of a handover that was acknowledged, or taken back since. Answers the fact's id. */
async function sayHandover(
  tx: Tx,
  { id, contract, serviceLineId, toContractId, recipients }: LockedHandover,
  on: PlainDate,
  withdrawn: { of: string; on: PlainDate; reason: string } | null,
): Promise<string | undefined> {
  const data = {
    ...{ serviceLine: serviceLineId, ...(toContractId !== null && { toContract: toContractId }), on, recipients },
    ...(withdrawn && { withdrawnOn: withdrawn.on }),
  };
  const source = { kind: 'statement' as const, reference: `handover:${id}` };
  const [fact] = await sayAllOfContract(tx, contract, [{ kind: 'handover', data, source, instead: withdrawn }]);
  return fact;
}

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
  guards: {
    // By time too: what the clock did is written down before.
    recipients_passed: guard({}, (_, { root }) =>
      root.passedAt === null ? null : { facts: { since: root.passedAt } },
    ),
  },
  async effect({ tx, root, given, now, today }) {
    const { contract, acknowledgedOn, factId } = root;
    if (acknowledgedOn !== null && factId !== null) {
      const withdrawn = { of: factId, on: today, reason: given.reason };
      await sayHandover(tx, root, acknowledgedOn, withdrawn);
      await touchContract(tx, contract.id);
    }
    return { set: { acknowledgedOn: null, passesOn: null, since: now, decisionReason: given.reason } };
  },
});
