import { action, guard } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import { OptionalField, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { barSubject, type LockedBar } from '../bar.subject.js';

/** Confirms what another person recorded. */
class ConfirmBarDto {
  /** Why; kept in the audit. */
  @TextUpTo(2000, 'optional')
  reason?: string;
}
/** Takes back what was recorded. */
class EndBarDto {
  /** Why, with the number of the paper; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
}

/** Records that the decision does not hold any more, by another decision or judgment. */
class RevokeBarDto extends EndBarDto {
  /** Number of the decision or judgment that revokes it. */
  @TextUpTo(200, 'optional')
  number?: string;
  /** Its day, today at the latest. */
  @OptionalField(IsPlainDate())
  decidedOn?: PlainDate;
}

const missing = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});

/** What revokes a bar is a decision that was made: its number and its day. */
const decisionGiven = guard<LockedBar, RevokeBarDto>({}, (_, { given: { number, decidedOn }, today }) => {
  const errors: FieldError[] = [
    ...(number ? [] : [missing('/number', 'Number of the decision that revokes it', '撤销决定或者判决文号')]),
    ...(decidedOn ? [] : [missing('/decidedOn', 'The day of the decision', '撤销决定日期')]),
    ...(decidedOn && decidedOn > today
      ? [{ pointer: '/decidedOn', code: 'out_of_range', text: { en: 'Today at the latest', zh: '不得晚于今日' } }]
      : []),
  ];
  return errors.length === 0 ? null : { errors };
});

export const confirmBar = action(barSubject, 'confirm', ConfirmBarDto, {
  operationId: 'confirmOrganisationBar',
  summary: { en: 'Confirm the decision that another person recorded', zh: '确认他人登记的禁止参加采购决定' },
  effect: ({ principal, now }) => ({ set: { decidedAt: now, decidedBy: principal.id }, public: true }),
});

export const withdrawBar = action(barSubject, 'withdraw', EndBarDto, {
  operationId: 'withdrawOrganisationBar',
  summary: { en: 'Take back the record of a decision before it is confirmed', zh: '撤回尚未确认的登记' },
});

export const revokeBar = action(barSubject, 'revoke', RevokeBarDto, {
  operationId: 'revokeOrganisationBar',
  summary: { en: 'Record that the decision was revoked', zh: '登记决定已被撤销' },
  guards: { bar_decision_missing: decisionGiven },
  effect: ({ given: { number, decidedOn } }) => ({ public: true, data: { number, decidedOn } }),
});
