import { action } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { barSubject } from '../bar.subject.js';

/** Confirms what another person recorded. */
class ConfirmBarDto {
  /** Why; kept in the audit. */
  @TextUpTo(2000, 'optional')
  reason?: string;
}
/** Takes back what was recorded, or records that the decision does not hold any more. */
class EndBarDto {
  /** Why, with the number of the paper; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
}

export const confirmBar = action(barSubject, 'confirm', ConfirmBarDto, {
  operationId: 'confirmOrganisationBar',
  summary: { en: 'Confirm the decision that another person recorded', zh: '确认他人登记的禁止参加采购决定' },
  effect: ({ principal, now }) => ({ set: { decidedAt: now, decidedBy: principal.id }, public: true }),
});

export const withdrawBar = action(barSubject, 'withdraw', EndBarDto, {
  operationId: 'withdrawOrganisationBar',
  summary: { en: 'Take back the record of a decision before it is confirmed', zh: '撤回尚未确认的登记' },
});

export const revokeBar = action(barSubject, 'revoke', EndBarDto, {
  operationId: 'revokeOrganisationBar',
  summary: { en: 'Record that the decision was revoked', zh: '登记决定已被撤销' },
  effect: () => ({ public: true }),
});
