import type { CalendarTemplate } from '../demonstration.types.js';

/**
 * The cycle as the study describes it, a datum and not a constant: other cities run June to June or July to July. What
 * the study gives no month for stays null.
 */
export const STUDY_CALENDAR: CalendarTemplate = {
  code: 'november_to_june',
  name: {
    en: 'November notice, January to May implementation, June evaluation',
    zh: '11月发布、次年1—5月实施、6月评估验收',
  },
  steps: [
    {
      event: 'notice',
      name: { en: 'Notice', zh: '发布通知' },
      from: { year: 0, date: '11' },
      to: { year: 0, date: '11' },
    },
    { event: 'declaration', name: { en: 'Agencies declare', zh: '机构申报' }, from: null, to: null },
    { event: 'first_check', name: { en: 'First check', zh: '初审' }, from: null, to: null },
    {
      event: 'review_publicity_publication',
      name: { en: 'Review, publicity, publication', zh: '评审、公示、发布' },
      from: { year: 0, date: '12' },
      to: { year: 0, date: '12' },
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
      to: { year: 1, date: '05-31' },
    },
    { event: 'evaluation', name: { en: 'Evaluation', zh: '评估验收' }, from: null, to: { year: 1, date: '06-30' } },
  ],
};
