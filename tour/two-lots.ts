import { slipsOf } from './asked.js';
import { REGION, type Cast } from './cast.js';
import { approveDocuments, draftDocuments, issueDocuments } from './documents.js';
import { endForBreach } from './gone-wrong.js';
import type { Stage } from './stage.js';
import { draftContract, publishContract, signContract } from './to-the-contract.js';
import { openBids, submitBids, type Bid } from './to-the-opening.js';
import { PanelOfLot, resultSteps } from './to-the-result.js';
import { approveProgramme, CATEGORY } from './to-the-tender.js';
import { begun, kept, recorded } from './to-the-work.js';
import type { Engagement } from './engagement.js';
import { readLine, type Coverage } from './what-comes-next.js';

const DAYS = {
  year: 2025,
  heldOn: '2025-11-24',
  issueOn: '2025-12-04',
  noticeTo: '2025-12-09',
  documentsTo: '2025-12-11',
  deadlineAt: '2025-12-15T09:30:00+08:00',
};

/** What is bought: each lot has its line, its words, its days, its criteria and its instalments, and finds its own winner. */
const LOTS = [
  {
    name: '日间照料',
    ceiling: '160000.00',
    own: {},
    terms: {
      requirement: '社区日间照料：每个工作日开放。',
      standards: [{ no: 1, text: '日间照料', target: 2400, unit: '人次', measure: { of: 'visits', form: 'visit' } }],
    },
    prices: ['148000.00', '146000.00', '150000.00'],
    winner: 0,
    people: 12,
  },
  {
    name: '夜间照护',
    ceiling: '100000.00',
    own: { window: { start: '2026-01-05', end: '2026-12-31' } },
    terms: {
      requirement: '夜间照护：每晚巡访独居老人。',
      standards: [{ no: 1, text: '夜间巡访', target: 240, unit: '次', measure: { of: 'records' } }],
      criteria: [
        { no: 1, name: '报价', kind: 'price', points: '10' },
        { no: 2, name: '夜间值守方案', kind: 'professional', points: '60', levels: '优 60 分，良 40 分，一般 20 分' },
        { no: 3, name: '护理员', kind: 'professional', points: '30', levels: '每名 6 分，最高 30 分' },
      ],
      payments: [
        { no: 1, trigger: 'signing', share: 2000 },
        { no: 2, trigger: 'acceptance', share: 8000 },
      ],
    },
    prices: ['90000.00', '88000.00', '86000.00'],
    winner: 1,
    people: 6,
  },
] as const;
const TERMS = {
  requirement: '为辖区内老年人提供照料服务。',
  standards: [{ no: 1, text: '照料服务' }],
  payments: [
    { no: 1, trigger: 'signing', share: 5000 },
    { no: 2, trigger: 'acceptance', share: 5000 },
  ],
};

/** One of the two lots under its own contract. */
export interface LotServed extends Omit<Engagement, 'worker' | 'recipients'> {
  no: number;
  name: string;
  people: number;
}

interface ShownContract {
  serviceLines: string[];
  here: { content: { payments: { share: number }[]; window: { start: string; end: string } } };
}

/** What a notice says of one lot alone: its lines, and what is listed below them. */
function findLinesOfLot(text: string, no: number): string {
  const lines = text.split('\n');
  const own = lines.filter((line, i) => {
    const head = line.startsWith(' ') ? lines.slice(0, i).findLast((before) => !before.startsWith(' ')) : line;
    return head?.startsWith(`第 ${no} 包 `);
  });
  return own.map((line) => line.replace(`第 ${no} 包 `, '').trim()).join(' ');
}

/** What a notice says of each lot alone. */
async function readNotice({ say }: Stage, { agent }: Cast, tender: string, kind: string): Promise<void> {
  const text = await agent.get<string>(`tenders/${tender}/notices/${kind}/text`);
  for (const no of [1, 2]) say('agent', `the ${kind} notice says of lot ${no}: ${findLinesOfLot(text, no)}`);
}

