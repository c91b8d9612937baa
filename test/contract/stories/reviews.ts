import { demoId } from '../../../src/demonstration/demo-id.js';
import { makeBody, makeUser, type TestAccount } from '../../support/accounts.js';
import type { TestApp } from '../../support/app.js';
import { CRITERIA, Drafting, makeBureau } from '../../support/drafts.js';
import { haveDrawn } from '../../support/experts.js';
import { BUSINESS_START } from '../stable.js';
import type { Story } from './story.js';

const NAMES = ['甲', '乙', '丙', '丁', '戊', '己', '庚'];
const PRICES = ['80000.00', '180000.00', '186000.00', '192000.00'];
/** In the order of their names, so that every run lists them alike. */
const BIDS = PRICES.map((_, i) => demoId('fiction', `reviewed-bid-${i}`)).sort();

async function reviewer(app: TestApp, i: number): Promise<TestAccount> {
  const made = await makeUser(app, 'panel_member', await makeBody(app, { name: `【虚构】评审专家库${i}` }));
  await app.dataSource.query(`UPDATE app_user SET name = $2 WHERE id = $1`, [made.id, `虚构评审人员${NAMES[i]}`]);
  return made;
}

/** A tender whose bids were opened an hour ago: the story is about their review. */
async function opened(app: TestApp, tender: string): Promise<string[]> {
  const { dataSource } = app;
  await dataSource.query(
    `UPDATE tender SET state = 'opened', published = true, revision = 1, method = 'OPEN_TENDER',
       terms = terms || jsonb_build_object('criteria', $2::jsonb, 'bidBond', '2000.00'), deadline_at = business_now() - interval '1 hour'
     WHERE id = $1`,
    [tender, JSON.stringify(CRITERIA)],
  );
  await dataSource.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [tender]);
  const bodies: string[] = [];
  for (const [i, price] of PRICES.entries()) {
    const body = await makeBody(app, { kind: 'agency', name: `【虚构】${NAMES[i]}养老服务中心` });
    await dataSource.query(
      `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, state)
       SELECT $1, $2, id, $3, ($4::numeric * 100)::bigint, 'opened' FROM lot WHERE tender_id = $2`,
      [BIDS[i], tender, body, price],
    );
    bodies.push(body);
  }
  return bodies;
}

