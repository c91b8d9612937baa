import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { statePurchaseLimit } from '../support/limits.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

describe('a recorded bid of a consortium', () => {
  let app: TestApp;
  let officer: Recorder;
  let supervisor: TestAccount;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-03-02');
    officer = await Recorder.of(app);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    world = new RiskWorld(app, 'live');
    await statePurchaseLimit(app, '990203', '50000.00');
  });
  afterAll(() => app.close());

  const LEAD = { name: '甲社会工作服务中心' };
  const OTHER = { name: '乙社会工作服务中心' };
  const MEMBER = { name: '丙社会工作服务中心' };
  const record = async (...bids: object[]) => {
    const lots = [{ no: 1, name: '1' }];
    const { id } = await officer.tender({ method: 'OPEN_TENDER', region: '990203', budget: '300000.00', lots });
    const facts = [
      given('notice', { publishedOn: '2025-11-03' }),
      ...bids.map((data) => given('bid', data, { lot: 1 })),
      given('award', { decidedOn: '2025-11-28', bidCount: bids.length }, { lot: 1 }),
    ];
    const answer = await officer.facts(id as string, facts);
    return { id: id as string, answer };
  };
  const judge = async (id: string) => {
    await world.settle();
    const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(supervisor.auth).expect(200);
    const lot = (body as { lots: { id: string }[] }).lots[0]?.id ?? '';
    const found = await app.http
      .get(`/api/v1/risk/assessments?indicator=C08&subject=lot:${lot}`)
      .set(supervisor.auth)
      .expect(200);
    return (found.body as { items: object[] }).items[0];
  };

  it('names its members, and each becomes a body of the register', async () => {
    const { answer } = await record({ bidder: LEAD, members: [LEAD, MEMBER] }, { bidder: OTHER });
    expect(answer.status).toBe(200);
    const [bid] = (
      answer.body as { facts: { kind: string; data: { members?: { organisation?: string }[] } }[] }
    ).facts.filter(({ kind }) => kind === 'bid');
    expect(bid?.data.members).toEqual([
      { ...LEAD, organisation: expect.any(String) },
      { ...MEMBER, organisation: expect.any(String) },
    ]);
  });

  it('is found where a member bids for the same lot alone, or in another consortium', async () => {
    const found = { state: 'triggered', severity: 'violation', basis: { article: '第二十二条第二款' } };
    const alone = await record({ bidder: LEAD, members: [MEMBER] }, { bidder: MEMBER });
    expect(await judge(alone.id)).toMatchObject({ ...found, value: '1' });
    const twice = await record({ bidder: LEAD, members: [MEMBER] }, { bidder: OTHER, members: [MEMBER] });
    expect(await judge(twice.id)).toMatchObject(found);
    const apart = await record({ bidder: LEAD, members: [LEAD, MEMBER] }, { bidder: OTHER });
    expect(await judge(apart.id)).toMatchObject({ state: 'insufficient_data', reason: { missing: ['registrations'] } });
  });

  it('is held by the relations of its members against other bidders, and never against its own', async () => {
    const [lead, member, other] = ['丁', '戊', '己'].map((name) => ({ name: `${name}社会工作服务中心` }));
    const bids = [{ bidder: lead, members: [lead, member] }, { bidder: other }] as const;
    const { id } = await record(...bids);
    const rows = await app.dataSource.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM organisation WHERE name = ANY ($1::text[])`,
      [[lead, member, other].map((body) => body?.name)],
    );
    const setHeads = async (heads: Record<string, string>) => {
      for (const { id: body, name } of rows) await world.relations(body, [heads[name] ?? ''], true);
    };
    const [one, two, three] = ['990203198001011238', '99020319800101122X', '990203198001011211'];
    const [l, m, o] = [lead, member, other].map((body) => body?.name ?? '') as [string, string, string];
    await setHeads({ [l]: one, [m]: one, [o]: two });
    expect(await judge(id)).toMatchObject({ state: 'clear' });
    await setHeads({ [l]: one, [m]: two, [o]: two });
    expect(await judge(id)).toMatchObject({
      state: 'triggered',
      basis: { article: '第十八条第一款' },
      evidence: expect.arrayContaining([expect.objectContaining({ field: 'heads' })]),
    });
    await setHeads({ [l]: one, [m]: three, [o]: two });
    expect(await judge(id)).toMatchObject({ state: 'clear' });
  });

  it('is asked, read and answered by the member through which a tie is found, without whom nobody confirms it', async () => {
    const [lead, member, other, outsider] = ['庚', '辛', '壬', '癸'].map((name) => `${name}社会工作服务中心`) as [
      ...[string, string, string, string],
    ];
    const { id } = await record(
      { bidder: { name: lead }, members: [{ name: lead }, { name: member }] },
      ...[other, outsider].map((name) => ({ bidder: { name } })),
    );
    const rows = await app.dataSource.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM organisation WHERE name = ANY ($1::text[])`,
      [[lead, member, other]],
    );
    const bodyOf = (name: string): string => rows.find((row) => row.name === name)?.id ?? '';
    for (const name of [member, other]) await world.relations(bodyOf(name), ['990203198001011238'], true);
    expect(await judge(id)).toMatchObject({ state: 'triggered' });
    const list = await app.http.get('/api/v1/risk/flags?indicator=C08&limit=200').set(supervisor.auth).expect(200);
    const flag = (list.body as { items: { id: string; version: number; rootCause: { id: string } }[] }).items.find(
      ({ rootCause }) => rootCause.id === id,
    );
    const at = `/api/v1/risk/flags/${flag?.id}`;
    const act = (action: string, by: TestAccount, version: number, body: object) =>
      app.http.post(`${at}/actions/${action}`).set(by.auth).set('If-Match', `"${version}"`).send(body);
    const reason = '登记显示两家单位的负责人为同一人，答复未说明原因';
    const refused = await act('confirm', supervisor, flag?.version ?? 0, { reason, restsOn: ['heads'] });
    const { code, errors } = refused.body as { code: string; errors: { pointer: string }[] };
    expect(code).toBe('body_not_heard');
    expect(errors.map(({ pointer }) => pointer.split('/').at(-1)).sort()).toEqual(rows.map((row) => row.id).sort());
    const asked = await act('assign', supervisor, flag?.version ?? 0, { askOrganisations: [bodyOf(member)] });
    expect(asked.status).toBe(200);
    const manager = await makeUser(app, 'agency_manager', bodyOf(member));
    const seen = await app.http.get(at).set(manager.auth).expect(200);
    expect((seen.body as { explanation: string }).explanation).toContain(other);
    const { version } = seen.body as { version: number };
    expect((await act('respond', manager, version, { reason: '负责人已于投标前变更' })).status).toBe(200);
  });

  it('is refused with no member, a member that is no body, or more than twenty, and nothing is stored', async () => {
    const many = Array.from({ length: 21 }, (_, n) => ({ name: `机构${n}` }));
    for (const members of [[], ['甲'], [{ name: '' }], many]) {
      const { id, answer } = await record({ bidder: LEAD, members });
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([400, 'validation_failed']);
      const { body } = await officer.get(`/tenders/${id}`);
      expect((body as { facts: object[] }).facts).toEqual([]);
    }
  });
});
