import { STUDY_CALENDAR } from '../../src/purchase/programmes/calendar-template.js';
import type { AllowedAction } from '../support/actions.js';
import type { Cast } from '../../tour/cast.js';
import type { Root, Stage } from '../../tour/stage.js';
import { A_YEAR_EARLIER, toTheTender } from '../../tour/to-the-tender.js';

export interface Finding {
  indicator: string;
  state: string;
  severity: string;
}
export interface Draft extends Root {
  title: string;
  window: { start: string; end: string };
  serviceLines: string[];
  lots: { id: string; no: number; ceiling: string }[];
  deadlines: { event: string; rule: string; date: string | null; basis: { article: string | null } | null }[];
  allowedActions: AllowedAction[];
  here: {
    copiedFrom: string | null;
    changes: { path: string; before?: unknown; after?: unknown }[];
    terms: { requirement: string | null; criteria: unknown[] };
    findings: Finding[];
  };
}

export const PLAN = {
  issueOn: '2025-11-10',
  documentsTo: '2025-11-17',
  noticeTo: '2025-11-13',
  deadlineAt: '2025-11-21T09:30:00+08:00',
};
/** Where last year's purchase is walked from, and this year's begins. */
export const LAST_YEAR = '2024-11-04T09:00:00+08:00';
const THIS_YEAR = '2025-11-03T09:00:00+08:00';

/** Last year's purchase with the window of the study, and this year's programme; answers its address and the programme. */
export async function afterLastYear(stage: Stage, cast: Cast): Promise<{ last: string; programme: string }> {
  const { tender } = await toTheTender(stage, cast, A_YEAR_EARLIER);
  await stage.moveTo(THIS_YEAR);
  const { id: programme } = await cast.officer.post('programmes', {
    ...{ name: '【虚构】K区2025年度政府购买服务计划', year: 2025, region: '990203', state: 'draft' },
    ...{ budgetLevel: 'below_provincial', calendar: STUDY_CALENDAR },
    source: { kind: 'statement', reference: '虚构' },
  });
  await cast.officer.change('POST', `programmes/${programme}`, 'budget-lines', {
    ...{ name: '居家养老服务经费', category: 'ELDERLY_HOME_CARE', amount: '500000.00' },
  });
  await cast.approver.act(`programmes/${programme}`, 'approve', { reason: '虚构：预算已批复' });
  return { last: `tenders/${tender}`, programme };
}

/** What an approver says to each finding that warns. */
export const reasonsFor = (findings: readonly Finding[]): { indicator: string; reason: string }[] =>
  findings
    .filter(({ state, severity }) => state === 'triggered' && severity !== 'notice')
    .map(({ indicator }) => ({ indicator, reason: `虚构：资金须在六月底前支付（${indicator}）` }));

export const OPINION = {
  ...{ kind: 'public', heldOn: '2025-10-20', participants: 41 },
  summary: '虚构：居民座谈会，赞成延长服务时间。',
};
