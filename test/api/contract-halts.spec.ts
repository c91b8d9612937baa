import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HaltKeeper } from '../../src/purchase/contracts/halting/halt-keeper.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { makeTied } from '../support/implementing.js';
import { actOnRemedy } from '../support/lots.js';
import { ownDays, ownSteps } from '../support/own-tasks.js';
import { stored } from '../support/stored.js';

let app: TestApp;
let parties: Parties;
/** Somebody who is officer and approver at once. */
let both: TestAccount;
/** An approver who sits in the agency too. */
let tied: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  const seat = (role: 'bureau_officer' | 'bureau_approver') => ({ role, organisation: parties.bureau.id });
  both = await makeAccount(app, seat('bureau_officer'), seat('bureau_approver'));
  tied = await makeTied(app, parties, 'bureau_approver');
});
afterAll(() => app.close());

/** What is stored; that a request was answered is remembered by its key. */
const readRows = async () => {
  const rows = Object.entries(await stored(app));
  return Object.fromEntries(rows.filter(([table]) => !/^(idempoten|session|refresh)/.test(table)));
};
const at = (moment: string) => setBusinessTime(app, `${moment}+08:00`);
const sweep = () => app.running.app.get(HaltKeeper).sweep();
const approver = (): TestAccount => parties.bureau.approver;
const active = async (): Promise<Contracting> => {
  await at('2025-12-22T09:00:00');
  return Contracting.active(app, parties);
};
/** The same of a result that was published last Friday and may still be challenged. */
const recent = async (): Promise<Contracting> => {
  await at('2025-12-22T09:00:00');
  const published = { decidedOn: '2025-12-19', publishedOn: '2025-12-19' };
  const { award } = await Contracting.awarded(
    app,
    parties,
    { window: { start: '2025-12-15', end: '2026-12-14' } },
    published,
  );
  const { auth } = parties.bureau.officer;
  const made = await app.http
    .post('/api/v1/contracts')
    .set(auth)
    .send({ award, ...CONTENT });
  const contract = new Contracting(app, parties, (made.body as { id: string }).id);
  await contract.signBoth();
  await contract.must('start');
  return contract;
};
const FLOOD = { ground: 'force_majeure', reference: '应急通知〔2025〕8号', reason: '洪水', until: '2026-01-20' };
/** A challenge to the purchase of the contract; answers what finds it without ground. */
const challenged = async (contract: Contracting): Promise<() => Promise<void>> => {
  const { tender } = await contract.read();
  const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  const filed = await app.http
    .post('/api/v1/challenges')
    .set(rival.auth)
    .send({ tender, stage: 'process', knownOn: '2025-12-22', grounds: '评审违法', requests: '重新评审' });
  expect([filed.status, (filed.body as { blocks: boolean }).blocks]).toEqual([201, true]);
  return async () => {
    const words = { result: 'not_upheld', reason: '评审符合规定' };
    const { id } = filed.body as { id: string };
    expect((await actOnRemedy(app, 'challenges', id, 'answer', words, parties.bureau.officer)).status).toBe(200);
  };
};
const danger = (lines: readonly string[], day: string) => ({
  ...{ ground: 'danger_to_recipients', reason: '护理员伤害老人' },
  servedBy: lines.map((line) => ({ line, name: '街道应急照护队', from: day })),
});

