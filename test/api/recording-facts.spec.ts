import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder, rowCounts, stated } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const lot = { lot: 1 };
const A = { name: '甲社会工作服务中心' };
const B = { name: '乙养老服务中心' };

describe('the request', () => {
  it('needs an Idempotency-Key', async () => {
    const { id } = await officer.tender();
    const send = officer.app.http.post(`/api/v1/tenders/${id}/facts`).set(officer.account.auth);
    expect((await send.send({ facts: [given('notice')] }).expect(400)).body.code).toBe('idempotency_key_required');
  });

  it('sent twice does its work once; with another body it is refused', async () => {
    const { id } = await officer.tender();
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await officer.facts(id, [given('notice', { publishedOn: '2017-11-24' })], key).expect(200);
    const again = await officer.facts(id, [given('notice', { publishedOn: '2017-11-24' })], key).expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    const other = await officer.facts(id, [given('notice', { publishedOn: '2017-11-25' })], key).expect(422);
    expect(other.body.code).toBe('key_reused');
  });

  it('a refusal is repeated too', async () => {
    const { id } = await officer.tender();
    const key = { 'Idempotency-Key': randomUUID() };
    const send = () => officer.facts(id, [given('award', {}, { lot: 7 })], key).expect(422);
    expect((await send()).body.code).toBe('lot_unknown');
    expect((await send()).body.errors[0].pointer).toBe('/facts/0/lot');
  });

  it('heeds If-Match where it is sent', async () => {
    const { id, version } = await officer.tender();
    const matches = (v: string) => officer.facts(id, [given('notice')], { 'If-Match': v });
    expect((await matches(`"${version + 1}"`).expect(412)).body.code).toBe('stale_version');
    expect((await matches('soon').expect(400)).body.code).toBe('bad_if_match');
    expect((await matches(`"${version}"`).expect(200)).body.version).toBe(version + 1);
  });

  it('all of its facts or none', async () => {
    const { id } = await officer.tender();
    const before = await rowCounts(app);
    const facts = [
      given('notice', { publishedOn: '2017-11-24' }),
      given('award', { amount: '5.00', supplier: B }, { lot: 2 }),
    ];
    await officer.facts(id, facts).expect(422);
    await officer.facts(id, [...facts.slice(0, 1), given('award', { amount: '-5' }, lot)]).expect(400);
    expect(await rowCounts(app)).toEqual(before);
    expect((await officer.get(`/tenders/${id}`)).body).toMatchObject({ version: 1, state: null, facts: [] });
  });

  it.each([
    ['no facts', { facts: [] }, '/facts'],
    ['101 facts', { facts: Array.from({ length: 101 }, () => given('notice')) }, '/facts'],
    ['no source', { facts: [{ kind: 'notice', data: {} }] }, '/facts/0/source'],
    ['an unknown kind', { facts: [given('rumour')] }, '/facts/0/kind'],
    ['a kind of contracts', { facts: [given('payment', { amount: '1.00' })] }, '/facts/0/kind'],
    ['an unknown source', { facts: [given('notice', {}, { source: { kind: 'dream' } })] }, '/facts/0/source/kind'],
    ['an unknown field', { facts: [given('notice', { colour: 'red' })] }, '/facts/0/data/colour'],
    ['an unknown field that is null', { facts: [given('notice', { colour: null })] }, '/facts/0/data/colour'],
    ['a field of another kind', { facts: [given('award', { deadline: '2017-12-04' })] }, '/facts/0/data/deadline'],
    ['an unknown field of a party', { facts: [given('bid', { bidder: { nom: '甲' } })] }, '/facts/0/data/bidder/nom'],
    ['a bid of nobody', { facts: [given('bid', { price: '1.00' })] }, '/facts/0/data/bidder'],
    ['a lot of two thirds', { facts: [given('award', {}, { lot: 0.67 })] }, '/facts/0/lot'],
    ['a correction without a reason', { facts: [given('notice', {}, { replaces: randomUUID() })] }, '/facts/0/reason'],
  ])('%s is refused with its place', async (_, body, pointer) => {
    const { id } = await officer.tender();
    const answer = await officer.post(`/tenders/${id}/facts`, body).expect(400);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toContain(pointer);
    expect((await officer.get(`/tenders/${id}`)).body.version).toBe(1);
  });
});

