import { NO_CONTENT } from '../../../src/purchase/bids/bid-content.rules.js';
import { Envelopes } from '../../../src/purchase/bids/opening/envelopes.js';
import { FinalOffersWork } from '../../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js';
import { demoId } from '../../../src/demonstration/demo-id.js';
import { signInstants } from '../../../src/purchase/tenders/lots/opening-instants.js';
import { DraftSteps } from '../../../src/purchase/tenders/drafts/draft-steps.js';
import { SYSTEM } from '../../../src/kernel/access/principal.js';
import { Transactions } from '../../../src/kernel/database/transactions.js';
import { makeBody, makeUser, type TestAccount } from '../../support/accounts.js';
import type { TestApp } from '../../support/app.js';
import { offer } from '../../support/bidding.js';
import { CRITERIA, Drafting, makeBureau } from '../../support/drafts.js';
import { haveDrawn } from '../../support/experts.js';
import { BUSINESS_START } from '../stable.js';
import { moveFinalDeadline } from '../../support/bidding.js';
import type { Root, Story } from './story.js';

const NAMES = ['子', '丑', '寅', '卯'];
const PRICES = ['180000.00', '186000.00', '190000.00', '192000.00'];
/** In the order of their names, so that every run lists them alike. */
const BIDS = PRICES.map((_, i) => demoId('fiction', `consulted-bid-${i}`)).sort();
const KINDS = ['expert', 'expert', 'buyer_representative'];
/** Stands for the signature of the run, whose key is its own. */
const SIGNATURE = `${'fQ7mB2xW9LkTz3aY'.repeat(5)}fQ7mB2`;
const HOUR = 3_600_000;
const inHours = (hours: number): string => new Date(Date.parse(BUSINESS_START) + hours * HOUR).toISOString();

/** A consultation whose bids were opened an hour ago, with the keys that its issue made. */
async function opened(app: TestApp, tender: string): Promise<TestAccount[]> {
  const { dataSource } = app;
  await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    await tx.query(
      `UPDATE tender SET state = 'opened', published = true, revision = 1, method = 'COMPETITIVE_CONSULTATION',
         terms = terms || jsonb_build_object('criteria', $2::jsonb), deadline_at = business_now() - interval '1 hour'
       WHERE id = $1`,
      [tender, JSON.stringify(CRITERIA)],
    );
    await tx.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [tender]);
    await app.running.app.get(DraftSteps).runIssueSteps(tx, tender);
    await signInstants(tx, tender, { event: 'issue' });
  });
  const people: TestAccount[] = [];
  for (const [i, price] of PRICES.entries()) {
    const body = await makeBody(app, { kind: 'agency', name: `【虚构】${NAMES[i]}社工服务中心` });
    await dataSource.query(
      `INSERT INTO bid (id, tender_id, lot_id, bidder_id, content, state)
       SELECT $1, $2, id, $3, jsonb_build_object('price', $4::text), 'opened' FROM lot WHERE tender_id = $2`,
      [BIDS[i], tender, body, price],
    );
    people.push(await makeUser(app, 'agency_manager', body));
  }
  return people;
}

