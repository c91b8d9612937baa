import type { Cast } from './cast.js';
import { Person, until, type Stage } from './stage.js';
import type { Bid } from './to-the-opening.js';

interface Review {
  version: number;
  items: { lotState: string; state: string | null; bids: { id: string; bidder: { id: string } | null }[] }[];
}
interface Results {
  version: number;
  items: {
    lotState: string;
    candidates: { bid: string; rank: number; total: string }[];
    awards: { id: string; state: string; amount: string }[];
  }[];
}
interface OwnBid {
  state: string;
  result: { rank: number | null; score: string | null } | null;
}

interface Draw {
  seedHash: string;
  seed: string | null;
  places: { name: string | null }[] | null;
}

const LOT = { lot: 1 };
const FINAL_PRICES = ['455000.00', '446000.00', '439000.00'];

/** The hash of a seed is public before the draw; who is drawn answers, and is appointed by nobody's choice. */
async function drawnExperts({ say }: Stage, { agent, panel }: Cast, tender: string): Promise<void> {
  const experts = panel.filter(({ kind }) => kind === 'expert');
  const draws = `tenders/${tender}/review/draws`;
  const asked = { ...LOT, source: 'pool', size: experts.length, reviewOn: '2025-11-21' };
  const { id } = await agent.post(draws, asked);
  const { seedHash } = await agent.act<Draw>(`${draws}/${id}`, 'draw');
  for (const { person } of experts) {
    const { items } = await person.get<{ items: [{ id: string }] }>('expert-invitations');
    await person.act(`expert-invitations/${items[0].id}`, 'accept');
  }
  say('agent', `draws ${experts.length} experts by the seed with hash ${seedHash.slice(0, 12)}…; they accept`);
}

/** The panel's part: declarations, checks, one sealed final offer of each, scores, the report. */
export async function toTheReport(stage: Stage, cast: Cast, tender: string, bids: readonly Bid[]): Promise<void> {
  const { say } = stage;
  const at = `tenders/${tender}/review`;
  const read = (): Promise<Review> => cast.agent.get<Review>(at);
  const step = (by: Person, path: string, body: object = {}): Promise<Review> =>
    by.change<Review>('POST', at, path, { ...LOT, ...body });
  await drawnExperts(stage, cast, tender);
  for (const { user, kind } of cast.panel) await step(cast.agent, 'members', { user, kind });
  const offered = (await read()).items[0]?.bids.map(({ id }) => id) ?? [];
  const chair = cast.panel[0]?.person as Person;
  for (const { person } of cast.panel)
    await step(person, 'declarations', { declarations: offered.map((bid) => ({ bid, tie: null })) });
  const results = offered.map((bid) => ({ bid, passed: true }));
  // What a member finds, scores and signs has a version of its own, that of its seat.
  const own = async (by: Person, path: string, body: object = {}): Promise<Review> => {
    const { version } = await by.get<{ version: number }>(`${at}/score-sheets`);
    return by.ask<Review>('POST', `${at}/${path}`, { ...LOT, ...body }, { 'If-Match': `"${version}"` });
  };
  for (const check of ['qualify', 'check-conformity'])
    for (const { person } of cast.panel.slice(0, 2)) await own(person, `actions/${check}`, { results });
  say(
    'panel',
    `three members declare no tie to any of ${offered.length} bidders; two of them find alike what decides qualification and conformity`,
  );

  await step(chair, 'actions/begin-consultation');
  await step(chair, 'actions/change-requirement', {
    requirement: '为辖区内失能、独居老人提供居家养老服务，含周末；每周至少上门两次。',
    reason: '虚构：磋商中明确上门次数',
  });
  await step(cast.officer, 'actions/confirm-requirement', { respondBy: '2025-11-21T13:00:00+08:00' });
  for (const { agency, id } of bids)
    await agency.manager.post(`bids/${id}/consultation/responses`, { statement: '虚构：每周上门两次。' });
  say('panel, officer', 'the talks change the requirement; every supplier is told the same and answers anew');
  for (const { person } of cast.panel.slice(0, 2))
    await step(person, 'actions/request-final-offers', { deadlineAt: '2025-11-21T15:00:00+08:00' });
  for (const [i, { agency, id }] of bids.entries()) {
    const price = FINAL_PRICES[i] as string;
    const content = { price, statement: '虚构：最后报价。', items: [{ no: 1, name: '上门服务', amount: price }] };
    await agency.manager.post(`bids/${id}/consultation/final-offer`, { content });
  }
  await stage.moveTo('2025-11-21T15:00:01+08:00');
  const closed = await until(read, ({ items }) => items[0]?.lotState === 'final_offers_in');
  say('agencies', `one sealed final offer each, opened together: ${closed.items[0]?.lotState}`);

  await step(chair, 'actions/begin-scoring');
  for (const [m, { person }] of cast.panel.entries())
    await person.change('POST', `${at}/score-sheets`, '', {
      ...LOT,
      lock: true,
      scores: offered.flatMap((bid, b) => [
        { bid, criterion: 2, points: String(46 - 3 * b - m) },
        { bid, criterion: 3, points: String(24 + (b === 1 ? 2 : 0)) },
      ]),
    });
  for (const { person } of cast.panel) await own(person, 'signatures');
  const reported = await step(chair, 'actions/report');
  say(
    'panel',
    `each scores alone, all sheets are locked and revealed, the report is signed: ${reported.items[0]?.lotState}`,
  );
}

/** Delivered, confirmed in the order of the ranks, published; answers the award. */
export async function toTheResult(stage: Stage, cast: Cast, tender: string, bids: readonly Bid[]): Promise<string> {
  const { say } = stage;
  const at = `tenders/${tender}/awards`;
  const step = (by: Person, action: string, body: object = {}): Promise<Results> =>
    by.change<Results>('POST', at, `actions/${action}`, { ...LOT, ...body });
  await stage.moveTo('2025-11-24T09:30:00+08:00');
  const delivered = await step(cast.agent, 'deliver-report');
  const first = delivered.items[0]?.candidates.find(({ rank }) => rank === 1);
  say('agent', `delivers the report; first of ${delivered.items[0]?.candidates.length} with ${first?.total} points`);
  await stage.moveTo('2025-11-25T10:00:00+08:00');
  const confirmed = await step(cast.approver, 'confirm', { bid: first?.bid });
  say('approver', `confirms the first rank: ${confirmed.items[0]?.lotState}`);
  await stage.moveTo('2025-11-26T09:00:00+08:00');
  const published = await step(cast.agent, 'publish-result');
  const award = published.items[0]?.awards.find(({ state }) => state === 'active');
  say('agent', `publishes the result at ${award?.amount} yuan: ${published.items[0]?.lotState}`);
  const { items } = await new Person(stage.url, '【虚构】公众').get<{ items: [Draw] }>(
    `tenders/${tender}/review/draws`,
  );
  const [{ seed, places }] = items;
  const named = places?.filter(({ name }) => name !== null).length;
  say('everybody', `reads how the experts were drawn: ${named} names, and the seed ${seed?.slice(0, 12)}…`);
  for (const { agency, id } of bids) {
    const { state, result } = await agency.manager.get<OwnBid>(`bids/${id}`);
    say('agency', `reads its own result: ${state}, rank ${result?.rank}, ${result?.score} points`);
  }
  return award?.id ?? '';
}
