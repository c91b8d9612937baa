import { action } from '../../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { OptionalField } from '../../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../accounts/reason.dto.js';
import { serviceLineSubject } from '../service-line.subject.js';

/** Proposes that a service line ends, on which day and why. */
class ProposeLineEndDto extends RequiredReasonDto {
  /** The last day on which residents receive it; today where it is not given. */
  @OptionalField(IsPlainDate())
  on?: string | null;
}

export const proposeLineEnd = action(serviceLineSubject, 'propose_end', ProposeLineEndDto, {
  operationId: 'proposeLineEnd',
  summary: { en: 'Propose to end a service line', zh: '提议终止服务线' },
  effect({ root, given, principal, today }) {
    const on = given.on ?? today;
    // A last day that is over would take away a gap that is there.
    if (on < today || on < root.since)
      throw invalid('/on', 'too_early', { en: 'Not a day to come', zh: '不得早于今日或服务开始日期' });
    return {
      set: { endProposedOn: today, endProposedBy: principal.id, endOn: on, endReason: given.reason },
      data: { on },
    };
  },
});

export const withdrawLineEnd = action(serviceLineSubject, 'withdraw_end', RequiredReasonDto, {
  operationId: 'withdrawLineEnd',
  summary: { en: 'Withdraw the proposal to end a service line', zh: '撤回终止服务线的提议' },
  effect: () => ({ set: { endProposedOn: null, endProposedBy: null, endOn: null, endReason: null } }),
});
