import type { Text } from '../../kernel/errors/texts.js';

/** A day or month of a yearly cycle, `MM` or `MM-DD`; `year` 0 is the programme's year, 1 the next. */
export interface CycleDate {
  year: 0 | 1;
  date: string;
}
/** One step of the cycle; null is what the cycle gives no date for. */
interface CalendarStep {
  event: string;
  name: Text;
  from: CycleDate | null;
  to: CycleDate | null;
}
export interface CalendarTemplate {
  code: string;
  name: Text;
  steps: CalendarStep[];
}

const in11 = { year: 0, date: '11' } as const;
const in12 = { year: 0, date: '12' } as const;
const step = (event: string, en: string, zh: string, from: CycleDate | null, to: CycleDate | null): CalendarStep => ({
  event,
  name: { en, zh },
  from,
  to,
});

/**
 * The cycle as the study describes it (Wang Liping 2019), a datum and not a constant: a programme has it only where its buyer
 * gives it. Other cities run June to June or July to July and give their own.
 */
export const STUDY_CALENDAR: CalendarTemplate = {
  code: 'november_to_june',
  name: {
    en: 'November notice, January to May implementation, June evaluation',
    zh: '11月发布、次年1—5月实施、6月评估验收',
  },
  steps: [
    step('notice', 'Notice', '发布通知', in11, in11),
    step('declaration', 'Agencies declare', '机构申报', null, null),
    step('first_check', 'First check', '初审', null, null),
    step('review_publicity_publication', 'Review, publicity, publication', '评审、公示、发布', in12, in12),
    step('contract_and_allocation', 'Contract and allocation', '签约并拨款', in12, in12),
    step('implementation', 'Implementation', '项目实施', { year: 1, date: '01-01' }, { year: 1, date: '05-31' }),
    step('evaluation', 'Evaluation', '评估验收', null, { year: 1, date: '06-30' }),
  ],
};
