import type { ServiceDays } from '../price-types.js';

const PERIODS: Readonly<Record<ServiceDays['every'], string>> = {
  day: '每日',
  working_day: '每个工作日',
  week: '每周',
  month: '每月',
};

/** On which days a service is promised, in the words of a notice or a contract. */
export const formatServiceDays = (days: ServiceDays | null | undefined): string | null =>
  days
    ? [
        `${PERIODS[days.every]} ${days.times} 次`,
        days.restDays === 'served' ? '休息日照常服务' : '休息日不服务',
        days.festival === 'stops' ? '春节期间暂停' : '春节期间不间断',
      ].join('，')
    : null;
