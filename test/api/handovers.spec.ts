import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Accepting } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRows } from '../support/bulk-rows.js';
import { Continuing, NEXT, RUNS, type HandoverBody } from '../support/continuity.js';
import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { makeOnlookers, refusal } from '../support/implementing.js';
import { Surveying } from '../support/surveys.js';

interface Recipient {
  id: string;
  version: number;
  number: string;
  displayName: string | null;
  servedBy: string;
  contract: string;
}
const codeOf = (answer: unknown): unknown => said(answer as Answer)[1];
const factsOf = (answer: unknown) => (answer as Answer).body.facts;

describe('recipients', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let other: { agency: string; manager: TestAccount };
  let third: { agency: string; manager: TestAccount };
  let who: Awaited<ReturnType<typeof makeOnlookers>>;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    ({ officer } = parties.bureau);
    const body = async () => {
      const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
      return { agency, manager: await makeUser(app, 'agency_manager', agency) };
    };
    [other, third] = [await body(), await body()];
    who = await makeOnlookers(app, parties);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  /** Under a contract of its own that passes its line on: to whom, and how many are served. */
  const passed = async (receiver: string, count: number, kind = 'hand_over') => {
    await at('2025-12-22');
    const next = await Continuing.begin(app, parties);
    const { line } = parties.bureau;
    const served = [];
    for (let i = 0; i < count; i += 1) served.push(await next.serve());
    const { id: plan } = await next.proposed([{ serviceLine: line, kind, from: NEXT.start, receiver }]);
    const agreed = await next.agree(plan);
    if (agreed.status !== 200) throw new Error(agreed.text);
    return { next, plan, served };
  };
  const passedTo = (line: string, receiver: string) => ({
    reason: '更换接收方',
    items: [{ serviceLine: line, kind: 'hand_over', from: NEXT.start, receiver }],
  });
  /** They pass once the contract is over, and it is prolonged afterwards. */
  const passEarly = async (next: Continuing, handover: string) => {
    const endOn = (day: string) =>
      app.dataSource.query(
        `UPDATE contract SET content = jsonb_set(content, '{window,end}', to_jsonb($2::text)) WHERE id = $1`,
        [next.contract.id, day],
      );
    await endOn('2025-12-22');
    await app.dataSource.query(`UPDATE handover SET passes_on = '2025-12-23' WHERE id = $1`, [handover]);
    await next.passOn('2025-12-23');
    await endOn(RUNS.end);
  };
  const recipients = async (by: TestAccount, ids: readonly string[]): Promise<Recipient[]> => {
    const path = `/api/v1/service-lines/${parties.bureau.line}/recipients?limit=200`;
    const { body } = await app.http.get(path).set(by.auth).expect(200);
    return (body as { items: Recipient[] }).items.filter(({ id }) => ids.includes(id));
  };
  const leave = (id: string, until: string) =>
    app.dataSource.query(`UPDATE recipient SET since = '2025-12-15', until = $2 WHERE id = $1`, [id, until]);

  it('pass to whom the agreed plan names, as they were offered: with a name where there is a basis, else by number', async () => {
    const { next, plan, served } = await passed(other.agency, 3);
    const { line } = parties.bureau;
    const [first = '', second = '', last = ''] = served;
    const names = [
      { recipient: first, consentOn: '2025-12-20' },
      { recipient: second, legalBasis: '监护人不明，为应对紧急情况所必需（个人信息保护法第十三条）' },
    ];
    const offer = { receiver: other.agency, names };
    for (const [body, pointer] of [
      [{ ...offer, serviceLine: randomUUID() }, '/serviceLine'],
      [{ receiver: parties.agency }, '/receiver'],
      [{ receiver: randomUUID() }, '/receiver'],
      [{ ...offer, names: [{ recipient: randomUUID(), consentOn: '2025-12-20' }] }, '/names/0/recipient'],
      [{ ...offer, names: [{ recipient: first }] }, '/names/0/consentOn'],
      [{ ...offer, names: [{ recipient: first, consentOn: '2025-12-23' }] }, '/names/0/consentOn'],
      [{ ...offer, toContract: next.contract.id }, '/toContract'],
    ] as const)
      expect(refusal(await next.offer(body))).toEqual([400, 'validation_failed', pointer]);
    const unfit = await next.offer({ receiver: third.agency });
    expect([codeOf(unfit), factsOf(unfit)]).toEqual(['receiver_unfit', { receivers: [other.agency] }]);
    const made = await next.offered(offer);
    expect(made).toMatchObject({ state: 'offered', recipients: 3, named: 2 });
    expect(actionNames(made.allowedActions)).toEqual(['offer', 'withdraw']);
    expect(refusal(await next.offer(offer))).toEqual([409, 'conflict', null]);
    const path = `/api/v1/handovers/${made.id}/recipients?limit=2`;
    const { body: page } = await app.http.get(path).set(other.manager.auth).expect(200);
    const { items } = page as { items: { recipient: string; number: string; name: string | null }[] };
    expect(items.map(({ recipient, name }) => [recipient, name])).toEqual([
      [first, 'consent'],
      [second, 'legal_basis'],
    ]);
    // Nobody's name is told before they are theirs.
    expect(JSON.stringify(page)).not.toContain('示例服务对象');
    expect(await recipients(other.manager, served)).toEqual([]);

    // The plan is another by now: who was offered is not who the plan names.
    await next.must(plan, 'revise', passedTo(line, third.agency));
    await next.agree(plan);
    const acknowledge = (by = other.manager) => next.onHandover(made.id, 'acknowledge', {}, by);
    expect(codeOf(await acknowledge())).toBe('receiver_unfit');
    await next.must(plan, 'revise', passedTo(line, other.agency));
    // Proposed is not agreed.
    expect(codeOf(await acknowledge())).toBe('receiver_unfit');
    await next.agree(plan);
    // One has left since, one has come.
    await leave(last, '2025-12-21');
    const fewer = await acknowledge();
    expect([codeOf(fewer), factsOf(fewer)]).toMatchObject(['recipients_changed', { offered: made.recipientsHash }]);
    const come = await next.serve();
    expect(codeOf(await acknowledge())).toBe('recipients_changed');
    const anew = { reason: '名单更新', names: [...names, { recipient: come, consentOn: '2025-12-22' }] };
    expect((await next.onHandover(made.id, 'offer', anew, officer)).body).toMatchObject({ recipients: 3, named: 3 });
    const fourth = await next.serve();
    expect((await next.onHandover(made.id, 'offer', { reason: '名单更新' }, officer)).body).toMatchObject({
      recipients: 4,
      named: 3,
    });
    const theirs = [first, second, come, fourth];
    const before = await recipients(parties.manager, theirs);
    expect(before.map(({ displayName }) => displayName)).toEqual(Array(4).fill('示例服务对象'));
    for (const by of [parties.manager, officer, who.rival])
      expect([403, 404]).toContain((await acknowledge(by)).status);
    const done = await acknowledge();
    expect(done.body).toMatchObject({ state: 'acknowledged', acknowledgedOn: '2025-12-22', passedAt: null });
    await passEarly(next, made.id);
    const after = await recipients(other.manager, theirs);
    expect(after.map(({ number }) => number)).toEqual(before.map(({ number }) => number));
    expect(after.map(({ displayName, servedBy }) => [displayName, servedBy])).toEqual([
      ...Array(3).fill(['示例服务对象', other.agency]),
      [null, other.agency],
    ]);
    // The name that rested on nothing is nowhere any more, and the others are read by who serves them alone.
    expect(await app.dataSource.query(`SELECT name FROM recipient WHERE id = $1`, [fourth])).toEqual([{ name: null }]);
    expect(await recipients(parties.manager, theirs)).toEqual([]);
    expect((await recipients(officer, theirs)).map(({ displayName }) => displayName)).toEqual(Array(4).fill(null));
    const { facts } = await next.contract.read();
    expect(facts.filter(({ kind }) => kind === 'handover').map(({ data }) => data)).toEqual([
      { serviceLine: line, on: '2025-12-22', recipients: 4 },
    ]);
    // What was done before they went is still told, and nothing that came after.
    await at('2025-12-24');
    const visit = { form: 'visit', minutes: 30, workers: { assistant: 1 }, recipients: [first] };
    const told = (servedOn: string) => next.work.make('service-records', { ...visit, servedOn }, parties.manager);
    expect((await told('2025-12-22')).status).toBe(201);
    expect(codeOf(await told('2025-12-23'))).toBe('recipient_not_served');
    // Who is served now is told by who met them.
    const met = after.find(({ id }) => id === fourth);
    const known = await app.http
      .patch(`/api/v1/service-lines/${line}/recipients/${fourth}`)
      .set({ ...other.manager.auth, 'If-Match': `"${met?.version}"` })
      .send({ displayName: '示例对象丁' });
    expect(known.body).toMatchObject({ displayName: '示例对象丁' });
  });

  it('are refused with a reason, offered to another, or kept', async () => {
    const { next, plan } = await passed(other.agency, 1);
    const { line } = parties.bureau;
    const { id } = await next.offered({ receiver: other.agency });
    expect(refusal(await next.onHandover(id, 'refuse', {}, other.manager))).toEqual([
      400,
      'validation_failed',
      '/reason',
    ]);
    const tasks = async (kind: string, by: TestAccount) =>
      (
        (await app.http.get(`/api/v1/me/tasks?limit=200&kind=${kind}`).set(by.auth)).body as { items: { id: string }[] }
      ).items.filter((task) => task.id === id).length;
    expect([await tasks('handover', other.manager), await tasks('handover_refused', officer)]).toEqual([1, 0]);
    const refused = await next.onHandover(id, 'refuse', { reason: '人手不足' }, other.manager);
    expect(refused.body).toMatchObject({ state: 'refused', decisionReason: '人手不足', allowedActions: [] });
    expect([await tasks('handover', other.manager), await tasks('handover_refused', officer)]).toEqual([0, 1]);
    const again = (receiver: string) => next.onHandover(id, 'offer', { reason: '另行移交', receiver }, officer);
    expect(codeOf(await again(third.agency))).toBe('receiver_unfit');
    await next.must(plan, 'revise', passedTo(line, third.agency));
    await next.agree(plan);
    expect((await again(third.agency)).body).toMatchObject({ state: 'offered', receiver: third.agency });
    // It is no concern any more of who refused.
    await app.http.get(`/api/v1/handovers/${id}`).set(other.manager.auth).expect(404);
    expect(refusal(await next.onHandover(id, 'withdraw', {}, officer))).toEqual([400, 'validation_failed', '/reason']);
    expect((await next.onHandover(id, 'withdraw', { reason: '续签' }, officer)).body).toMatchObject({
      state: 'withdrawn',
    });
    expect(refusal(await next.onHandover(id, 'acknowledge', {}, third.manager))).toEqual([409, 'wrong_state', null]);
  });

  it('take a consent to the body that it named alone: offered to another, a name goes by a legal basis only', async () => {
    const { next, plan, served } = await passed(other.agency, 2);
    const [agreed = '', needed = ''] = served;
    const names = [
      { recipient: agreed, consentOn: '2025-12-20' },
      { recipient: needed, legalBasis: '为应对紧急情况所必需（个人信息保护法第十三条）' },
    ];
    const { id } = await next.offered({ receiver: other.agency, names });
    await next.must(plan, 'revise', passedTo(parties.bureau.line, third.agency));
    await next.agree(plan);
    const offer = async (more: object = {}) =>
      (await next.onHandover(id, 'offer', { reason: '另行移交', receiver: third.agency, ...more }, officer)).body;
    expect(await offer()).toMatchObject({ receiver: third.agency, recipients: 2, named: 1 });
    // The same receiver keeps what was agreed to for it.
    expect(await offer({ names })).toMatchObject({ named: 2 });
    expect(await offer()).toMatchObject({ named: 2 });
    expect(await offer({ names: names.slice(1) })).toMatchObject({ named: 1 });
    expect((await next.onHandover(id, 'acknowledge', {}, third.manager)).status).toBe(200);
    await next.passOn();
    expect((await recipients(third.manager, served)).map(({ displayName }) => displayName).sort()).toEqual(
      [null, '示例服务对象'].sort(),
    );
  });

  it('are absorbed by a committee of the line’s community', async () => {
    const [seat] = await app.dataSource.query<{ organisation_id: string }[]>(
      `SELECT k.committee_id AS organisation_id FROM service_line_community y JOIN community k ON k.id = y.community_id
       WHERE y.service_line_id = $1`,
      [parties.bureau.line],
    );
    const committee = seat?.organisation_id ?? '';
    const { next, served } = await passed(committee, 1, 'absorb');
    const names = [{ recipient: served[0], consentOn: '2025-12-22' }];
    const { id } = await next.offered({ receiver: committee, names });
    expect(actionNames((await next.handover(id, who.neighbour)).allowedActions)).toEqual(['acknowledge', 'refuse']);
    expect((await next.onHandover(id, 'acknowledge', {}, who.neighbour)).status).toBe(200);
    await next.passOn();
    const [mine] = await recipients(who.neighbour, served);
    expect([mine?.displayName, mine?.servedBy]).toEqual(['示例服务对象', committee]);
  });

  it('pass to the agency of the signed successor, and under its contract', async () => {
    await at('2025-12-22');
    const next = await Continuing.begin(app, parties);
    const { line } = parties.bureau;
    const served = [await next.serve()];
    const { id: plan } = await next.proposed([{ serviceLine: line, kind: 'retender', from: NEXT.start }]);
    await next.agree(plan);
    expect(codeOf(await next.offer({ receiver: other.agency }))).toBe('receiver_unfit');
    const following = { ...parties, agency: other.agency, manager: other.manager };
    const successor = await Contracting.signed(app, following, {}, { window: NEXT });
    const { id } = await next.offered({ receiver: other.agency, toContract: successor.id });
    expect((await next.onHandover(id, 'acknowledge', {}, other.manager)).status).toBe(200);
    await next.passOn();
    const [moved] = await recipients(officer, served);
    expect([moved?.servedBy, moved?.contract]).toEqual([other.agency, successor.id]);
    // Who was handed over is asked of the contract from which they went, also where no record names them.
    const survey = await Surveying.of(app, parties, next.contract.id);
    const days = { opensOn: '2026-12-15', closesOn: '2027-01-10' };
    await survey.begin(days);
    expect(await survey.must('draw', { size: 1 })).toMatchObject({ size: 1, strata: [{ population: 1, sampled: 1 }] });
    await next.contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, next.contract);
    expect((await round.hear(served[0] ?? '')).status).toBe(200);
    expect((await next.act(plan, 'carry-out')).body).toMatchObject({ state: 'carried_out' });
    const { facts } = await next.contract.read();
    expect(facts.find(({ kind }) => kind === 'handover')?.data).toMatchObject({ toContract: successor.id });
  });

  it('do not pass to the agency of a successor that was rescinded and closed', async () => {
    const { next } = await passed(third.agency, 1);
    const following = { ...parties, agency: third.agency, manager: third.manager };
    const successor = await Contracting.signed(app, following, {}, { window: NEXT });
    await successor.rescinded({ reason: '判决', ground: 'court_judgment', reference: '（2025）行1号' });
    expect((await successor.must('close-unperformed', { reason: '未履行' })).state).toBe('settled');
    const offer = await next.offer({ receiver: third.agency, toContract: successor.id });
    expect(refusal(offer)).toEqual([400, 'validation_failed', '/toContract']);
    const { line } = parties.bureau;
    const later = await Continuing.begin(app, parties);
    await later.serve();
    const { id: plan } = await later.proposed([{ serviceLine: line, kind: 'retender', from: NEXT.start }]);
    await later.agree(plan);
    expect(codeOf(await later.offer({ receiver: third.agency }))).toBe('receiver_unfit');
  });

  it('are seen on their way by those whom it concerns', async () => {
    const { next } = await passed(other.agency, 0);
    const { id } = await next.offered({ receiver: other.agency });
    const sees = async (by: TestAccount) => {
      const one = (await app.http.get(`/api/v1/handovers/${id}`).set(by.auth)).status;
      const inside = (await app.http.get(`/api/v1/handovers/${id}/recipients`).set(by.auth)).status;
      const path = `/api/v1/handovers?contract=${next.contract.id}`;
      const { items } = (await app.http.get(path).set(by.auth).expect(200)).body as { items: HandoverBody[] };
      return [one, inside, items.length];
    };
    for (const by of [officer, parties.manager, other.manager, who.watcher])
      expect(await sees(by)).toEqual([200, 200, 1]);
    for (const by of [third.manager, who.neighbour, who.elsewhere, who.otherBureau, who.rival])
      expect(await sees(by)).toEqual([404, 404, 0]);
    expect(refusal(await next.offer({ receiver: other.agency }, parties.manager))[0]).toBe(403);
    expect(refusal(await next.offer({ receiver: other.agency }, who.otherBureau))[0]).toBe(404);
  });

  it('are called by each body as it called them: the former one tells of days before, and of nobody anew', async () => {
    await at('2025-12-22');
    const next = await Continuing.begin(app, parties);
    const { line } = parties.bureau;
    const served = [await next.serve(), await next.serve()];
    const { id: plan } = await next.proposed([{ serviceLine: line, kind: 'retender', from: NEXT.start }]);
    await next.agree(plan);
    const following = { ...parties, agency: other.agency, manager: other.manager };
    const successor = await Contracting.signed(app, following, {}, { window: NEXT });
    const [first = ''] = served;
    const attach = (id: string, number: string, by: TestAccount) =>
      app.http
        .post(`/api/v1/service-lines/${line}/recipients/${id}/external-ids`)
        .set(by.auth)
        .send({ system: 'list', id: number });
    for (const [i, id] of served.entries()) await attach(id, String(17 + i), parties.manager).expect(200);
    const send = (kind: string, rows: object[], by = parties.manager) => sendRows(app, by, kind, rows);
    const row = (number: string, more: object = {}) => ({
      ...{ externalId: `list:${number}`, contract: next.contract.id, serviceLine: line, displayName: '示例服务对象' },
      ...more,
    });
    const full = [row('17'), row('18')];
    expect((await send('recipients', full)).figures).toEqual([0, 2, 0]);
    const record = (token: string, servedOn: string) => ({
      ...{ externalId: `list:${token}`, contract: next.contract.id, servedOn, form: 'visit', minutes: 30 },
      ...{ assistants: 1, recipients: 'list:17' },
    });
    const records = [record('r1', '2025-12-22')];
    expect((await send('records', records)).figures).toEqual([1, 0, 0]);
    const names = served.map((recipient) => ({ recipient, consentOn: '2025-12-20' }));
    const { id } = await next.offered({ receiver: other.agency, toContract: successor.id, names });
    expect((await next.onHandover(id, 'acknowledge', {}, other.manager)).status).toBe(200);
    await passEarly(next, id);

    await at('2025-12-24');
    expect((await send('records', records)).figures).toEqual([0, 1, 0]);
    const later = await send('records', [record('r2', '2025-12-22'), record('r3', '2025-12-23')]);
    expect([later.figures, later.faults.map(([no, fault]) => [no, String(fault).split(' ')[0]])]).toEqual([
      [1, 0, 1],
      [[2, '/recipients']],
    ]);
    const count = async (): Promise<unknown> =>
      (await app.dataSource.query<object[]>(`SELECT count(*)::int AS n FROM recipient`))[0];
    const before = [await count(), await recipients(other.manager, served)];
    const not = (no: number) => [no, '/externalId recipient_not_served'];
    for (const rows of [full, [row('17', { displayName: '虚构改名者' }), row('18', { recipient: served[1] })]])
      expect(await send('recipients', rows)).toMatchObject({ figures: [0, 0, 2], faults: [not(1), not(2)] });
    expect((await send('recipients', [row('19', { recipient: first })])).faults).toEqual([[1, '/recipient not_found']]);
    expect([await count(), await recipients(other.manager, served)]).toEqual(before);

    // Whoever serves them now has a number of its own for them, and finds them by it.
    await attach(first, '5', other.manager).expect(200);
    expect(codeOf(await attach(first, '6', other.manager))).toBe('other_number');
    const theirs = row('5', { contract: successor.id, displayName: '示例服务对象戊' });
    expect(await send('recipients', [theirs], other.manager)).toMatchObject({ figures: [1, 0, 0], faults: [] });
    expect(await recipients(other.manager, [first])).toMatchObject([{ displayName: '示例服务对象戊' }]);
    expect(await count()).toEqual(before[0]);
    expect((await send('recipients', full)).faults).toEqual([not(1), not(2)]);

    // A number of each body's own is taken back by that body alone, also by the former one.
    const takeBack = (id: string, by: TestAccount) =>
      app.http.delete(`/api/v1/service-lines/${line}/recipients/${id}/external-ids`).set(by.auth);
    const former = await makeUser(app, 'agency_worker', parties.agency);
    const [, second = ''] = served;
    await takeBack(first, other.manager).expect(204);
    await takeBack(first, other.manager).expect(404);
    await takeBack(second, other.manager).expect(404);
    expect((await send('recipients', full)).faults).toEqual([not(1), not(2)]);
    await takeBack(first, former).expect(204);
    await takeBack(first, former).expect(404);
    expect((await send('records', [record('r4', '2025-12-22')])).faults).toMatchObject([[1, expect.any(String)]]);
    expect((await send('recipients', [row('18')])).faults).toEqual([not(1)]);
  });
});