describe('every kind of fact is kept as it was given, with its source', () => {
  const source = {
    kind: 'notice',
    url: 'https://www.ccgp.gov.cn/cggg/dfgg/cjgg/201712/t20171220_1.htm',
    publishedOn: '2017-12-20',
    reference: 'N-1',
  };
  const TENDER: Record<string, object> = {
    intention: { publishedOn: '2017-10' },
    notice: {
      publishedOn: '2017-11-24',
      documentsFrom: '2017-11-24',
      documentsTo: '2017-12-01',
      deadline: '2017-12-04T09:30:00+08:00',
      openingAt: '2017-12-04T09:30:00+08:00',
      singleSource: false,
      prequalificationTo: '2017-12-01',
      publicityTo: '2017-12',
    },
    correction: {
      publishedOn: '2017-11-30',
      documentsTo: '2017-12-02',
      deadline: '2017-12-05',
      openingAt: '2017-12-05',
    },
    clarification: { publishedOn: '2017-11-30', text: '服务人数以 80 人计' },
    opening: { heldAt: '2017-12-05T09:30:00+08:00' },
    bid: { price: '199000.00', rank: 1, score: '92.50', status: 'valid' },
    award: { decidedOn: '2017-12-08', publishedOn: '2017-12-11', amount: '199000.00', bidCount: 3 },
    contract: {
      number: 'HT-1',
      signedOn: '2017-12-20',
      publishedOn: '2017-12-22',
      amount: '199000.00',
      window: { start: '2018-01-01', end: '2018-05-31' },
      termText: '五个月',
    },
  };
  const STATES = [
    'intent_published',
    'closed',
    'closed',
    'closed',
    'closed',
    'opened',
    'result_published',
    'contracted',
  ];

  it('of a tender, with what it proves', async () => {
    const { id } = await officer.tender();
    for (const [i, [kind, data]] of Object.entries(TENDER).entries()) {
      const { body } = await officer
        .facts(id, [{ kind, data: { ...data, ...(kind === 'bid' && { bidder: A }) }, lot: 1, source }])
        .expect(200);
      expect([kind, body.state]).toEqual([kind, STATES[i]]);
      const stored = body.facts.at(-1);
      expect(stored).toMatchObject({ kind, lot: 1, data, source, replaces: null, replacedBy: null, reason: null });
      expect(Object.keys(stored.data).sort()).toEqual(
        Object.keys({ ...data, ...(kind === 'bid' && { bidder: A }) }).sort(),
      );
    }
    const { body } = await officer.get(`/tenders/${id}`);
    expect(body.lots[0]).toMatchObject({
      state: 'contracted',
      bidCount: 3,
      bids: [{ bidder: { name: A.name }, price: '199000.00', rank: 1, score: '92.50', status: 'valid' }],
      award: { amount: '199000.00', decidedOn: '2017-12-08', publishedOn: '2017-12-11', state: 'contracted' },
    });
    expect(body.conflicts).toEqual([]);
  });

  it.each([
    ['failure', 'failed'],
    ['cancellation', 'cancelled'],
  ])('of a tender that ended: %s', async (kind, state) => {
    const { id } = await officer.tender({ lots: [{ no: 1 }, { no: 2 }] });
    const data = { on: '2017-12-05', publishedOn: '2017-12-06', reason: '有效供应商不足三家' };
    expect((await officer.facts(id, [{ kind, data, lot: 1, source }]).expect(200)).body.state).toBeNull();
    const { body } = await officer.facts(id, [{ kind, data, lot: 2, source }]).expect(200);
    expect(body).toMatchObject({ state, facts: [{ data }, { data }] });
  });

  it('of a contract, with what it proves', async () => {
    const line = await officer.serviceLine();
    const toContract = await officer.contract();
    const contract = await officer.contract({}, { serviceLines: [line] });
    const CONTRACT: [string, object, string][] = [
      [
        'signed',
        {
          signedOn: '2017-12-20',
          amount: '200000.00',
          number: 'HT-2',
          window: { start: '2018-01-01', end: '2018-05-31' },
        },
        'signed',
      ],
      ['started', { on: '2018-01-01' }, 'active'],
      ['payment', { on: '2018-01-15', amount: '100000.00' }, 'active'],
      ['milestone', { name: '中期报告', dueOn: '2018-03', doneOn: '2018-03-15', final: false }, 'active'],
      ['evaluation', { kind: 'midterm', on: '2018-03-20', score: '88', grade: '良好' }, 'active'],
      [
        'plan',
        { kind: 'retender', serviceLine: line, from: '2018-06-01', agreedOn: '2018-04', carriedOutOn: '2018-06-01' },
        'active',
      ],
      ['handover', { serviceLine: line, toContract, on: '2018-06-01', recipients: 80 }, 'active'],
      ['delivered', { on: '2018-05-31' }, 'delivered'],
      [
        'acceptance',
        { concludedOn: '2018-06-20', publishedOn: '2018-06-22', result: 'passed', recipientsTookPart: true },
        'accepted',
      ],
      ['termination', { on: '2018-06-30', reason: '双方履行完毕' }, 'accepted'],
    ];
    for (const [kind, data, state] of CONTRACT) {
      const { body } = await officer.contractFacts(contract, [{ kind, data, source }]).expect(200);
      expect([kind, body.state]).toEqual([kind, state]);
      expect(body.facts.at(-1)).toMatchObject({ kind, lot: null, data, source });
    }
    const { body } = await officer.get(`/contracts/${contract}`);
    expect(body).toMatchObject({
      number: 'HT-2',
      amount: '200000.00',
      signedOn: '2017-12-20',
      window: { start: '2018-01-01', end: '2018-05-31' },
      terminatedOn: '2018-06-30',
      serviceLines: [line],
      published: true,
      conflicts: [],
    });
  });

  it('a plan or handover that names a line or contract of somebody else is refused', async () => {
    const contract = await officer.contract();
    const line = await officer.serviceLine();
    for (const [kind, data, field] of [
      ['plan', { kind: 'renew', serviceLine: line }, 'serviceLine'],
      ['handover', { toContract: randomUUID() }, 'toContract'],
      ['handover', { toContract: contract }, 'toContract'],
    ] as const) {
      const { body } = await officer.contractFacts(contract, [given(kind, data)]).expect(400);
      expect(body.errors[0]).toMatchObject({ pointer: `/facts/0/data/${field}`, code: 'unknown_reference' });
    }
  });
});