/** One purchase of two lots that differ, from its documents to two contracts with two agencies. */
export async function contractTwoLots(stage: Stage, cast: Cast): Promise<LotServed[]> {
  const { say } = stage;
  const { officer } = cast;
  const community = await officer.post('communities', {
    ...{ name: '【虚构】柳岸社区', region: REGION, kind: 'urban', households: 1300, residents60: 310 },
    committee: cast.committee,
  });
  const lines: string[] = [];
  for (const { name } of LOTS) {
    const line = { name: `【虚构】柳岸社区${name}`, ...CATEGORY, region: REGION, since: '2026-01-01' };
    lines.push((await officer.post('service-lines', { ...line, communities: [community.id] })).id);
  }
  const line = { name: '日间与夜间照护经费', amount: '260000.00', sourceOfFunds: '虚构：区级财政' };
  const programme = await approveProgramme(cast, DAYS, line);
  const { id: tender, lots } = await draftDocuments(cast, {
    tender: {
      programme: programme.id,
      title: '【虚构】K区柳岸社区日间与夜间照护项目（2026年）',
      serviceLines: lines,
      window: { start: '2026-01-01', end: '2026-12-31' },
      lots: LOTS.map(({ name, ceiling, own, terms }, i) => ({
        ...{ no: i + 1, name, ceiling, pricing: 'competitive', serviceLines: [lines[i]], terms },
        ...own,
      })),
    },
    terms: TERMS,
    days: DAYS,
    opinion: { participants: 33, summary: '虚构：居民座谈会，赞成日间照料与夜间照护分包采购。' },
  });
  const own = lots.map((lot) => `lot ${lot.no} ${lot.own.map((name) => name.replace('terms.', '')).join(', ')}`);
  say('officer', `drafts one purchase of two lots, each with words of its own: ${own.join('; ')}`);
  const at = `tenders/${tender}`;
  await approveDocuments(stage, cast, at);
  await issueDocuments(stage, cast, at, DAYS);
  await readNotice(stage, cast, tender, 'tender');

  const bids = await offerLots(stage, cast, tender, lots);
  const awards = await awardLots(stage, cast, tender, bids);
  await readNotice(stage, cast, tender, 'result');
  const served: LotServed[] = [];
  await stage.moveTo('2025-12-29T10:00:00+08:00');
  for (const [i, award] of awards.entries()) {
    const { name, people } = LOTS[i] as (typeof LOTS)[number];
    const drafted = await draftContract(cast, award, { number: `虚构-K-2026-1${i + 1}`, reportMonths: 3 });
    const state = await signContract(cast, drafted);
    await publishContract(cast, drafted.contract, `1${i + 1}`);
    const { serviceLines, here } = await officer.get<ShownContract>(`contracts/${drafted.contract}`);
    const { payments, window } = here.content;
    const shares = payments.map(({ share }) => `${share / 100} %`).join(' and ');
    say(
      'agency, approver',
      `lot ${i + 1} with ${drafted.agency.name}: ${window.start} to ${window.end}, instalments of ${shares}: ${state}`,
    );
    const [of = ''] = serviceLines;
    served.push({
      no: i + 1,
      name,
      people,
      contract: drafted.contract,
      agency: drafted.agency,
      line: of,
      community: community.id,
    });
  }
  return served;
}

/** Each agency bids for both lots; all are opened together. */
async function offerLots(
  stage: Stage,
  cast: Cast,
  tender: string,
  lots: readonly { id: string; no: number }[],
): Promise<Bid[][]> {
  await stage.moveTo('2025-12-12T15:00:00+08:00');
  const bids: Bid[][] = [];
  for (const { id: lot, no } of lots) {
    const { name: service, prices } = LOTS[no - 1] as (typeof LOTS)[number];
    bids.push(await submitBids(cast.agencies, { lot, service, prices }));
  }
  await stage.moveTo('2025-12-15T09:45:00+08:00');
  const opened = await openBids(cast, tender);
  const counts = opened.map(({ no, bidCount }) => `${bidCount} bids for lot ${no}`).join(', ');
  stage.say('agent, approver', `order the opening of what three agencies sealed: ${counts}`);
  return bids;
}

