import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDesk } from '../support/account-desk.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender, makeBidder, opening, DEADLINE, OPEN_TENDER, openTenderBids } from '../support/bidding.js';
import {
  Drafting,
  makeBureau,
  makeThreshold,
  setBusinessTime,
  startBusinessAt,
  type Bureau,
} from '../support/drafts.js';
import { FlagDesk, REASONED } from '../support/flag-desk.js';
import { feedOf, placed } from '../support/feed.js';
import { writeByHand } from '../support/by-hand.js';
import { handOver, makeInHand } from '../support/hands.js';
import { readVersion } from '../support/version.js';
import { ownTasks } from '../support/own-tasks.js';
import { codeOf, type User } from '../support/users.js';

const UPHELD = { reason: '申诉未提供新的材料，合同服务期确为五个月', restsOn: ['window'] };

describe('one administrator who would be two persons by accounts of several bodies', () => {
  let app: TestApp;
  let desk: AccountDesk;
  let bureau: Bureau;
  let admin: TestAccount;
  let second: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    desk = new AccountDesk(app);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    admin = await makeUser(app, 'admin');
    second = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  /** A submitted draft of an officer in the administrator's hand, and an approver in the same. */
  const submitInHand = async () => {
    const officer = await makeInHand(app, admin, { role: 'bureau_officer', organisation: bureau.id });
    const approver = await makeInHand(app, admin, { role: 'bureau_approver', organisation: bureau.id });
    const draft = await Drafting.begin(app, { ...bureau, officer });
    await draft.must('post', 'actions/submit', {});
    const approve = (by: TestAccount) => draft.act('approve', by, { findings: [] });
    return { officer, approver, approve };
  };

  it('bars nobody: what an account in the same hand recorded is confirmed by another administrator, and the body is told', async () => {
    const rival = await makeBidder(app);
    const organisation = await makeBody(app, { kind: 'finance_authority', region: '990200' });
    const hand = await makeInHand(app, admin, { role: 'finance_authority', organisation });
    const url = `/api/v1/organisations/${rival.body}/bars`;
    const decision = {
      ...{ number: '财监〔2025〕6号', authority: '示例市财政局', decided: 'finance_authority' },
      ...{ from: '2025-11-01', until: '2026-11-01' },
    };
    const confirm = async (id: string, by: TestAccount) =>
      app.http
        .post(`${url}/${id}/actions/confirm`)
        .set(by.auth)
        .set('If-Match', `"${await readVersion(app, 'organisation_bar', id)}"`)
        .send({});
    for (const [first, other] of [
      [hand, admin],
      [admin, hand],
    ] as const) {
      const made = (await app.http.post(url).set(first.auth).send(decision).expect(201)).body as { id: string };
      expect(codeOf(await confirm(made.id, other))).toBe('proposer_decides');
      const { body: shown } = await app.http.get(`${url}/${made.id}`).set(rival.user.auth).expect(200);
      expect(shown).toMatchObject({ state: 'proposed', number: decision.number });
      await placed(app);
      expect(await feedOf(app, rival.user)).toContain(made.id);
      const stranger = await makeBidder(app);
      expect((await app.http.get(`${url}/${made.id}`).set(stranger.user.auth)).status).toBe(404);
      expect((await confirm(made.id, second)).status).toBe(200);
    }
  });

  it('approves no draft: a code of another takes the account out of the hand', async () => {
    // Two managers of codes gave one code each of this bureau to the same administrator: an older installation.
    const { approver, approve } = await submitInHand();
    expect(codeOf(await approve(approver))).toBe('author_approves');
    // Nor where another account of that hand gave it a later code, and was given one by it.
    const friend = await makeInHand(app, admin, { role: 'agency_worker', organisation: await makeBody(app) });
    const later = await handOver(app, friend, approver);
    await handOver(app, approver, friend);
    expect(codeOf(await approve(later))).toBe('author_approves');
    // Two administrators give half a code each, and once it is used the account is in nobody's hand.
    const asked = (await desk.act(admin, approver.id, 'reset')).body as User;
    const agreed = (await desk.answer(second, asked.requests[0] ?? '', 'agree')).body as { setupCodeHalf: string };
    await setBusinessTime(app, '2025-11-04T10:00:00+08:00');
    expect(codeOf(await approve(later))).toBe('author_approves');
    const own = await desk.signedIn(approver, `${asked.setupCodeHalf} ${agreed.setupCodeHalf}`);
    expect((await approve(own)).status).toBe(200);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('grants no method and no later day for money that an account of the same hand asked for; another authority does', async () => {
    const officer = await makeInHand(app, admin, { role: 'bureau_officer', organisation: bureau.id });
    const authority = await makeBody(app, { kind: 'finance_authority', region: '990200' });
    const finance = await makeInHand(app, admin, { role: 'finance_authority', organisation: authority });
    const draft = await Drafting.begin(app, bureau, {
      lots: [{ no: 1, ceiling: '2000000.00', pricing: 'competitive' }],
    });
    await draft.plan();
    await draft.must('post', 'actions/request-method-approval', { reason: '政府购买服务' }, officer);
    expect(codeOf(await draft.act('grant-method-approval', finance))).toBe('requester_decides');
    await draft.must('post', 'actions/grant-method-approval', {}, bureau.finance);

    const lines = `/api/v1/programmes/${bureau.programme}/budget-lines`;
    const line = await app.http
      .post(lines)
      .set(officer.auth)
      .send({ name: '养老', amount: '1.00', useBy: '2026-05', sourceOfFunds: '省级福彩公益金' })
      .expect(201);
    const extensions = `${lines}/${(line.body as { id: string }).id}/extensions`;
    const asked = await app.http
      .post(extensions)
      .set(officer.auth)
      .send({ until: '2026-12-31', reason: '项目延期' })
      .expect(201);
    const grant = (by: TestAccount) =>
      app.http
        .post(`${extensions}/${(asked.body as { id: string }).id}/actions/grant`)
        .set({ ...by.auth, 'If-Match': '"1"' })
        .send({});
    expect(codeOf(await grant(finance))).toBe('requester_decides');
    expect((await grant(bureau.finance)).body).toMatchObject({ state: 'granted' });
  });

  it('grants no other method after a failure that an account of the same hand asked for', async () => {
    const { tender } = await issueTender(app, bureau, OPEN_TENDER);
    await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
    await openTenderBids(app, bureau, tender);
    const officer = await makeInHand(app, admin, { role: 'bureau_officer', organisation: bureau.id });
    const authority = await makeBody(app, { kind: 'finance_authority', region: '990200' });
    const finance = await makeInHand(app, admin, { role: 'finance_authority', organisation: authority });
    const ways = await app.http.get(`/api/v1/tenders/${tender}/lots/1/ways`).set(officer.auth).expect(200);
    const failures = (ways.body as { failures: { id: string }[] }).failures.map(({ id }) => id);
    const changes = `/api/v1/tenders/${tender}/method-changes`;
    const asked = await app.http
      .post(changes)
      .set(officer.auth)
      .send({ cause: 'market', reason: '采购任务未取消', failures, method: 'COMPETITIVE_CONSULTATION' })
      .expect(201);
    const { id, version } = asked.body as { id: string; version: number };
    const grant = (by: TestAccount) =>
      app.http
        .post(`${changes}/${id}/actions/grant`)
        .set({ ...by.auth, 'If-Match': `"${version}"` })
        .send({});
    expect(codeOf(await grant(finance))).toBe('requester_decides');
    expect((await grant(bureau.finance)).body).toMatchObject({ state: 'granted' });
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('is two persons by no row of a used code that somebody alters, takes away or adds', async () => {
    const { officer, approver, approve } = await submitInHand();
    const sql = writeByHand(() => app);
    const of = `user_id IN ('${officer.id}', '${approver.id}') AND used_at IS NOT NULL`;
    const codes = await sql<object[]>(`SELECT to_jsonb(c) AS row FROM setup_code c WHERE ${of}`);
    const putBack = async () => {
      await sql(`DELETE FROM setup_code WHERE ${of}`);
      for (const { row } of codes as { row: object }[])
        await sql(`INSERT INTO setup_code SELECT (jsonb_populate_record(NULL::setup_code, $1::jsonb)).*`, [
          JSON.stringify(row),
        ]);
    };
    for (const tampered of [
      `UPDATE setup_code SET given_to = NULL WHERE ${of}`,
      `DELETE FROM setup_code WHERE ${of}`,
      `INSERT INTO setup_code (hash, user_id, expires_at, used_at)
       SELECT sha256(hash), user_id, expires_at, used_at + interval '1 hour' FROM setup_code WHERE ${of}`,
    ]) {
      await sql(tampered);
      expect([tampered, codeOf(await approve(approver))]).toEqual([tampered, 'author_approves']);
      await putBack();
    }
    expect((await approve(bureau.approver)).status).toBe(200);
  });

  it('opens nothing by a bureau and a supervisor of two bodies', async () => {
    const issued = await issueTender(app, bureau);
    await startBusinessAt(app, new Date(Date.parse(DEADLINE.consultation) + 3_600_000).toISOString());
    const officer = await makeInHand(app, admin, { role: 'bureau_officer', organisation: bureau.id });
    const region = await makeBody(app, { kind: 'finance_authority', region: '990200' });
    const supervisor = await makeInHand(app, admin, { role: 'supervisor', organisation: region });
    expect((await opening(app, issued.tender, officer, 'request_opening')).status).toBe(200);
    expect(codeOf(await opening(app, issued.tender, supervisor, 'open_bids'))).toBe('opener_is_requester');
    const other = await makeInHand(app, second, { role: 'supervisor', organisation: region });
    expect(codeOf(await opening(app, issued.tender, other, 'open_bids'))).not.toBe('opener_is_requester');
  });
});

describe('two supervisors in one hand', () => {
  it('decide no appeal against a flag and have no task of it, and one of another hand does', async () => {
    const app = await startTestApp();
    try {
      const desk = await FlagDesk.open(app);
      const admin = await makeUser(app, 'admin');
      const seat = async () => ({
        role: 'supervisor' as const,
        organisation: await makeBody(app, { region: '990200' }),
      });
      const [one, two] = [await makeInHand(app, admin, await seat()), await makeInHand(app, admin, await seat())];
      const heard = await desk.heard(await desk.raise());
      const confirmed = await desk.done(heard, 'confirm', REASONED, one);
      await desk.done(confirmed, 'appeal', { reason: '缩短经双方书面同意' }, desk.manager);
      const flag = await desk.read(heard.id);
      expect(codeOf(await desk.act(flag, 'uphold', UPHELD, two))).toBe('decided_by_you');
      const waits = async (by: TestAccount) =>
        (await ownTasks(app, by, 'flag_appeal')).some(({ id }) => id === flag.id);
      expect([await waits(one), await waits(two), await waits(desk.supervisor)]).toEqual([false, false, true]);
      expect((await desk.act(flag, 'uphold', UPHELD)).status).toBe(200);
    } finally {
      await app.close();
    }
  });
});