/** The talks of a panel with four suppliers, to the two final offers. */
export const consultation: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（磋商）');
  const { id } = await Drafting.begin(app, bureau, {}, true);
  const people = await opened(app, id);
  const panel = await Promise.all(KINDS.map(() => makeUser(app, 'panel_member')));
  const chair = (panel[0] as TestAccount).auth;
  const officer = bureau.officer.auth;
  const path = { id };
  const send = async (where: string, body: object, as: TestAccount['auth'], versionOf = 'review') => {
    const { body: seen } = await app.http.get(`/api/v1/tenders/${id}/${versionOf}`).set(as);
    const answer = await app.http
      .post(`/api/v1/tenders/${id}/review/${where}`)
      .set(as)
      .set('If-Match', `"${(seen as { version?: number }).version ?? 1}"`)
      .send({ lot: 1, ...body });
    if (answer.status !== 200) throw new Error(`${where}: ${answer.status} ${answer.text}`);
  };
  await haveDrawn(
    app,
    id,
    bureau.officer,
    panel.map((member) => member.id),
  );
  for (const [i, { id: user }] of panel.entries()) await send('members', { user, kind: KINDS[i] }, officer);
  for (const { auth } of panel)
    await send('declarations', { declarations: BIDS.map((bid) => ({ bid, tie: null })) }, auth);
  const results = BIDS.map((bid) => ({ bid, passed: true }));
  // Two of three decide.
  for (const action of ['qualify', 'check-conformity'])
    for (const { auth } of panel.slice(0, 2)) await send(`actions/${action}`, { results }, auth, 'review/score-sheets');

  const read = () => contract.ask<Root>('getConsultation', { as: chair, path, query: { lot: '1' } });
  const step = async (name: string, as: TestAccount['auth'], body: object) =>
    contract.ask(name, { as, path, headers: { 'If-Match': (await read()).etag }, body: { lot: 1, ...body } });
  await step('beginConsultation', chair, {});
  await step('changeRequirement', chair, { requirement: '每户每周上门不少于三次', reason: '供应商建议，小组认为可行' });
  await step('refuseRequirement', officer, { reason: '超出预算安排' });
  await step('changeRequirement', chair, {
    requirement: '每户每周上门不少于两次，每次不少于一小时',
    standards: [{ no: 1, text: '服务对象满意度', target: 90, unit: '%' }],
    contractTerms: '服务费按季度支付',
    reason: '磋商中明确服务频次与付款方式',
  });
  await step('confirmRequirement', officer, { respondBy: inHours(1) });
  const auth = (i: number) => (people[i] as TestAccount).auth;
  const bid = (i: number) => ({ id: BIDS[i] as string });
  for (const i of [0, 1, 2, 3])
    await contract.ask('respondAnew', {
      as: auth(i),
      path: bid(i),
      body: { statement: '按变动后的频次与标准提供服务', team: [{ name: '虚构人员', role: '督导' }] },
    });
  const own = await contract.ask<Root>('getOwnConsultation', { as: auth(3), path: bid(3) });
  await contract.ask('withdrawFromConsultation', {
    as: auth(3),
    path: bid(3),
    headers: { 'If-Match': own.etag },
    body: { reason: '人员安排不能满足变动后的频次' },
  });
  const deadlineAt = inHours(2);
  for (const member of panel.slice(0, 2)) {
    contract.examples.delete('requestFinalOffers');
    await step('requestFinalOffers', member.auth, { deadlineAt });
  }
  for (const [i, price] of ['176000.00', '181000.00'].entries()) {
    const { body } = await contract.ask<{ signature: string }>('submitFinalOffer', {
      as: auth(i),
      path: bid(i),
      body: { content: offer(price) },
    });
    contract.stable.hide(body.signature, SIGNATURE);
    contract.examples.delete('submitFinalOffer');
    await contract.ask('submitFinalOffer', { as: auth(i), path: bid(i), body: { content: offer(price) } });
  }
  await contract.ask('getFinalOfferReceipt', { as: auth(0), path: bid(0) });
  const [asked] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [id]);
  await moveFinalDeadline(app, (asked as { id: string }).id, -1_000);
  await app.running.app.get(FinalOffersWork).sweep();
  contract.examples.delete('getConsultation');
  contract.examples.delete('getOwnConsultation');
  await read();
  await contract.ask('getOwnConsultation', { as: auth(0), path: bid(0) });
  // Stands for a final offer whose envelope was altered.
  await app.dataSource.query(`UPDATE final_offer SET content = NULL, price = NULL WHERE bid_id = $1`, [BIDS[1]]);
  await app.dataSource.query(`UPDATE bid SET state = 'rejected', price = NULL WHERE id = $1`, [BIDS[1]]);
  await app.dataSource.query(
    `INSERT INTO bid_check (bid_id, stage, passed, ground, detail, checked_at)
     VALUES ($1, 'consultation', false, 'unreadable', '最后报价的密封数据无法读取', business_now())`,
    [BIDS[1]],
  );
  const sealed = { id: await envelopeOf(app, BIDS[1] ?? '') };
  const unread = await contract.ask<Root>('getOwnConsultation', { as: auth(1), path: sealed });
  await contract.ask('restoreFinalOffer', {
    as: auth(1),
    path: sealed,
    headers: { 'If-Match': unread.etag },
    body: { content: offer('181000.00') },
  });
};

/** The envelope in which a bid would have lain: by it its bidder knows the bid. */
async function envelopeOf(app: TestApp, bid: string): Promise<string> {
  const [row] = await app.dataSource.query<[{ lot: string; organisation: string }]>(
    `SELECT lot_id AS lot, bidder_id AS organisation FROM bid WHERE id = $1`,
    [bid],
  );
  const envelopes = app.running.app.get(Envelopes);
  return app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    const head = { state: 'submitted', version: 1, at: null, sha256: null, revision: 1, history: [] } as const;
    const blinds = envelopes.blinds(row.organisation, row.lot);
    const id = await envelopes.make(tx, blinds, { ...head, ...row, history: [] }, NO_CONTENT);
    const content = JSON.stringify(NO_CONTENT);
    await tx.query(`UPDATE bid SET envelope_id = $2, content = $3::jsonb || content WHERE id = $1`, [bid, id, content]);
    return id;
  });
}