describe('a fact that is given again', () => {
  it('in the same words from the same source is one, in one request or in two', async () => {
    const { id } = await officer.tender();
    const bid = given('bid', { bidder: A, price: '100.00' }, lot);
    const first = await officer.facts(id, [bid, bid]).expect(200);
    expect(first.body.facts).toHaveLength(1);
    const second = await officer.facts(id, [bid]).expect(200);
    expect(second.body).toMatchObject({ version: first.body.version, facts: [{ id: first.body.facts[0].id }] });
  });

  it('by another source is a second witness, not a second bid', async () => {
    const { id } = await officer.tender();
    const bid = (rest: object) => given('bid', { bidder: A, price: '100.00' }, { ...lot, ...rest });
    const { body } = await officer.facts(id, [bid(stated), bid({})]).expect(200);
    expect(body.facts).toHaveLength(2);
    expect(body.lots[0].bids).toHaveLength(1);
    expect((await app.http.get(`/api/v1/tenders/${id}`)).body.lots[0].bids).toHaveLength(1);
  });

  it('two payments of one month and amount are two where their vouchers differ', async () => {
    const contract = await officer.contract({ amount: '300.00' });
    const paid = (reference: string) =>
      given('payment', { on: '2018-03', amount: '100.00' }, { source: { kind: 'statement', reference } });
    const { body } = await officer.contractFacts(contract, [paid('PZ-1'), paid('PZ-2'), paid('PZ-2')]).expect(200);
    expect(body.facts).toHaveLength(2);
  });
});

