import { joined, type Cast } from './cast.js';
import type { Engagement } from './engagement.js';
import { accountStated, paid } from './money.js';
import type { Root, Stage } from './stage.js';
import { workDays } from './work-days.js';

interface Sent {
  results: { ok: boolean; id?: string; repeated?: boolean }[];
}

interface Indicator {
  target: number | null;
  done: number | null;
  state: string;
  forecast: { expected: string; low: string; high: string } | null;
}

interface Report extends Root {
  no: number;
  from: string;
  to: string;
  figures: { records: number; visits: number; minutes: number; recipients: number };
}

const PEOPLE_OF_A_ROUND = 10;
const BATCH = 200;

/** The contract starts: recipients are registered by whoever serves them, under numbers issued here. */
export async function begun(
  { url, say }: Stage,
  cast: Cast,
  given: Omit<Engagement, 'worker' | 'recipients'>,
  people: number,
): Promise<Engagement> {
  const { contract, line, community, agency } = given;
  const started = await cast.officer.act(`contracts/${contract}`, 'start');
  const name = `${agency.name}一线社工`;
  const login = `tour.worker.${contract.slice(0, 8)}`;
  const { person: worker } = await joined(url, agency.manager, name, login, 'agency_worker', agency.body);
  const numbers: string[] = [];
  const recipients: string[] = [];
  for (let i = 0; i < people; i++) {
    const made = await worker.post<{ id: string; number: string }>(`service-lines/${line}/recipients`, {
      contract,
      community,
      displayName: `【虚构】服务对象${i + 1}`,
    });
    recipients.push(made.id);
    numbers.push(made.number);
  }
  say(
    'officer, worker',
    `${agency.name} starts: ${started.state}; ${people} recipients as ${numbers[0]} to ${numbers.at(-1)}, their names readable to the agency alone`,
  );
  return { contract, line, community, agency, worker, recipients };
}

/** What a worker's telephone kept of these days: rounds of visits, each to a part of the recipients. */
export async function kept(work: Engagement, from: string, to: string, rounds = 4): Promise<object[]> {
  return (await workDays(work.worker, from, to)).flatMap((servedOn) =>
    Array.from({ length: rounds }, (_, round) => ({
      clientToken: `${work.contract.slice(0, 8)}-${servedOn}-${round}`,
      servedOn,
      form: 'visit',
      content: 'CARE_ARRANGEMENT',
      minutes: 180 + 15 * round,
      workers: { licensed_social_worker: 1, assistant: 2 },
      recipients: roundOf(work.recipients, round),
    })),
  );
}

/** Whom a round visits; where the rounds are more than the people, it begins again. */
function roundOf(recipients: readonly string[], round: number): string[] {
  const first = (round * PEOPLE_OF_A_ROUND) % recipients.length;
  return recipients.slice(first, first + PEOPLE_OF_A_ROUND);
}

export async function recorded(work: Engagement, records: readonly object[]): Promise<Sent['results']> {
  const results: Sent['results'] = [];
  for (let i = 0; i < records.length; i += BATCH) {
    const batch = { records: records.slice(i, i + BATCH) };
    results.push(...(await work.worker.post<Sent>(`contracts/${work.contract}/service-records/batch`, batch)).results);
  }
  return results;
}

export async function progressOf(work: Engagement, by = work.worker): Promise<Indicator> {
  const { indicators } = await by.get<{ indicators: Indicator[] }>(`contracts/${work.contract}/progress`);
  return indicators[0] as Indicator;
}

export const told = ({ done, target, forecast, state }: Indicator): string =>
  `${done} of ${target}, ${forecast === null ? 'no forecast' : `at the end ${forecast.expected} (${forecast.low} to ${forecast.high})`}: ${state}`;

/** The first quarter: the advance, records from the field sent twice, what they foretell, a visit. */
export async function toTheWork(
  stage: Stage,
  cast: Cast,
  given: Omit<Engagement, 'worker' | 'recipients'>,
): Promise<Engagement> {
  const { say } = stage;
  const work = await begun(stage, cast, given, 40);
  await accountStated(work);
  await paid(stage, cast, work, 1, '2026-01-05');
  await stage.moveTo('2026-03-10T18:00:00+08:00');
  const records = await kept(work, '2026-01-06', '2026-03-10');
  const first = await recorded(work, records);
  const again = await recorded(work, records);
  const count = (results: Sent['results']) => results.filter(({ ok, repeated }) => ok && !repeated).length;
  say(
    'worker',
    `sends ${records.length} records from a telephone, and all of them once more: ${count(first)} stored, then ${count(again)}`,
  );
  say('worker', `what was promised and done: ${told(await progressOf(work))}`);
  await visited(stage, cast, work);
  return work;
}

/** The community looks for itself; what it finds is answered and closed. */
async function visited({ say }: Stage, cast: Cast, work: Engagement): Promise<void> {
  const at = `contracts/${work.contract}/visits`;
  const neighbour = cast.communityWorker;
  const planned = await neighbour.post(at, { plannedOn: '2026-03-10', purpose: '查看上门服务的实际开展情况' });
  const { findings } = await neighbour.act<{ findings: Root[] }>(`${at}/${planned.id}`, 'report', {
    summary: '虚构：随工作人员入户两户，查阅签到表。',
    findings: [{ text: '三月第一周签到表缺一页', answerBy: '2026-03-17' }],
  });
  const finding = `${at}/${planned.id}/findings/${findings[0]?.id}`;
  await work.agency.manager.act(finding, 'answer', { reason: '虚构：已补齐，原件留存服务点' });
  const closed = await neighbour.act(finding, 'close');
  say('community, agency', `a visit finds a page missing; it is answered: ${closed.state}`);
}

/** A quarter's report as its records have filled it; the agency adds words alone. */
export async function reported({ say }: Stage, cast: Cast, work: Engagement, from: string): Promise<void> {
  const { manager } = work.agency;
  const draft = await manager.post<Report>(`contracts/${work.contract}/reports`, { from });
  const at = `contracts/${work.contract}/reports/${draft.id}`;
  await manager.change('PATCH', at, '', { text: '虚构：照护计划均已复核，周末有人值守。' });
  await manager.act(at, 'submit');
  const { figures, ...report } = await cast.officer.act<Report>(at, 'approve');
  say(
    'agency, officer',
    `the report of ${report.from} to ${report.to}, filled by the records: ${figures.visits} visits to ${figures.recipients} people: ${report.state}`,
  );
}

interface Milestone extends Root {
  no: number;
}

/** A milestone that the records show. */
export async function reached(
  { say }: Stage,
  cast: Cast,
  work: Engagement,
  no: number,
  days: { from: string; to: string },
): Promise<void> {
  const at = `contracts/${work.contract}/milestones`;
  const { items } = await work.agency.manager.get<{ items: Milestone[] }>(at);
  const one = `${at}/${items.find((milestone) => milestone.no === no)?.id}`;
  await work.agency.manager.act(one, 'submit', { records: days, note: '虚构：见服务记录' });
  const { state } = await cast.officer.act(one, 'accept');
  say('agency, officer', `milestone ${no}, shown by the records of its days: ${state}`);
}
