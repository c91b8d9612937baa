import type { TestApp } from './app.js';
import { PAYMENTS } from './contracts.js';
import { Drafting, makeLine, type Bureau } from './drafts.js';
import { Resulting, type AwardBody } from './results.js';

export const DAY_CARE = {
  requirement: '社区日间照料：每个工作日开放',
  standards: [{ no: 1, text: '日间照料', target: 2400, unit: '人次', measure: { of: 'visits' } }],
};
export const NIGHT_CARE = {
  requirement: '夜间照护：每晚巡访',
  standards: [{ no: 1, text: '夜间巡访', target: 365, unit: '次', measure: { of: 'records' } }],
};
/** What the documents say of both lots. */
export const OF_BOTH = { payments: PAYMENTS };

/** A lot as `GET /tenders/{id}` shows it. */
export interface ShownLot {
  id: string;
  no: number;
  state: string | null;
  window: { start: string | null; end: string | null };
  termText: string | null;
  serviceLines: string[];
  terms: (Record<string, unknown> & { requirement: string | null; standards: { text: string }[] }) | null;
  own: string[];
}

/** Two lots that differ in line, requirement and standards: day care until the end of the year, night care. */
export interface TwoLots {
  /** The lines of the lots, in their order. */
  lines: [string, string];
  /** As `PUT /tenders/{id}/lots` takes them. */
  lots: Record<string, unknown>[];
}

export async function makeTwoLots(app: TestApp, bureau: Bureau): Promise<TwoLots> {
  const lines: [string, string] = [bureau.line, await makeLine(app, bureau.officer, '夜间照护')];
  const common = { ceiling: '200000.00', pricing: 'competitive' };
  const lots = [
    { no: 1, name: '日间照料', ...common, serviceLines: [lines[0]], terms: DAY_CARE },
    { no: 2, name: '夜间照护', ...common, serviceLines: [lines[1]], terms: NIGHT_CARE },
  ];
  return { lines, lots };
}

/** A draft of two lots that may be submitted. */
export async function draftTwoLots(
  app: TestApp,
  bureau: Bureau,
  more: object = {},
): Promise<TwoLots & { draft: Drafting }> {
  const two = await makeTwoLots(app, bureau);
  const draft = await Drafting.begin(app, bureau, { lots: two.lots, ...more });
  await draft.must('patch', 'terms', OF_BOTH);
  return { ...two, draft };
}

/** The same, issued; business time stands at 2025-11-03. */
export async function issueTwoLots(
  app: TestApp,
  bureau: Bureau,
  more: object = {},
): Promise<TwoLots & { draft: Drafting }> {
  const two = await draftTwoLots(app, bureau, more);
  await two.draft.plan();
  await two.draft.must('post', 'actions/issue', { reason: '急需' });
  return two;
}

/** Both lots awarded, each to a supplier of its own: that of lot 1 is the first of the bidders, that of lot 2 the second. */
export async function awardTwoLots(
  app: TestApp,
  bureau: Bureau,
): Promise<TwoLots & { result: Resulting; awards: [AwardBody, AwardBody] }> {
  const two = await makeTwoLots(app, bureau);
  const ranksOfLots = [
    [1, 2, 3],
    [2, 1, 3],
  ];
  const result = await Resulting.begin(app, bureau, { lots: two.lots, ranksOfLots, ...OF_BOTH });
  const first = await result.published(1);
  await result.deliver(2);
  await result.must('confirm', { lot: 2, bid: result.bid(1, 2) });
  return { ...two, result, awards: [first, await result.publish(2)] };
}

/** The draft of the contract of one of these awards, as the documents and the offer determine it. */
export async function draftContract(app: TestApp, bureau: Bureau, award: AwardBody): Promise<Record<string, unknown>> {
  const { status, text, body } = await app.http
    .post('/api/v1/contracts')
    .set(bureau.officer.auth)
    .send({ award: award.id });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return body as Record<string, unknown>;
}