describe('a halt of a contract', () => {
  it('is refused without a ground of the list, its paper or its last day, and stores nothing', async () => {
    const contract = await active();
    const rows = await readRows();
    const halt = (body: object) => contract.act('halt', { reason: '中止', ...body });
    expect(said(await halt({ ground: 'weather', until: '2026-01-20' }))).toEqual([
      ...[422, 'halt_ground_missing', 'CONTRACT-NO-UNILATERAL'],
      ['/ground'],
    ]);
    // What an authority is asked is no notice of the authority.
    expect((await halt({ ground: 'complaint', until: '2026-01-20' })).body.code).toBe('halt_ground_missing');
    expect(said(await halt({ ground: 'challenge', until: '2026-01-20' }))).toEqual([
      ...[422, 'halt_ground_unproven', 'CHALLENGE-HOLD-SIGN'],
      ['/reference'],
    ]);
    const paper = { ground: 'challenge', reference: '质疑函1号' };
    expect(said(await halt(paper))).toEqual([422, 'halt_too_long', null, ['/until']]);
    expect(said(await halt({ ...paper, until: '2025-12-21' }))).toEqual([422, 'halt_too_long', null, ['/until']]);
    expect(said(await halt({ ...paper, until: '2026-02-21' }))).toEqual([422, 'halt_too_long', null, ['/until']]);
    expect((await halt(FLOOD)).body.code).toBe('halt_not_proposed');
    expect(await readRows()).toEqual(rows);
    const halted = (await halt({ ...paper, until: '2026-02-20' })).body;
    expect(halted).toMatchObject({ state: 'halted', here: { haltGround: 'challenge', haltedFrom: 'active' } });
    expect(halted.here.halts).toMatchObject([{ state: 'in_force', until: '2026-02-20', confirmDue: null }]);
  });

  it('by a notice of the authority or force majeure is proposed by one and ordered by another', async () => {
    const contract = await active();
    const propose = (body: object, by?: TestAccount) => contract.act('propose-halt', body, by);
    expect((await contract.act('halt', FLOOD)).body.code).toBe('halt_not_proposed');
    expect((await contract.act('order-halt', {}, approver())).body.code).toBe('halt_not_proposed');
    expect((await contract.act('withdraw-halt-proposal', { reason: '无' })).body.code).toBe('halt_not_proposed');
    expect((await propose({ ...FLOOD, ground: 'challenge' })).body.code).toBe('halt_ground_missing');
    expect(said(await propose({ ...FLOOD, reference: undefined })).slice(1)).toEqual([
      ...['halt_ground_missing', 'CONTRACT-NO-UNILATERAL'],
      ['/reference'],
    ]);
    expect((await propose({ ...FLOOD, until: undefined })).body.code).toBe('halt_too_long');
    const notice = { ...FLOOD, ground: 'authority_notice', reference: '财监〔2025〕3号' };
    expect(said(await propose({ ...notice, until: '2026-01-22' }))).toEqual([
      ...[422, 'halt_too_long', 'SUSPEND-30D'],
      ['/until'],
    ]);
    const proposed = await propose({ ...notice, until: '2026-01-21' }, both);
    expect(proposed.body).toMatchObject({ state: 'active', here: { halts: [{ state: 'proposed', beganOn: null }] } });
    expect((await propose(FLOOD)).body.code).toBe('proposed_already');
    const rows = await readRows();
    expect((await contract.act('order-halt', {}, both)).body.code).toBe('proposer_decides');
    expect((await contract.act('order-halt', {}, tied)).body.code).toBe('acts_with_interest');
    expect((await contract.act('order-halt', {})).body.code).toBe('not_permitted');
    expect(await readRows()).toEqual(rows);
    const ordered = await contract.must('order-halt', { reason: '属实' }, approver());
    expect(ordered).toMatchObject({ state: 'halted', here: { haltGround: 'authority_notice' } });
    expect((await contract.act('confirm-halt', {}, approver())).body.code).toBe('halt_confirmed_already');
    await contract.must('resume');
    await contract.must('propose-halt', FLOOD);
    await contract.must('withdraw-halt-proposal', { reason: '水已退' });
    expect((await contract.read()).here.halts.map(({ state }) => state)).toEqual(['ended', 'withdrawn']);
    // What was proposed too long ago states no end that is still ahead.
    await contract.must('propose-halt', FLOOD);
    await at('2026-01-21T09:00:00');
    expect((await contract.act('order-halt', {}, approver())).body.code).toBe('halt_too_long');
    await contract.must('withdraw-halt-proposal', { reason: '水已退' });
    await contract.must('propose-halt', { ...FLOOD, until: '2026-02-01' });
    expect((await contract.must('order-halt', {}, approver())).state).toBe('halted');
  });

  it('that nobody orders by its last day is withdrawn by itself, and stands in the way of no other', async () => {
    const contract = await active();
    const steps = () => ownSteps(app, approver(), 'halt_decision', contract.id);
    await contract.must('propose-halt', FLOOD);
    await at('2026-01-20T23:59:00');
    await sweep();
    expect(await steps()).toEqual([`contracts/${contract.id}/actions/order-halt`]);
    expect((await contract.act('propose-halt', { ...FLOOD, until: '2026-02-01' })).body.code).toBe('proposed_already');
    await at('2026-01-21T00:00:01');
    expect(await steps()).toEqual([]);
    const again = await contract.must('propose-halt', { ...FLOOD, until: '2026-02-01' });
    expect(again.here.halts.map(({ state, endedOn }) => [state, endedOn])).toEqual([
      ['withdrawn', '2026-01-21'],
      ['proposed', null],
    ]);
    await at('2026-02-02T00:00:01');
    await sweep();
    const swept = await contract.read();
    expect([swept.version, swept.here.halts.map(({ state }) => state)]).toEqual([
      again.version + 1,
      ['withdrawn', 'withdrawn'],
    ]);
    const [told] = await app.dataSource.query<{ action: string; actor_kind: string }[]>(
      `SELECT action, actor_kind FROM audit_entry WHERE aggregate_type = 'contract' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [contract.id],
    );
    expect(told).toEqual({ action: 'lapse_halt_proposal', actor_kind: 'system' });
  });

  it('has thirty days in all by one notice of the authority, however often it is proposed', async () => {
    const contract = await active();
    const propose = (until: string, reference = '财监〔2025〕3号') =>
      contract.act('propose-halt', { ...FLOOD, ground: 'authority_notice', reference, until });
    expect((await propose('2026-01-01')).status).toBe(200);
    await contract.must('order-halt', {}, approver());
    await at('2026-01-02T09:00:00');
    // Ten days are over: twenty are left of thirty.
    const long = await propose('2026-01-23');
    expect([...said(long), long.body.facts]).toEqual([
      ...[422, 'halt_too_long', 'SUSPEND-30D', ['/until']],
      { latest: '2026-01-22' },
    ]);
    expect((await propose('2026-01-22')).status).toBe(200);
    await contract.must('order-halt', {}, approver());
    await at('2026-01-23T09:00:00');
    expect((await propose('2026-01-23')).body.code).toBe('halt_too_long');
    expect((await propose('2026-02-22', '财监〔2026〕1号')).status).toBe(200);
  });

  it('ends by itself after its last day, without a request', async () => {
    const contract = await active();
    await contract.must('propose-halt', FLOOD);
    await contract.must('order-halt', {}, approver());
    await at('2026-01-20T23:59:00');
    await sweep();
    expect((await contract.read()).state).toBe('halted');
    await at('2026-01-21T00:00:01');
    await sweep();
    const ended = await contract.read();
    expect(ended).toMatchObject({ state: 'active', here: { haltGround: null, haltedFrom: null } });
    expect(ended.here.halts).toMatchObject([{ state: 'ended', endedOn: '2026-01-21' }]);
    expect(actionNames(ended.allowedActions)).toContain('propose_halt');
    const rows = await app.dataSource.query<{ action: string; actor_kind: string }[]>(
      `SELECT action, actor_kind FROM audit_entry WHERE aggregate_type = 'contract' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [contract.id],
    );
    expect(rows).toEqual([{ action: 'end_halt', actor_kind: 'system' }]);
  });

  it('that is over before anything swept it stands in the way of no action', async () => {
    const contract = await active();
    await contract.must('propose-halt', FLOOD);
    await contract.must('order-halt', {}, approver());
    await at('2026-01-21T09:00:00');
    expect((await contract.act('resume')).body.code).toBe('wrong_state');
    expect((await contract.must('deliver', {}, parties.manager)).state).toBe('delivered');
  });
});

