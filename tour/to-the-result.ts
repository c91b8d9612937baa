import type { Cast } from './cast.js';
import { Person, until, type Root, type Stage } from './stage.js';
import type { Bid } from './to-the-opening.js';

interface Review {
  version: number;
  items: { lot: number; lotState: string; bids: { id: string }[] }[];
}
interface Final {
  prices: readonly string[];
  service: string;
  deadlineAt: string;
}
/** Points of a bid, at its place in the list, by a member. */
type Points = (bid: string, place: number, member: number) => { criterion: number; points: string }[];
interface Results {
  version: number;
  items: {
    lot: number;
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

const FINAL_PRICES = ['455000.00', '446000.00', '439000.00'];

/** A lot before its panel, as the agent and the members act on it. */
export class PanelOfLot {
  private readonly at: string;
  private readonly members: Cast['panel'];
  readonly chair: Person;

  constructor(
    private readonly cast: Cast,
    private readonly tender: string,
    readonly no = 1,
  ) {
    this.at = `tenders/${tender}/review`;
    this.members = cast.panel;
    this.chair = cast.panel[0]?.person as Person;
  }

  async read(): Promise<Review['items'][number]> {
    return this.find(await this.cast.agent.get<Review>(this.at));
  }
  private find({ items }: Review): Review['items'][number] {
    return items.find(({ lot }) => lot === this.no) as Review['items'][number];
  }
  step(by: Person, path: string, body: object = {}): Promise<Review> {
    return by.change<Review>('POST', this.at, path, { lot: this.no, ...body });
  }
  /** What a member finds, scores and signs has a version of its own, that of its seat. */
  private async own(by: Person, path: string, body: object = {}): Promise<void> {
    const { version } = await by.get<{ version: number }>(`${this.at}/score-sheets?lot=${this.no}`);
    await by.ask('POST', `${this.at}/${path}`, { lot: this.no, ...body }, { 'If-Match': `"${version}"` });
  }

  /** The hash of a seed is public before the draw; who is drawn answers, and is appointed by nobody's choice. */
  async drawExperts(reviewOn: string): Promise<{ experts: number; seedHash: string }> {
    const { agent } = this.cast;
    const experts = this.members.filter(({ kind }) => kind === 'expert');
    const draws = `tenders/${this.tender}/review/draws`;
    const asked = { lot: this.no, source: 'pool', size: experts.length, reviewOn };
    const { id } = await agent.post(draws, asked);
    const { seedHash } = await agent.act<Draw>(`${draws}/${id}`, 'draw');
    for (const { person } of experts) {
      const { items } = await person.get<{ items: Root[] }>('expert-invitations');
      const open = items.find(({ state }) => state === 'invited');
      await person.act(`expert-invitations/${open?.id}`, 'accept');
    }
    for (const { user, kind } of this.members) await this.step(agent, 'members', { user, kind });
    return { experts: experts.length, seedHash };
  }

  /** Everybody declares to be tied to no bidder, and two find alike that all are qualified and conform; answers the bids. */
  async checkBids(): Promise<string[]> {
    const offered = (await this.read()).bids.map(({ id }) => id);
    const declarations = offered.map((bid) => ({ bid, tie: null }));
    for (const { person } of this.members) await this.step(person, 'declarations', { declarations });
    const results = offered.map((bid) => ({ bid, passed: true }));
    for (const check of ['qualify', 'check-conformity'])
      for (const { person } of this.members.slice(0, 2)) await this.own(person, `actions/${check}`, { results });
    return offered;
  }

  /** One sealed final offer of each, in the order of the bids. */
  async takeFinalOffers(bids: readonly Bid[], { prices, service, deadlineAt }: Final): Promise<void> {
    for (const { person } of this.members.slice(0, 2))
      await this.step(person, 'actions/request-final-offers', { deadlineAt });
    for (const [i, { agency, id }] of bids.entries()) {
      const price = prices[i] as string;
      const content = { price, statement: '虚构：最后报价。', items: [{ no: 1, name: service, amount: price }] };
      await agency.manager.post(`bids/${id}/consultation/final-offer`, { content });
    }
  }

  /** Answers the state of the lot once the worker has opened them. */
  async openFinalOffers(): Promise<string> {
    return (
      await until(
        () => this.read(),
        ({ lotState }) => lotState === 'final_offers_in',
      )
    ).lotState;
  }

  /** Scored by each alone, locked, signed and reported; answers the state of the lot. */
  async reportScores(offered: readonly string[], points: Points): Promise<string> {
    await this.step(this.chair, 'actions/begin-scoring');
    for (const [m, { person }] of this.members.entries())
      await this.own(person, 'score-sheets', {
        lock: true,
        scores: offered.flatMap((bid, b) => points(bid, b, m).map((scored) => ({ bid, ...scored }))),
      });
    for (const { person } of this.members) await this.own(person, 'signatures');
    return this.find(await this.step(this.chair, 'actions/report')).lotState;
  }
}

/** The panel's part: declarations, checks, one sealed final offer of each, scores, the report. */
export async function toTheReport(stage: Stage, cast: Cast, tender: string, bids: readonly Bid[]): Promise<void> {
  const { say } = stage;
  const panel = new PanelOfLot(cast, tender);
  const { experts, seedHash } = await panel.drawExperts('2025-11-21');
  say('agent', `draws ${experts} experts by the seed with hash ${seedHash.slice(0, 12)}…; they accept`);
  const offered = await panel.checkBids();
  say(
    'panel',
    `three members declare no tie to any of ${offered.length} bidders; two of them find alike what decides qualification and conformity`,
  );

  await panel.step(panel.chair, 'actions/begin-consultation');
  await panel.step(panel.chair, 'actions/change-requirement', {
    requirement: '为辖区内失能、独居老人提供居家养老服务，含周末；每周至少上门两次。',
    reason: '虚构：磋商中明确上门次数',
  });
  await panel.step(cast.officer, 'actions/confirm-requirement', { respondBy: '2025-11-21T13:00:00+08:00' });
  for (const { agency, id } of bids)
    await agency.manager.post(`bids/${id}/consultation/responses`, { statement: '虚构：每周上门两次。' });
  say('panel, officer', 'the talks change the requirement; every supplier is told the same and answers anew');
  const deadlineAt = '2025-11-21T15:00:00+08:00';
  await panel.takeFinalOffers(bids, { prices: FINAL_PRICES, service: '上门服务', deadlineAt });
  await stage.moveTo('2025-11-21T15:00:01+08:00');
  say('agencies', `one sealed final offer each, opened together: ${await panel.openFinalOffers()}`);

  const reported = await panel.reportScores(offered, (_, b, m) => [
    { criterion: 2, points: String(46 - 3 * b - m) },
    { criterion: 3, points: String(24 + (b === 1 ? 2 : 0)) },
  ]);
  say('panel', `each scores alone, all sheets are locked and revealed, the report is signed: ${reported}`);
}

/** What buyer and agent do with the report of a lot, as they are answered. */
export const resultSteps =
  (tender: string, no = 1) =>
  async (by: Person, action: string, body: object = {}): Promise<Results['items'][number]> => {
    const said = { lot: no, ...body };
    const { items } = await by.change<Results>('POST', `tenders/${tender}/awards`, `actions/${action}`, said);
    return items.find(({ lot }) => lot === no) as Results['items'][number];
  };

/** Delivered, confirmed in the order of the ranks, published; answers the award. */
export async function toTheResult(stage: Stage, cast: Cast, tender: string, bids: readonly Bid[]): Promise<string> {
  const { say } = stage;
  const step = resultSteps(tender);
  await stage.moveTo('2025-11-24T09:30:00+08:00');
  const { candidates } = await step(cast.agent, 'deliver-report');
  const first = candidates.find(({ rank }) => rank === 1);
  say('agent', `delivers the report; first of ${candidates.length} with ${first?.total} points`);
  await stage.moveTo('2025-11-25T10:00:00+08:00');
  const confirmed = await step(cast.approver, 'confirm', { bid: first?.bid });
  say('approver', `confirms the first rank: ${confirmed.lotState}`);
  await stage.moveTo('2025-11-26T09:00:00+08:00');
  const published = await step(cast.agent, 'publish-result');
  const award = published.awards.find(({ state }) => state === 'active');
  say('agent', `publishes the result at ${award?.amount} yuan: ${published.lotState}`);
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
