import { Contracting, makeParties, type ContractBody } from '../../support/contracts.js';
import { setBusinessTime } from '../../support/drafts.js';
import { Paying, stateAccount } from '../../support/paying.js';
import { actor, type Story } from './story.js';

/** What an agency does for itself: it objects, demands what is overdue, suspends its work by a clause, and withdraws. */
export const agency: Story = async ({ contract }) => {
  const { app } = contract;
  await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
  const parties = await makeParties(app, null);
  await stateAccount(app, parties);
  const [officer, manager] = [parties.bureau.officer.auth, parties.manager.auth];
  const clauses = { paymentDays: 10, lateInterestRate: '0.0005', suspensionAfterDays: 15 };
  const signed = await Contracting.signed(app, parties, clauses, {
    window: { start: '2025-12-15', end: '2026-12-14' },
  });
  await signed.must('start');
  await new Paying(app, signed).invoiced(1);
  const { version } = await signed.read();
  const act = actor(contract, { id: signed.id }, version, { deadlines: [], contentHash: 'a'.repeat(64) });
  const going = async (...asked: Parameters<typeof act>): Promise<ContractBody> => {
    const body = await act<ContractBody>(...asked);
    contract.stable.hide(body.here.contentHash, 'a'.repeat(64));
    return body;
  };
  const raised = await going('raiseContractObjection', manager, { about: 'deduction', reason: '扣款无合同依据' });
  const objection = raised.here.objections[0]?.id;
  await going('answerContractObjection', officer, { objection, reason: '扣款已撤销' });
  await setBusinessTime(app, '2026-01-20T09:00:00+08:00');
  await going('demandContractPayment', manager, { reason: '逾期未付，请于十五日内付清' });
  await setBusinessTime(app, '2026-02-05T09:00:00+08:00');
  await going('suspendContractWork', manager, { reason: '催告后仍未付款' });
  await going('resumeContractWork', manager, { reason: '采购人承诺付款' });
  const unpaid = { ground: 'payment_default', reference: '催告函 1 号', reason: '承诺未兑现' };
  await going('announceContractWithdrawal', manager, unpaid);
  await going('takeBackContractWithdrawal', manager, { reason: '双方重新协商' });
  await going('announceContractWithdrawal', manager, { ...unpaid, reason: '协商未果' });
  await going('answerContractWithdrawal', officer, { statement: '款项尚未落实，无异议' });
  await going('withdrawFromContract', manager, { reason: '解除合同' });
};
