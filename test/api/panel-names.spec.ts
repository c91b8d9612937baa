import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Consulting } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { feedOf, placed } from '../support/feed.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { everybody } from '../support/non-interference.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

interface Entry {
  action: string;
  actor: { kind: string; id: string | null };
}

/** Order 87 article 47: who sits in a panel is secret until the result, whatever the panel does meanwhile. */
describe('who acted for a panel', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    // The feed is placed by the worker.
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const get = (path: string, by: TestAccount | null) => app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
  const entries = async (path: string, by: TestAccount): Promise<Entry[]> => {
    const { body } = await get(path, by).expect(200);
    return (body as { items: Entry[] }).items;
  };
  /** Everything that an object of the purchase may be named by in the audit, with the lot's own rows first. */
  async function subjects(tender: string): Promise<string[]> {
    const rows = await app.dataSource.query<{ subject: string }[]>(
      `SELECT 'lot:' || id AS subject FROM lot WHERE tender_id = $1
       UNION ALL SELECT 'tender:' || $1::text UNION ALL SELECT 'review:' || id FROM review WHERE tender_id = $1
       UNION ALL SELECT 'bid:' || coalesce(envelope_id, id) FROM bid WHERE tender_id = $1`,
      [tender],
    );
    return rows.map(({ subject }) => subject);
  }
  /** Where somebody reads the id of a member that is not the own one: role and address. */
  async function tellers(
    tender: string,
    people: ReadonlyMap<string, TestAccount | null>,
    panel: readonly TestAccount[],
  ): Promise<Set<string>> {
    const named = await subjects(tender);
    const paths = [
      ...named.map((subject) => `history?limit=200&subject=${subject}`),
      ...named.map((subject) => `audit/entries?limit=200&subject=${subject}`),
      ...panel.map(({ id }) => `audit/entries?limit=200&actor=${id}&action=begin_consultation`),
      'audit/entries?limit=200',
      `tenders/${tender}`,
      `tenders/${tender}/review`,
      `tenders/${tender}/review/consultation`,
    ];
    await placed(app);
    const found = new Set<string>();
    // That somebody has an account in a body is told to whoever sits there; it says nothing of a panel.
    const isOfAccount = (event: string): boolean => event.includes('"aggregate":"user"');
    const toEvents = (text: string): string[] => {
      const { items } = JSON.parse(text) as { items?: object[] };
      return items?.map((item) => JSON.stringify(item)) ?? [text];
    };
    const tells = (events: readonly string[], by: TestAccount | null): boolean =>
      panel.some(({ id }) => id !== by?.id && events.some((event) => !isOfAccount(event) && event.includes(id)));
    for (const [role, by] of people) if (tells((await feedOf(app, by)).split('\n'), by)) found.add(role);
    for (const path of paths)
      for (const [role, by] of people) {
        const { status, text } = await get(path, by);
        if (status === 200 && tells(toEvents(text), by)) found.add(role);
      }
    return found;
  }

  it('is told to nobody but those who appointed it, before the result of a consultation; then to all who see the step', async () => {
    const agency = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agency);
    const [chair, expert] = (await makeReviewers(app, 2)) as [TestAccount, TestAccount];
    // A person of the buyer sees the purchase as the buyer does, and in the panel no more of the others than they.
    const representative = await makeUser(app, 'panel_member', bureau.id);
    const panel = [chair, expert, representative];
    const lot = await Consulting.sealed(app, bureau, panel, ['180000.00', '190000.00', '199000.00', '199500.00'], {
      agent: agency,
    });
    expect((await lot.propose()).status).toBe(200);
    expect((await lot.confirm()).status).toBe(200);
    for (const i of [0, 1, 2]) expect((await lot.respond(i)).status).toBe(200);
    // Who did not answer is left out by the panel's request.
    await setInstant(app, '2025-11-14T07:30:01Z');
    for (const by of [chair, representative])
      await lot.must('request-final-offers', { deadlineAt: '2025-11-14T08:00:01Z' }, by);
    for (const [i, price] of ['60000.00', '180000.00', '190000.00'].entries()) await lot.mustOffer(i, price);
    await lot.close('2026-02-02T01:00:00Z');
    const low = (await lot.lot()).bids.find(({ triggers }) => triggers.length > 0)?.id ?? '';
    const asked = { bid: low, dueAt: '2026-02-02T02:00:00Z', reason: '报价明显偏低' };
    expect((await lot.review.post('explanations', asked, expert)).status).toBe(200);
    const on = (action: string, body: object, by: TestAccount) =>
      lot.review.post(`explanations/${low}/actions/${action}`, body, by);
    const bidder = lot.suppliers[0]?.user as TestAccount;
    expect((await on('explain', { text: '志愿者参与，人力成本较低' }, bidder)).status).toBe(200);
    for (const by of [expert, chair])
      expect((await on('settle', { accepted: true, reason: '成本说明合理' }, by)).status).toBe(200);
    await lot.reported();

    const people = await everybody(app, bureau.id);
    const approver = people.get('bureau_approver') as TestAccount;
    const supervisor = people.get('supervisor') as TestAccount;
    // Who appoints panels in another body appoints none here.
    const elsewhere = await makeUser(app, 'bureau_approver', bureau.id);
    await giveSeat(app, elsewhere, 'bureau_officer', await makeBody(app));
    const all = new Map<string, TestAccount | null>([
      ...people,
      ['agent', agent],
      ['officer elsewhere', elsewhere],
      ['chair', chair],
      ['expert', expert],
      ['representative', representative],
      ...lot.suppliers.map(({ user }, i) => [`supplier ${i}`, user] as const),
    ]);
    const id = lot.review.id;
    expect([...(await tellers(id, all, panel))].sort()).toEqual(['agent', 'bureau_officer']);

    // The steps themselves are told: what, when, and that a person did it.
    const history = `history?limit=200&subject=lot:${await lot.lotId()}`;
    const officer = await entries(history, bureau.officer);
    const acting = officer.filter(({ actor }) => panel.some((member) => member.id === actor.id));
    expect(acting.map(({ action }) => action)).toEqual([
      'qualify',
      'check_conformity',
      'begin_consultation',
      'change_requirement',
      'request_final_offers',
      'report',
    ]);
    const unnamed = officer.map((entry) =>
      acting.includes(entry) ? { ...entry, actor: { kind: 'user', id: null } } : entry,
    );
    for (const by of [approver, supervisor]) expect(await entries(history, by)).toEqual(unnamed);
    const own = acting.find(({ action }) => action === 'request_final_offers');
    expect(own?.actor.id).toBe(representative.id);
    expect((await entries(history, representative)).filter(({ actor }) => actor.id === representative.id)).toEqual([
      own,
    ]);
    // A row that keeps its actor back is not found by the actor either.
    const byChair = `audit/entries?limit=200&actor=${chair.id}`;
    expect(await entries(byChair, supervisor)).toEqual([]);
    expect(await entries(`audit/entries?limit=200&actor=${bureau.officer.id}`, supervisor)).not.toEqual([]);
    const audited = async () => {
      const found = await entries(`audit/entries?limit=200&subject=lot:${await lot.lotId()}`, supervisor);
      return found.filter(({ action }) => action === 'begin_consultation').map(({ actor }) => actor.id);
    };
    expect(await audited()).toEqual([null]);

    await lot.published(agent);
    expect((await entries(history, supervisor)).slice(0, officer.length)).toEqual(officer);
    expect(await audited()).toEqual([chair.id]);
    expect((await entries(byChair, supervisor)).map(({ action }) => action)).toContain('begin_consultation');
    const told = await tellers(id, all, panel);
    for (const role of ['bureau_approver', 'supervisor', 'finance_authority', 'representative'])
      expect(told).toContain(role);
    for (const role of ['supplier 0', 'community_worker']) expect(told).not.toContain(role);
  });

  it('stays secret where the lot fails by its checks, though everybody reads that it failed; the buyer’s own checks are told', async () => {
    await setInstant(app, null);
    const panel = await makeReviewers(app, 5);
    const review = await Reviewing.begin(app, bureau, panel, ['150000.00', '160000.00', '170000.00', '180000.00']);
    await review.appointAll();
    await review.declareAll();
    await review.qualify([review.bids[3] as string]);
    const left = review.bids.slice(0, 3);
    expect((await review.conform([review.bids[2] as string], left)).lotState).toBe('failed');
    const people = await everybody(app, bureau.id);
    expect([...(await tellers(review.id, people, panel))].sort()).toEqual(['bureau_officer']);

    // The steps themselves stand in the feed, and there too a name would be found.
    const [lot] = await subjects(review.id);
    const watcher = people.get('supervisor') as TestAccount;
    expect(await feedOf(app, watcher)).toContain('"event":"lot.check_conformity"');
    const step = { aggregate: 'lot', id: lot?.slice(4) ?? '', action: 'appointed', dataset: 'live', region: '990203' };
    const leak = { ...step, data: { member: panel[0]?.id } };
    await app.running.app.get(Transactions).run(SYSTEM, (tx) => tx.record(leak));
    await placed(app);
    expect(await feedOf(app, watcher)).toContain(panel[0]?.id);
    const actors = async (subject: string | undefined, by: TestAccount) =>
      (await entries(`history?limit=200&subject=${subject}`, by)).map(({ action, actor }) => [action, actor.id]);
    const stranger = await makeUser(app, 'agency_manager');
    expect(await actors(lot, stranger)).toEqual([['check_conformity', null]]);
    // Whose word made the majority.
    const third = panel[2] as TestAccount;
    const { approver, officer } = bureau;
    expect(await actors(lot, approver)).toEqual([
      ['qualify', officer.id],
      ['check_conformity', null],
    ]);
    expect(await actors(lot, officer)).toEqual([
      ['qualify', officer.id],
      ['check_conformity', third.id],
    ]);
    expect(await actors(`bid:${review.bids[3]}`, approver)).toEqual([['reject', officer.id]]);
    expect(await actors(`bid:${review.bids[2]}`, approver)).toEqual([['reject', null]]);
    expect(await actors(`bid:${review.bids[2]}`, officer)).toEqual([['reject', third.id]]);
  });
});
