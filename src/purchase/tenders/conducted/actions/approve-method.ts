import { action, type Fact, type Situation } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../../people/accounts/second-person.js';
import { sumOfCeilings } from '../../drafts/draft.rules.js';
import { tenderSubject } from '../tender.subject.js';
import type { LockedTenderHere } from '../tender-circumstances.js';

export const requestMethodApproval = action(tenderSubject, 'request_method_approval', RequiredReasonDto, {
  operationId: 'requestMethodApproval',
  summary: { en: 'Ask for approval of a method other than the open tender', zh: '申请采用公开招标以外的采购方式' },
  async effect({ tx, root, given, now, principal }) {
    await tx.query(
      `INSERT INTO method_approval (tender_id, method, reason, requested_at, requested_by, amount) VALUES ($1, $2, $3, $4, $5, $6)`,
      [root.id, root.method, given.reason, now, principal.id, String(sumOfCeilings(root.circumstances.lots))],
    );
    return {};
  },
});

const listRequesters: Fact<LockedTenderHere, (string | null)[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string | null }>(
    `SELECT requested_by AS by FROM method_approval WHERE tender_id = $1 AND state = 'requested'`,
    [root.id],
  );
  return rows.map(({ by }) => by);
};

const decideMethod =
  (state: 'granted' | 'refused') =>
  async ({ tx, root, given, now, principal }: Situation<LockedTenderHere, ReasonDto>) => {
    await tx.query(
      `UPDATE method_approval SET state = $2, decided_at = $3, decided_by = $4, decision_reason = $5
       WHERE tender_id = $1 AND state = 'requested'`,
      [root.id, state, now, principal.id, given.reason ?? null],
    );
    return {};
  };

export const grantMethodApproval = action(tenderSubject, 'grant_method_approval', ReasonDto, {
  operationId: 'grantMethodApproval',
  summary: { en: 'Approve the method of a purchase', zh: '批准采购方式' },
  guards: { requester_decides: guardSecondPerson(listRequesters) },
  effect: decideMethod('granted'),
});

export const refuseMethodApproval = action(tenderSubject, 'refuse_method_approval', RequiredReasonDto, {
  operationId: 'refuseMethodApproval',
  summary: {
    en: 'As the finance authority, refuse the method that a buyer asks for',
    zh: '财政部门不批准采购人申请的采购方式',
  },
  effect: decideMethod('refused'),
});