describe('a contradiction', () => {
  it('is refused with both facts named, and nothing is stored', async () => {
    const { id } = await officer.tender();
    const stored = await officer.facts(id, [given('award', { amount: '200000.00', supplier: A }, lot)]).expect(200);
    const before = await rowCounts(app, ['organisation']);
    const { body } = await officer
      .facts(id, [given('award', { amount: '210000.00' }, { ...lot, ...stated })])
      .expect(409);
    expect(body).toMatchObject({
      code: 'fact_contradiction',
      errors: [{ pointer: '/facts/0', code: 'fact_disagrees' }],
      facts: {
        contradictions: [
          {
            code: 'fact_disagrees',
            fields: ['amount'],
            facts: [
              { id: stored.body.facts[0].id, pointer: null, kind: 'award', lot: 1, data: { amount: '200000.00' } },
              { id: null, pointer: '/facts/0', kind: 'award', lot: 1, data: { amount: '210000.00' }, ...stated },
            ],
          },
        ],
      },
    });
    expect(await rowCounts(app, ['organisation'])).toEqual(before);
    expect((await officer.get(`/tenders/${id}`)).body.version).toBe(stored.body.version);
  });

  it('between two facts of one request names both places', async () => {
    const { id } = await officer.tender();
    const facts = [
      given('award', { decidedOn: '2017-12-12' }, lot),
      given('contract', { signedOn: '2017-12-11' }, lot),
    ];
    const { body } = await officer.facts(id, facts).expect(409);
    expect(body.facts.contradictions[0].facts.map((f: { pointer: string }) => f.pointer).sort()).toEqual([
      '/facts/0',
      '/facts/1',
    ]);
  });

  it('is said in the language that is asked for', async () => {
    const { id } = await officer.tender();
    const facts = [given('notice', { publishedOn: '2017-11-24', deadline: '2017-11-23' })];
    const answer = (language: string) => officer.facts(id, facts, { 'Accept-Language': language }).expect(409);
    expect((await answer('zh-CN')).body.detail).toBe('截止时间早于公告时间');
    expect((await answer('en')).body.detail).toBe('The deadline lies before the notice');
  });

  it.each([
    ['contract_amount_differs', { amount: '200000.00' }, { amount: '210000.00' }],
    ['contract_supplier_differs', { supplier: A }, { supplier: B }],
    ['contract_before_award', { decidedOn: '2017-12-12' }, { signedOn: '2017-12-11' }],
  ])('award and contract: %s', async (code, award, contract) => {
    const { id } = await officer.tender();
    await officer.facts(id, [given('award', award, lot)]).expect(200);
    const { body } = await officer.facts(id, [given('contract', contract, lot)]).expect(409);
    expect(body.facts.contradictions[0].code).toBe(code);
    expect((await officer.get(`/tenders/${id}`)).body.contracts).toEqual([]);
  });

  it('partial dates contradict nothing that may be so', async () => {
    const { id } = await officer.tender();
    await officer.facts(id, [given('notice', { publishedOn: '2017-11', deadline: '2017-12-04' })]).expect(200);
    await officer.facts(id, [given('notice', { publishedOn: '2017-11-24', deadline: '2017-12' })]).expect(200);
    await officer.facts(id, [given('award', { decidedOn: '2017' }, lot)]).expect(200);
    const { body } = await officer.facts(id, [given('notice', { publishedOn: '2017-12-25' })]).expect(409);
    expect(body.code).toBe('fact_contradiction');
  });

  it('a lot that was awarded may fail afterwards; a contract stands in the way', async () => {
    const { id } = await officer.tender({ lots: [{ no: 1 }, { no: 2 }] });
    const award = (no: number) => given('award', { decidedOn: '2017-12-08', amount: '5.00' }, { lot: no });
    await officer.facts(id, [award(1), award(2), given('contract', {}, { lot: 2 })]).expect(200);
    const fails = (no: number) => officer.facts(id, [given('failure', { on: '2017-12-20' }, { lot: no })]);
    const { body } = await fails(1).expect(200);
    expect(body.lots).toMatchObject([{ state: 'failed', award: null }, { state: 'contracted' }]);
    expect(body.state).toBe('contracted');
    expect((await fails(2).expect(409)).body.facts.contradictions[0].code).toBe('failed_and_awarded');
  });

  it('more is paid than the contract is worth', async () => {
    const contract = await officer.contract({ amount: '200000.00' });
    await officer.contractFacts(contract, [given('payment', { on: '2018-01', amount: '100000.00' })]).expect(200);
    const { body } = await officer
      .contractFacts(contract, [given('payment', { on: '2018-06', amount: '100000.01' })])
      .expect(409);
    expect(body.facts.contradictions[0]).toMatchObject({ code: 'payments_above_contract' });
    const kinds = body.facts.contradictions[0].facts.map((f: { kind: string }) => f.kind);
    expect(kinds).toEqual(['contract', 'payment', 'payment']);
    await officer.contractFacts(contract, [given('payment', { on: '2018-06', amount: '100000.00' })]).expect(200);
  });

  it('the contract is corrected to less than was paid', async () => {
    const { id } = await officer.tender();
    const { body } = await officer.facts(id, [given('contract', { amount: '200000.00' }, lot)]).expect(200);
    await officer.contractFacts(body.contracts[0].id, [given('payment', { amount: '150000.00' })]).expect(200);
    const correct = (amount: string) =>
      officer.facts(id, [given('contract', { amount }, { ...lot, replaces: body.facts[0].id, reason: '笔误' })]);
    expect((await correct('140000.00').expect(409)).body.facts.contradictions[0].code).toBe('payments_above_contract');
    await correct('150000.00').expect(200);
    expect((await officer.get(`/contracts/${body.contracts[0].id}`)).body.amount).toBe('150000.00');
  });

  it('what was signed is held to the award', async () => {
    const { id } = await officer.tender();
    const facts = [given('award', { amount: '200000.00' }, lot), given('contract', {}, lot)];
    const contract = (await officer.facts(id, facts).expect(200)).body.contracts[0].id;
    const { body } = await officer.contractFacts(contract, [given('signed', { amount: '1.00' })]).expect(409);
    expect(body.facts.contradictions[0].code).toBe('contract_amount_differs');
    await officer.contractFacts(contract, [given('signed', { amount: '200000.00' })]).expect(200);
  });
});

