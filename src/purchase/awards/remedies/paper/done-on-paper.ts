import { guard, type ActionGuard, type GuardView, type Guards } from '../../../../kernel/actions/action.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import type { Text } from '../../../../kernel/errors/texts.js';
import type { RemedyRoot } from '../remedy-root.js';

/** The day of an act, as the request says it. */
interface ActGiven {
  on?: PlainDate | null;
}

const refuseDay = (code: string, text: Text, facts?: ProblemDetails['facts']): ProblemDetails => ({
  ...(facts && { facts }),
  errors: [{ pointer: '/on', code, text }],
});

/**
 * Of what came on paper alone, which is answered and decided on paper: what its body filed here it follows here, and a day that one side
 * says afterwards would be none that it could see. Nothing was done on a day to come, nor before the step that it follows.
 */
export function guardDayOfAct<R extends RemedyRoot>(findPrior: (root: R) => PlainDate): Guards<R> {
  const ofDay = (
    refuses: (on: PlainDate, view: Pick<GuardView<R, ActGiven>, 'root' | 'today'>) => ProblemDetails | null,
  ): ActionGuard<R> =>
    guard<R, ActGiven>({}, (_, { given: { on }, root, today }) => (on ? refuses(on, { root, today }) : null));
  return {
    remedy_not_on_paper: ofDay((_, { root }) =>
      root.recorded_by === null ? refuseDay('not_allowed_value', FILED_HERE) : null,
    ),
    dated_in_future: ofDay((on, { today }) => (on > today ? refuseDay('dated_in_future', NOT_YET) : null)),
    done_before_step: ofDay((on, { root }) => {
      const step = findPrior(root);
      return on < step ? refuseDay('done_before_step', TOO_EARLY, { step, on }) : null;
    }),
  };
}

/** When something was done on this day: its hour is not known, and the whole of the day was left for it. */
export const toInstantOfAct = (on: PlainDate | null | undefined, now: Date): Date =>
  !on || on === todayInShanghai(now) ? now : new Date(`${on}T23:59:59.999+08:00`);

/** What its event says of the day, where that is said. */
export const toDayData = ({ on }: ActGiven): Record<string, string> => (on ? { on } : {});

const FILED_HERE = { en: 'Only of what came on paper', zh: '仅对书面提出的质疑、投诉填写' };
const NOT_YET = { en: 'The day has not come', zh: '日期尚未到来' };
const TOO_EARLY = { en: 'Before the receipt, or the step that it follows', zh: '早于收到日期或者前一步骤的日期' };
