import { addDays } from '../../kernel/clock/plain-date.js';
import type { TenderPlan } from './fiction-lots.js';

export interface Schedule {
  intention: string;
  notice: string;
  documentsTo: string;
  deadline: string;
  openingAt: string;
  decidedOn: string;
  resultOn: string;
  signedOn: string;
  contractOn: string;
  window: { start: string; end: string };
}

/** Ordinary working days of November; so are the same weekdays of the weeks after. */
const NOTICE_DAYS: Readonly<Record<TenderPlan['year'], readonly [string, ...string[]]>> = {
  2022: ['2021-11-01', '2021-11-02', '2021-11-03'],
  2023: ['2022-11-01', '2022-11-02', '2022-11-03'],
  2024: ['2023-11-01', '2023-11-02', '2023-11-06'],
  2025: ['2024-11-04', '2024-11-05', '2024-11-06'],
};

/**
 * A year that keeps every statutory clock: intention 30 days ahead, documents for five working days, 10 or 20 days of
 * preparation, result within five working days of the review, contract within 30 days and before the service begins.
 */
export function buildSchedule(
  { year, method, small, notice: own }: Pick<TenderPlan, 'year' | 'method' | 'small' | 'notice'>,
  n: number,
): Schedule {
  const days = NOTICE_DAYS[year];
  const notice = own ?? days[n % days.length] ?? days[0];
  const deadline = addDays(notice, method === 'OPEN_TENDER' ? 21 : 14);
  const decidedOn = addDays(deadline, 7);
  const signedOn = addDays(deadline, 21);
  return {
    intention: addDays(notice, -42),
    notice,
    documentsTo: addDays(notice, 7),
    deadline: `${deadline}T09:30:00+08:00`,
    openingAt: `${deadline}T09:30:00+08:00`,
    decidedOn,
    resultOn: addDays(decidedOn, 1),
    signedOn,
    contractOn: addDays(signedOn, 1),
    window: { start: `${year}-01-01`, end: small ? `${year}-11-30` : `${year}-12-31` },
  };
}