describe('a correction', () => {
  it('names what it replaces and why; the old fact stays in the history', async () => {
    const { id } = await officer.tender();
    const wrong = given('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04' });
    const old = (await officer.facts(id, [wrong]).expect(200)).body.facts[0];
    const right = { publishedOn: '2017-11-24', deadline: '2017-12-05' };
    const correction = given('notice', right, { replaces: old.id, reason: '公告日期录入错误' });
    const { body } = await officer.facts(id, [correction]).expect(200);
    const [first, second] = body.facts;
    expect(first).toEqual({ ...old, replacedBy: second.id });
    expect(second).toMatchObject({ data: right, replaces: old.id, replacedBy: null, reason: '公告日期录入错误' });
    expect(body.conflicts).toEqual([]);
    const [entry] = await app.dataSource.query(
      `SELECT convert_from(canonical, 'UTF8')::jsonb ->> 'reason' AS reason FROM audit_entry WHERE aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [id],
    );
    expect(entry.reason).toBe('公告日期录入错误');
    // The same correction once more is the same correction; another one of the same fact comes too late.
    expect((await officer.facts(id, [correction]).expect(200)).body.version).toBe(body.version);
    const late = given('notice', { deadline: '2017-12-06' }, { replaces: old.id, reason: 'x' });
    expect((await officer.facts(id, [late]).expect(422)).body.code).toBe('fact_not_replaceable');
  });

  it('is of the same kind, lot and tender', async () => {
    const { id } = await officer.tender({ lots: [{ no: 1 }, { no: 2 }] });
    const other = await officer.tender();
    const award = (await officer.facts(id, [given('award', {}, lot)]).expect(200)).body.facts[0];
    const bad = async (to: string, fact: object) => {
      const { body } = await officer.facts(to, [{ ...fact, replaces: award.id, reason: 'x' }]).expect(422);
      expect(body).toMatchObject({ code: 'fact_not_replaceable', errors: [{ pointer: '/facts/0/replaces' }] });
    };
    await bad(id, given('contract', {}, lot));
    await bad(id, given('award', {}, { lot: 2 }));
    await bad(id, given('award', {}));
    await bad(other.id, given('award', {}, lot));
    const twice = given('award', { amount: '1.00' }, { ...lot, replaces: award.id, reason: 'x' });
    await officer.facts(id, [twice, { ...twice, data: { amount: '2.00' } }]).expect(422);
  });

  it('settles a contradiction', async () => {
    const { id } = await officer.tender();
    const { body } = await officer.facts(id, [given('award', { amount: '200000.00' }, lot)]).expect(200);
    const contract = given('contract', { amount: '210000.00' }, lot);
    await officer.facts(id, [contract]).expect(409);
    const correction = given(
      'award',
      { amount: '210000.00' },
      { ...lot, replaces: body.facts[0].id, reason: '金额录入错误' },
    );
    const settled = await officer.facts(id, [correction, contract]).expect(200);
    expect(settled.body).toMatchObject({ state: 'contracted', lots: [{ award: { amount: '210000.00' } }] });
  });

  it('of what a notice says is seen in the public search, and what was no notice after all is gone from it', async () => {
    const { id } = await officer.tender({ title: '更正检索' });
    const notice = given('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04' });
    const [first] = (await officer.facts(id, [notice]).expect(200)).body.facts;
    const found = async () => (await app.http.get('/api/v1/notices?q=更正检索').expect(200)).body.items;
    expect(await found()).toMatchObject([{ kind: 'tender', deadline: '2017-12-04' }]);
    const data = { publishedOn: '2017-11-24', deadline: '2017-12-05' };
    const second = given('notice', data, { replaces: first.id, reason: 'x' });
    const [, next] = (await officer.facts(id, [second]).expect(200)).body.facts;
    expect(await found()).toMatchObject([{ deadline: '2017-12-05' }]);
    await officer.facts(id, [given('notice', data, { replaces: next.id, reason: '从未公告', ...stated })]).expect(200);
    expect(await found()).toEqual([]);
    await app.http.get(`/api/v1/tenders/${id}`).expect(404);
  });
});

describe('the bodies that a fact names', () => {
  it('are made once per name, and found by their credit code', async () => {
    const { id } = await officer.tender();
    const creditCode = '51330100MJ8660001H';
    const named = given('bid', { bidder: { name: '新来的中心' } }, lot);
    await officer.facts(id, [named]).expect(200);
    const { id: second } = await officer.tender();
    const { body } = await officer
      .facts(second, [given('award', { supplier: { name: '新来的中心' } }, lot)])
      .expect(200);
    const [count] = await app.dataSource.query(`SELECT count(*)::int AS n FROM organisation WHERE name = '新来的中心'`);
    expect(count.n).toBe(1);
    const byId = { supplier: { organisation: body.lots[0].award.supplier.id.toUpperCase() } };
    await officer.facts(second, [given('award', byId, lot)]).expect(200);
    const wrong = await officer.facts(second, [given('award', { supplier: { creditCode: `${creditCode}X` } }, lot)]);
    expect(wrong.status).toBe(400);
  });

  it('a body of another dataset is refused', async () => {
    const { id } = await officer.tender();
    const { body } = await officer
      .facts(id, [given('award', { supplier: { organisation: randomUUID() } }, lot)])
      .expect(422);
    expect(body).toMatchObject({
      code: 'dataset_mismatch',
      errors: [{ pointer: '/facts/0/data/supplier/organisation' }],
    });
  });
});

it('facts are recorded only of what is conducted elsewhere', async () => {
  const draft = await officer
    .post('/tenders', { conducted: 'here', buyer: officer.body, title: '本系统执行' })
    .expect(201);
  expect((await officer.facts(draft.body.id, [given('award')]).expect(422)).body.code).toBe('conducted_here');
});