/** The panel of a lot, from its appointment to its report, and what the buyer and its winner make of that. */
export const reviews: Story = async ({ contract }) => {
  const { app } = contract;
  const bureau = await makeBureau(app, undefined, '【虚构】K区民政局（评审）');
  const { id } = await Drafting.begin(app, bureau, {}, true);
  const bodies = await opened(app, id);
  const panel: TestAccount[] = [];
  for (const i of NAMES.keys()) panel.push(await reviewer(app, i));
  const by = (i: number) => (panel[i] as TestAccount).auth;
  const as = bureau.officer.auth;
  const path = { id };
  const read = () => contract.ask<{ items: { members: { id: string }[] }[] }>('getReview', { as, path });
  const version = async () => ({ 'If-Match': (await read()).etag });
  /** Of the seat of a member: what it finds, scores and signs names this one. */
  const seat = async (i: number) => ({
    'If-Match': (await contract.ask('listScoreSheets', { as: by(i), path, query: { lot: '1' } })).etag,
  });

  await haveDrawn(
    app,
    id,
    bureau.officer,
    panel.map((member) => member.id),
  );
  for (const i of [0, 1, 2, 3, 4, 5])
    await contract.ask('appointPanelMember', {
      as,
      path,
      body: { lot: 1, user: panel[i]?.id, kind: i === 4 ? 'buyer_representative' : 'expert' },
    });
  const seats = (await read()).body.items[0]?.members ?? [];
  await contract.ask('removePanelMember', {
    as,
    path: { ...path, member: seats[5]?.id ?? '' },
    headers: await version(),
    body: { lot: 1, ground: 'absence', reason: '临时不能到场' },
  });
  await contract.ask('replacePanelMember', {
    as,
    path: { ...path, member: seats[3]?.id ?? '' },
    headers: await version(),
    body: { lot: 1, ground: 'recusal', reason: '三年内曾任供应商理事', user: panel[6]?.id },
  });
  const sitting = [0, 1, 2, 4, 6];
  const whole = BIDS.map((bid) => ({ bid, passed: true }));
  await contract.ask('qualifyBidders', { as, path, headers: await version(), body: { lot: 1, results: whole } });
  for (const i of sitting)
    await contract.ask('declareTies', {
      as: by(i),
      path,
      body: { lot: 1, declarations: BIDS.map((bid) => ({ bid, tie: null })) },
    });
  // Three of five decide.
  const deciding = sitting.slice(0, 3);
  for (const i of deciding)
    await contract.ask('checkConformity', {
      as: by(i),
      path,
      headers: await seat(i),
      body: { lot: 1, results: whole },
    });
  const [low = ''] = BIDS;
  const dueAt = new Date(Date.parse(BUSINESS_START) + 2 * 3_600_000).toISOString();
  await contract.ask('askExplanation', {
    as: by(0),
    path,
    body: { lot: 1, bid: low, dueAt, reason: '报价明显低于其他供应商' },
  });
  const bidder = await makeUser(app, 'agency_manager', bodies[0]);
  await contract.ask('explainPrice', {
    as: bidder.auth,
    path: { ...path, bid: low },
    headers: await version(),
    body: { lot: 1, text: '场地由街道无偿提供，志愿者承担部分工作。' },
  });
  await contract.ask('listExplanations', { as: bidder.auth, path, query: { lot: '1' } });
  for (const i of deciding)
    await contract.ask('settleExplanation', {
      as: by(i),
      path: { ...path, bid: low },
      headers: await seat(i),
      body: { lot: 1, accepted: true, reason: '说明有据，报价合理' },
    });
  await contract.ask('beginScoring', { as: by(0), path, headers: await version(), body: { lot: 1 } });
  for (const i of sitting)
    await contract.ask('saveScoreSheet', {
      as: by(i),
      path,
      headers: await seat(i),
      body: {
        lot: 1,
        lock: true,
        scores: BIDS.flatMap((bid, n) => [
          {
            ...{ bid, criterion: 2, points: i === 6 && n === 1 ? '5' : String(42 - n) },
            ...(n === 0 && { comment: '服务方案与社区需求相符，人员排班合理。' }),
          },
          { bid, criterion: 3, points: '24' },
        ]),
      },
    });
  await contract.ask('listScoreSheets', { as, path, query: { lot: '1' } });
  await contract.ask('correctScore', {
    as: by(6),
    path,
    headers: await seat(6),
    body: {
      lot: 1,
      bid: BIDS[1],
      criterion: 2,
      points: '41',
      ground: 'extreme',
      reason: '经评审小组一致认定评分畸低',
    },
  });
  for (const i of sitting.slice(0, 3))
    await contract.ask('signReport', { as: by(i), path, headers: await seat(i), body: { lot: 1 } });
  await contract.ask('dissentFromReport', {
    as: by(sitting[3] as number),
    path,
    headers: await seat(sitting[3] as number),
    body: { lot: 1, reason: '对最低报价的合理性持保留意见' },
  });
  await contract.ask('noteUnsigned', {
    as,
    path,
    headers: await version(),
    body: { lot: 1, member: (await read()).body.items[0]?.members.at(-1)?.id, reason: '拒绝签字且未书面说明理由' },
  });
  await contract.ask('reportReview', { as: by(0), path, headers: await version(), body: { lot: 1 } });
  // A report says who signed it, so that its hash is another in each run.
  const written = { sha256: '6f1c…', firstReport: '6f1c…' };
  const report = { as, path, query: { lot: '1' }, written };
  await contract.ask('getReviewReport', report);
  await contract.ask('getReviewReport', { ...report, accept: 'text/html' });

  const act = async (operation: string, who: TestAccount, body: object = {}) =>
    contract.ask<{ items: { candidates: { bid: string }[]; awards: { id: string; supplier: { id: string } }[] }[] }>(
      operation,
      { as: who.auth, path, headers: await version(), body: { lot: 1, ...body }, written },
    );
  const { body: delivered } = await act('deliverReport', bureau.officer);
  await act('recordReportObjection', bureau.approver, { reason: '虚构：第一候选供应商的资格证明正在核实' });
  await act('withdrawReportObjection', bureau.approver);
  await act('confirmResult', bureau.approver, { bid: delivered.items[0]?.candidates[0]?.bid });
  const { body: published } = await act('publishResult', bureau.officer);
  const loser = delivered.items[0]?.candidates[1]?.bid;
  await contract.ask('recordBondRefunds', {
    as,
    path,
    headers: await version(),
    body: { lot: 1, bids: [loser], refundedOn: BUSINESS_START.slice(0, 10), reference: '虚构付款凭证 0012 号' },
    written,
  });
  await contract.ask('listTenderAwards', { path, written });
  const [award] = published.items[0]?.awards ?? [];
  const winner = await makeUser(app, 'agency_manager', award?.supplier.id);
  await contract.ask('getAward', { as: winner.auth, path: { id: award?.id ?? '' } });
};