describe('a halt for a challenge', () => {
  it('ends by itself once nothing of it is open, though nobody resumes', async () => {
    const contract = await recent();
    const answer = await challenged(contract);
    expect((await contract.read()).here.halts).toMatchObject([{ ground: 'challenge', state: 'in_force', until: null }]);
    await at('2025-12-29T09:00:00');
    await sweep();
    expect((await contract.read()).state).toBe('halted');
    await answer();
    await sweep();
    const ended = await contract.read();
    expect(ended).toMatchObject({ state: 'active', here: { haltGround: null } });
    expect(ended.here.halts).toMatchObject([{ state: 'ended', endedOn: '2025-12-29' }]);
  });

  it('takes the place of one for danger that nobody confirmed in time, which nobody confirms any more', async () => {
    const contract = await recent();
    await contract.must('halt', { ...danger([parties.bureau.line], '2025-12-22'), until: '2026-01-20' });
    const answer = await challenged(contract);
    await at('2025-12-26T00:00:01');
    expect((await contract.act('confirm-halt', {}, approver())).body.code).toBe('halt_confirmed_already');
    await sweep();
    const kept = await contract.read();
    expect(kept).toMatchObject({ state: 'halted', here: { haltGround: 'challenge' } });
    expect(kept.here.halts).toMatchObject([
      { state: 'lapsed', ground: 'danger_to_recipients', endedOn: '2025-12-26' },
      { state: 'in_force', ground: 'challenge', until: null },
    ]);
    await answer();
    await sweep();
    expect((await contract.read()).state).toBe('active');
  });
});