/** Each lot by its own panel, criteria and ranks; answers the awards. */
async function awardLots(stage: Stage, cast: Cast, tender: string, bids: readonly Bid[][]): Promise<string[]> {
  const { say } = stage;
  const lots = LOTS.map((lot, i) => ({ ...lot, bids: bids[i] ?? [], panel: new PanelOfLot(cast, tender, i + 1) }));
  for (const { panel, bids: offers, prices, name: service } of lots) {
    await panel.drawExperts('2025-12-15');
    await panel.checkBids();
    await panel.step(panel.chair, 'actions/begin-consultation');
    await panel.takeFinalOffers(offers, { prices, service, deadlineAt: '2025-12-15T15:00:00+08:00' });
  }
  await stage.moveTo('2025-12-15T15:00:01+08:00');
  for (const { panel, bids: offers, winner } of lots) {
    await panel.openFinalOffers();
    const best = offers[winner]?.id;
    await panel.reportScores(
      offers.map(({ id }) => id),
      (bid, _, m) => [
        { criterion: 2, points: String((bid === best ? 46 : 38) - m) },
        { criterion: 3, points: '24' },
      ],
    );
  }
  say('panel', 'judges each lot by the criteria of that lot, and signs a report for each');
  const awards: string[] = [];
  await stage.moveTo('2025-12-17T09:30:00+08:00');
  for (const { panel } of lots) {
    const step = resultSteps(tender, panel.no);
    const { candidates } = await step(cast.agent, 'deliver-report');
    const first = candidates.find(({ rank }) => rank === 1);
    await step(cast.approver, 'confirm', { bid: first?.bid });
    const { awards: published } = await step(cast.agent, 'publish-result');
    const award = published.find(({ state }) => state === 'active');
    say('approver, agent', `confirm and publish lot ${panel.no}: ${award?.amount} yuan, ${first?.total} points`);
    awards.push(award?.id ?? '');
  }
  return awards;
}

/** Both contracts begin, each for the people of its own line. */
export async function beginTwoLots(stage: Stage, cast: Cast, lots: readonly LotServed[]): Promise<Engagement[]> {
  const works: Engagement[] = [];
  for (const lot of lots) works.push(await begun(stage, cast, lot, lot.people));
  return works;
}

interface Page {
  lines: { name: string; servedBy: string[]; servedUntil: string | null }[];
}

/** What the page says to a resident who has the code of a slip. */
async function readPage({ say }: Stage, { resident }: Cast, no: number, code: string): Promise<void> {
  const { lines } = await resident.post<Page>('survey-answers/questions', { code });
  const said = lines.map(({ name, servedBy, servedUntil }) =>
    servedBy.length === 0 ? `${name} by nobody` : `${name} by ${servedBy.join(', ')} until ${servedUntil}`,
  );
  say('resident', `the page of a slip of lot ${no}: ${said.join('; ')}`);
}

/** Recipients of both lots are asked; then the contract of the second is ended, and that of the first goes on. */
export async function endOneLot(stage: Stage, cast: Cast, works: readonly Engagement[]): Promise<void> {
  for (const work of works) await recorded(work, await kept(work, '2026-01-06', '2026-06-29', 1));
  await stage.moveTo('2026-06-30T10:00:00+08:00');
  const codes: string[] = [];
  for (const work of works) {
    const given = { by: cast.officer, purpose: 'line', size: 5, opensOn: '2026-06-30', closesOn: '2026-07-31' };
    codes.push((await slipsOf(work, given)).codes[0] ?? '');
  }
  for (const [i, code] of codes.entries()) await readPage(stage, cast, i + 1, code);
  await endForBreach(stage, cast, works[1] as Engagement, {
    no: 2,
    what: 'the contract of lot 2',
    cause: '夜间值守人员离职，无人巡访',
  });
  await stage.moveTo('2026-07-06T10:00:00+08:00');
  for (const [i, code] of codes.entries()) await readPage(stage, cast, i + 1, code);
}

const toGapText = ({ from, to, open, recipientsAffected }: Coverage['gaps'][number]): string => {
  const whom = recipientsAffected === null ? 'recipients not known' : `${recipientsAffected} recipients left`;
  return `${from} to ${to}${open ? ', still open' : ''} (${whom})`;
};

/** Anybody reads what each line came to in the year. */
export async function readTwoLines(stage: Stage, cast: Cast, lots: readonly LotServed[]): Promise<void> {
  for (const { line, name, no } of lots) {
    const { gaps, overlaps, spells } = await readLine(cast, line, '2026-12-31');
    const served = spells.map(({ from, to }) => `${from} to ${to}`).join(', ');
    stage.say(
      'resident',
      `the line of lot ${no}, ${name}: served ${served}; gaps: ${gaps.map(toGapText).join(', ') || 'none'}; overlaps: ${overlaps.length || 'none'}`,
    );
  }
}
