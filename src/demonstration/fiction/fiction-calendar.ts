import type { CalendarTemplate } from '../../purchase/programmes/calendar-template.js';

/** A cycle of whole years, so that the invented market has no short window. */
export const FULL_YEAR_CALENDAR: CalendarTemplate = {
  code: 'full_year',
  name: { en: 'November notice, January to December implementation', zh: '上年11月发布、全年实施' },
  steps: [
    { event: 'intention', name: { en: 'Intention', zh: '意向公开' }, from: null, to: { year: 0, date: '09' } },
    {
      event: 'notice',
      name: { en: 'Notice', zh: '发布公告' },
      from: { year: 0, date: '11' },
      to: { year: 0, date: '11' },
    },
    {
      event: 'contract_and_allocation',
      name: { en: 'Contract and allocation', zh: '签约并拨款' },
      from: { year: 0, date: '12' },
      to: { year: 0, date: '12' },
    },
    {
      event: 'implementation',
      name: { en: 'Implementation', zh: '项目实施' },
      from: { year: 1, date: '01-01' },
      to: { year: 1, date: '12-31' },
    },
    { event: 'evaluation', name: { en: 'Evaluation', zh: '评估验收' }, from: null, to: { year: 1, date: '12-31' } },
  ],
};