describe('a halt for danger to recipients', () => {
  it('is at once, by one hand, and names who serves each line meanwhile', async () => {
    const contract = await active();
    const { line } = parties.bureau;
    const until = '2026-01-20';
    const halt = (servedBy?: object[]) =>
      contract.act('halt', { ...danger([line], '2025-12-22'), until, ...(servedBy && { servedBy }) });
    const other = await makeBody(app, { kind: 'agency' });
    const rows = await readRows();
    expect(said(await halt([]))).toEqual([422, 'recipients_unserved', null, ['/servedBy']]);
    for (const [served, pointer] of [
      [{ line, from: '2025-12-22' }, '/servedBy'],
      [{ line, name: '甲', organisation: other, from: '2025-12-22' }, '/servedBy'],
      [{ line, name: '甲', from: '2025-12-30' }, '/servedBy/0/from'],
      // Nobody's id, that of the whole line, and that of who is halted.
      [{ line, organisation: '2f1c9d0e-0000-4000-8000-000000000000', from: '2025-12-22' }, '/servedBy/0/organisation'],
      [{ line, organisation: line, from: '2025-12-22' }, '/servedBy/0/organisation'],
      [{ line, organisation: parties.agency, from: '2025-12-22' }, '/servedBy/0/organisation'],
    ] as const) {
      const answer = await halt([served]);
      expect([answer.body.code, said(answer)[3]]).toEqual(['recipients_unserved', expect.arrayContaining([pointer])]);
    }
    expect(await readRows()).toEqual(rows);
    const halted = (await halt([{ line, organisation: other, from: '2025-12-23' }])).body;
    expect(halted).toMatchObject({ state: 'halted', here: { haltGround: 'danger_to_recipients' } });
    // Monday 22 December: Tuesday, Wednesday, Thursday.
    expect(halted.here.halts).toMatchObject([
      {
        ...{ state: 'in_force', confirmDue: '2025-12-25', decidedAt: null },
        servedBy: [{ line, organisation: other, name: null, from: '2025-12-23' }],
      },
    ]);
    // Both sides read it.
    expect((await contract.read(parties.manager)).here.halts).toEqual(halted.here.halts);
  });

  it('names who serves by the record in which that body goes on: the halted one does not come back as another', async () => {
    const contract = await active();
    const { line } = parties.bureau;
    const halt = (organisation: string) =>
      contract.act('halt', {
        ...{ ...danger([line], '2025-12-22'), until: '2026-01-20' },
        servedBy: [{ line, organisation, from: '2025-12-22' }],
      });
    const merge = (record: string, into: string) =>
      app.dataSource.query(`UPDATE organisation SET state = 'merged', merged_into = $2 WHERE id = $1`, [record, into]);
    const itself = await makeBody(app);
    await merge(itself, parties.agency);
    const refused = await halt(itself);
    expect(refused.body).toMatchObject({
      code: 'recipients_unserved',
      errors: [{ code: 'body_merged', href: `/api/v1/organisations/${parties.agency}` }],
    });
    const [record, into] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
    expect((await halt(record)).status).toBe(200);
    const read = async () => (await contract.read()).here.halts[0]?.servedBy;
    expect(await read()).toEqual([{ line, organisation: record, name: null, from: '2025-12-22' }]);
    await merge(record, into);
    expect(await read()).toEqual([{ line, organisation: into, name: null, from: '2025-12-22' }]);
  });

  it('is confirmed by another person, never by the one who halted', async () => {
    const contract = await active();
    await contract.must('halt', { ...danger([parties.bureau.line], '2025-12-22'), until: '2026-01-20' }, both);
    const rows = await readRows();
    expect((await contract.act('confirm-halt', {}, both)).body.code).toBe('proposer_decides');
    expect((await contract.act('confirm-halt', {}, tied)).body.code).toBe('acts_with_interest');
    expect((await contract.act('confirm-halt')).body.code).toBe('not_permitted');
    expect(await readRows()).toEqual(rows);
    await at('2025-12-25T23:59:00');
    await contract.must('confirm-halt', { reason: '属实' }, approver());
    expect((await contract.act('confirm-halt', {}, approver())).body.code).toBe('halt_confirmed_already');
    await at('2026-01-20T09:00:00');
    await sweep();
    expect((await contract.read()).state).toBe('halted');
    await contract.must('resume');
    await contract.must('propose-halt', { ...FLOOD, until: '2026-02-20' });
    await contract.must('order-halt', {}, approver());
    expect((await contract.act('confirm-halt', {}, approver())).body.code).toBe('halt_confirmed_already');
    await contract.must('resume');
    await contract.must('halt', { ...danger([parties.bureau.line], '2026-01-20'), until: '2026-02-20' });
    await contract.must('confirm-halt', {}, approver());
  });

  it('lapses on 11 October 2026 where it began on 30 September and nobody confirmed it: HALT-DANGER-3WD', async () => {
    const contract = await active();
    await at('2026-09-30T09:00:00');
    const halted = await contract.must('halt', {
      ...danger([parties.bureau.line], '2026-09-30'),
      until: '2026-11-20',
    });
    expect(halted.here.halts).toMatchObject([{ confirmDue: '2026-10-10' }]);
    await at('2026-10-10T23:59:00');
    await sweep();
    expect((await contract.read()).state).toBe('halted');
    await at('2026-10-11T00:00:01');
    await sweep();
    const lapsed = await contract.read();
    expect([lapsed.state, lapsed.here.halts]).toMatchObject([
      'active',
      [{ state: 'lapsed', endedOn: '2026-10-11', until: '2026-11-20' }],
    ]);
    const told = await app.dataSource.query<{ action: string; tenants: string[] }[]>(
      `SELECT action, tenants FROM outbox WHERE aggregate_type = 'contract' AND aggregate_id = $1 ORDER BY id DESC LIMIT 1`,
      [contract.id],
    );
    expect(told).toMatchObject([{ action: 'lapse_halt' }]);
    expect([...(told[0]?.tenants ?? [])].sort()).toEqual([parties.bureau.id, parties.agency].sort());
  });

  it('waits to be confirmed without a day where the calendar of the year is not known, and lapses by none that is invented', async () => {
    const halted = async () => {
      const contract = await active();
      await at('2026-12-30T09:00:00');
      await contract.must('halt', { ...danger([parties.bureau.line], '2026-12-30'), until: '2027-02-20' }, both);
      return contract;
    };
    const waits = (contract: Contracting) => ownDays(app, approver(), 'halt_confirmation', contract.id);
    const readHalts = async (contract: Contracting) => {
      const { state, here } = await contract.read();
      return [state, here.halts.map((halt) => [halt.state, halt.confirmDue, halt.endedOn])];
    };
    const [confirmed, left] = [await halted(), await halted()];
    await at('2027-01-20T09:00:00');
    await sweep();
    for (const contract of [confirmed, left]) {
      expect(await readHalts(contract)).toEqual(['halted', [['in_force', null, null]]]);
      expect(await waits(contract)).toEqual([[null, null]]);
    }
    expect((await confirmed.act('confirm-halt', {}, both)).body.code).toBe('proposer_decides');
    await confirmed.must('confirm-halt', {}, approver());
    expect((await confirmed.act('confirm-halt', {}, approver())).body.code).toBe('halt_confirmed_already');
    expect(await waits(confirmed)).toEqual([]);
    await app.http
      .put('/api/v1/calendars/2027')
      .set((await makeUser(app, 'admin')).auth)
      .send({ source: '测试用历', days: [{ date: '2027-01-01', kind: 'holiday', name: '元旦' }] })
      .expect(200);
    // 31 December, 4 and 5 January: whoever has not confirmed it by then has not.
    await sweep();
    expect(await readHalts(confirmed)).toEqual(['halted', [['in_force', null, null]]]);
    expect(await readHalts(left)).toEqual(['active', [['lapsed', '2027-01-05', '2027-01-06']]]);
    expect(await waits(left)).toEqual([]);
  });

  it('that nobody confirmed is repeated at once by another person, and not by the same hand alone', async () => {
    const contract = await active();
    const halt = (day: string, until: string, by?: TestAccount) =>
      contract.act('halt', { ...danger([parties.bureau.line], day), until }, by);
    const { officer } = parties.bureau;
    expect((await halt('2025-12-22', '2026-01-20')).status).toBe(200);
    // It lapsed: whether or not anything swept it, the same hand does not go on.
    await at('2025-12-26T00:00:01');
    const rows = await readRows();
    const again = await halt('2025-12-26', '2026-01-20');
    expect([again.status, again.body.code, again.body.facts]).toEqual([
      ...[422, 'halt_repeated'],
      { endedOn: '2025-12-26', again: '2026-02-24' },
    ]);
    expect(await readRows()).toEqual(rows);
    expect((await contract.act('halt', { ...FLOOD, ground: 'danger_to_recipients' })).body.code).toBe(
      'recipients_unserved',
    );
    // Who ended theirs before anybody had to confirm it repeats it no more than who let it lapse.
    expect((await halt('2025-12-26', '2026-01-20', both)).status).toBe(200);
    await contract.must('resume', {}, both);
    await at('2026-01-05T09:00:00');
    expect((await halt('2026-01-05', '2026-02-20', both)).body.code).toBe('halt_repeated');
    expect((await halt('2026-01-05', '2026-02-20', officer)).body.code).toBe('halt_repeated');
    // A third person halts, the halt is confirmed, and both are as before.
    const third = await makeUser(app, 'bureau_officer', parties.bureau.id);
    expect((await halt('2026-01-05', '2026-02-20', third)).status).toBe(200);
    await contract.must('confirm-halt', {}, approver());
    await contract.must('resume');
    expect((await halt('2026-01-05', '2026-02-20', officer)).status).toBe(200);
  });

  it('may be repeated by the same hand sixty days after the one that nobody confirmed', async () => {
    const contract = await active();
    const halt = (day: string, until: string) => contract.act('halt', { ...danger([parties.bureau.line], day), until });
    expect((await halt('2025-12-22', '2026-01-20')).status).toBe(200);
    await at('2026-02-23T23:59:00');
    expect((await halt('2026-02-23', '2026-03-20')).body.code).toBe('halt_repeated');
    await at('2026-02-24T00:00:01');
    expect((await halt('2026-02-24', '2026-03-20')).status).toBe(200);
  });
});
