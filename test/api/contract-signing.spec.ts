import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  CONTENT,
  Contracting,
  creditCode,
  makeParties,
  PAYMENTS,
  said,
  STANDARDS,
  type ContractBody,
  type Parties,
} from '../support/contracts.js';
import { DRAFT, startBusinessAt } from '../support/drafts.js';

const CONTRACTS = '/api/v1/contracts';
const NEW_TERM = {
  years: 2,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};

describe('a contract that is drafted here', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());
  const drafted = (content: object = {}, known: object = {}) => Contracting.drafted(app, parties, content, known);

  it('begins with its award, is seen by its parties alone, and is one', async () => {
    const { award, tender } = await Contracting.awarded(app, parties);
    const draft = (by: { auth: object }, body: object = {}) =>
      app.http
        .post(CONTRACTS)
        .set({ ...by.auth })
        .send({ award, ...CONTENT, ...body });
    expect((await draft(parties.manager)).status).toBe(403);
    expect((await draft(await makeUser(app, 'bureau_officer'))).status).toBe(403);
    expect((await draft(parties.bureau.officer, { award: randomUUID() })).status).toBe(404);
    const made = await draft(parties.bureau.officer);
    expect([made.status, made.headers.location]).toEqual([201, `${CONTRACTS}/${made.body.id}`]);
    expect(made.body).toMatchObject({
      state: 'draft',
      conducted: 'here',
      award,
      amount: '180000.00',
      here: { content: { amount: '180000.00', window: { start: '2026-01-01', end: '2026-12-31' } }, signatures: [] },
      allowedActions: [{ action: 'redraft' }, { action: 'abandon' }],
    });
    expect(said(await draft(parties.bureau.officer)).slice(0, 2)).toEqual([409, 'conflict']);
    const { id } = made.body as { id: string };
    expect((await app.http.get(`${CONTRACTS}/${id}`)).status).toBe(404);
    expect(
      (await app.http.get(`${CONTRACTS}/${id}/text`).set((await makeUser(app, 'agency_manager')).auth)).status,
    ).toBe(404);
    const seen = await app.http.get(`${CONTRACTS}/${id}`).set(parties.manager.auth).expect(200);
    expect(seen.body.allowedActions).toMatchObject([{ action: 'sign' }, { action: 'withdraw_signature' }]);
    // The tender speaks of it once it is signed, and nobody records another one beside it.
    const known = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    expect(known.body.contracts).toEqual([]);
    const beside = await app.http
      .post(`/api/v1/tenders/${tender}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ kind: 'contract', lot: 1, data: { signedOn: '2025-12-05' }, source: { kind: 'statement' } }] });
    expect(said(beside).slice(0, 2)).toEqual([422, 'conducted_here']);
  });

  it('has no draft where the award is gone', async () => {
    const { award } = await Contracting.awarded(app, parties);
    await app.dataSource.query(`UPDATE award SET state = 'refused' WHERE id = $1`, [award]);
    const draft = () => app.http.post(CONTRACTS).set(parties.bureau.officer.auth).send({ award });
    expect(said(await draft()).slice(0, 2)).toEqual([422, 'award_not_active']);
    await app.dataSource.query(`UPDATE award SET state = 'active' WHERE id = $1`, [award]);
    expect((await draft()).status).toBe(201);
  });

  it('is the text that follows from its content', async () => {
    const contract = await drafted({ number: 'K-2026-1', performanceBond: 500 });
    const { here } = await contract.read();
    const text = await app.http.get(`${CONTRACTS}/${contract.id}/text`).set(parties.manager.auth).expect(200);
    expect(text.body.hash).toBe(here.contentHash);
    for (const words of [
      '合同编号：K-2026-1',
      '人民币 180000.00 元',
      '自2026年1月1日起至2026年12月31日止',
      '上门服务：9600人次',
      '5%',
    ])
      expect(text.body.text).toContain(words);
    const plain = await app.http
      .get(`${CONTRACTS}/${contract.id}/text`)
      .set({ ...parties.manager.auth, Accept: 'text/plain' })
      .expect(200);
    expect([plain.headers['content-type'], plain.text]).toEqual(['text/plain; charset=utf-8', text.body.text]);
    expect((await app.http.get(`${CONTRACTS}/${contract.id}/text`)).status).toBe(401);
  });

  it('is signed by both over its hash and is then the contract of the tender’s record', async () => {
    const contract = await drafted({ number: 'K-1' });
    const first = await contract.sign(parties.manager);
    expect([first.status, first.body.state, first.body.here.signatures.length]).toEqual([200, 'draft', 1]);
    const signed = (await contract.sign(parties.bureau.approver)).body;
    expect(signed).toMatchObject({
      state: 'signed',
      signedOn: '2025-12-22',
      window: { start: '2026-01-01', end: '2026-12-31' },
      completeness: [{ field: 'plan' }],
      serviceLines: [parties.bureau.line],
      here: { contentAgreed: true },
    });
    const tender = await app.http.get(`/api/v1/tenders/${signed.tender}`).set(parties.bureau.officer.auth).expect(200);
    expect(tender.body).toMatchObject({
      state: 'contracted',
      contracts: [{ id: contract.id, state: 'signed' }],
      lots: [{ award: { state: 'contracted' } }],
    });
    // From now on facts are not recorded of it, neither its own nor through the tender.
    const facts = { facts: [{ kind: 'started', data: { on: '2025-12-22' }, source: { kind: 'statement' } }] };
    const own = await app.http
      .post(`${CONTRACTS}/${contract.id}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send(facts);
    expect(said(own).slice(0, 2)).toEqual([422, 'conducted_here']);
    const other = await app.http
      .post(`/api/v1/tenders/${signed.tender}/facts`)
      .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
      .send({
        facts: [{ kind: 'contract', lot: 1, data: { number: 'K-1', termText: '一年' }, source: { kind: 'statement' } }],
      });
    expect(said(other).slice(0, 2)).toEqual([422, 'conducted_here']);
  });

  it('of a tender that was conducted here holds to its documents, and contracts its lot', async () => {
    const { bureau, agency } = parties;
    const tender = await app.http
      .post('/api/v1/tenders')
      .set(bureau.officer.auth)
      .send({ ...DRAFT, conducted: 'here', buyer: bureau.id, serviceLines: [bureau.line] })
      .expect(201);
    const { id } = tender.body as { id: string };
    await app.http
      .patch(`/api/v1/tenders/${id}/terms`)
      .set({ ...bureau.officer.auth, 'If-Match': `"${tender.body.version}"` })
      .send({ ...CONTENT, requirement: '居家养老', performanceBond: 500 })
      .expect(200);
    // The way from the draft to the result is told elsewhere.
    await app.dataSource.query(`UPDATE tender SET state = 'result_published', published = true WHERE id = $1`, [id]);
    await app.dataSource.query(`UPDATE lot SET state = 'result_published' WHERE tender_id = $1`, [id]);
    const [made] = await app.dataSource.query<{ award: string }[]>(
      `WITH told AS (
         INSERT INTO fact (subject_type, subject_id, kind, lot, data, source, recorded_at)
         VALUES ('tender', $1, 'award', 1, jsonb_build_object('decidedOn', '2025-12-15', 'publishedOn', '2025-12-15',
           'supplier', jsonb_build_object('organisation', $2::text), 'amount', '190000.00'), '{"kind":"notice"}', business_now())
         RETURNING id
       )
       INSERT INTO award (tender_id, lot_id, supplier_id, amount, decided_on, published_on, state, fact_id)
       SELECT $1, l.id, $2::uuid, 19000000, '2025-12-15', '2025-12-15', 'active', told.id FROM lot l, told WHERE l.tender_id = $1
       RETURNING id AS award`,
      [id, agency],
    );
    const draft = await app.http.post(CONTRACTS).set(bureau.officer.auth).send({ award: made?.award }).expect(201);
    expect(draft.body.here.content).toMatchObject({
      requirement: '居家养老',
      performanceBond: 500,
      amount: '190000.00',
    });
    const contract = new Contracting(app, parties, (draft.body as { id: string }).id);
    await contract.must('redraft', { reason: '改', content: { requirement: '别的', performanceBond: null } });
    expect(said(await contract.sign(parties.manager))).toEqual([
      422,
      'contract_departs',
      'CONTRACT-MATCH',
      ['/requirement', '/performanceBond'],
    ]);
    await contract.must('redraft', { reason: '改回', content: { requirement: '居家养老', performanceBond: 500 } });
    // What the talks of a consultation changed of the lot binds like the documents; what was refused does not.
    await app.dataSource.query(
      `INSERT INTO requirement_change (lot_id, round, no, state, requirement, reason, proposed_at, proposed_by, decided_at, decided_by,
         respond_by, decision_reason)
       SELECT l.id, 1, g.no, g.state, g.requirement, 'x', business_now(), $2, business_now(), $2,
         CASE WHEN g.state = 'confirmed' THEN business_now() + interval '1 hour' END, CASE WHEN g.state = 'refused' THEN 'x' END
       FROM lot l, (VALUES (1, 'confirmed', '每周上门两次'), (2, 'refused', '每周上门三次')) AS g (no, state, requirement)
       WHERE l.tender_id = $1`,
      [id, bureau.officer.id],
    );
    expect(said(await contract.sign(parties.manager))).toEqual([
      422,
      'contract_departs',
      'CONTRACT-MATCH',
      ['/requirement'],
    ]);
    await contract.must('redraft', { reason: '按磋商结果', content: { requirement: '每周上门两次' } });
    const signed = await contract.signBoth();
    expect([signed.state, signed.signedOn]).toEqual(['signed', '2025-12-22']);
    const after = await app.http.get(`/api/v1/tenders/${id}`).set(bureau.officer.auth).expect(200);
    expect(after.body).toMatchObject({
      state: 'contracted',
      lots: [{ state: 'contracted', award: { state: 'contracted' } }],
      contracts: [{ id: contract.id, state: 'signed' }],
    });
  });

  it('is signed with a key that makes a repetition harmless', async () => {
    const contract = await drafted();
    const { version, here } = await contract.read();
    const sign = (headers: object) =>
      app.http
        .post(`${CONTRACTS}/${contract.id}/actions/sign`)
        .set({ ...parties.manager.auth, 'If-Match': `"${version}"`, ...headers })
        .send({ hash: here.contentHash });
    expect((await sign({})).body.code).toBe('idempotency_key_required');
    const key = { 'Idempotency-Key': randomUUID() };
    expect((await sign(key)).status).toBe(200);
    expect((await sign(key)).headers['idempotent-replay']).toBe('true');
    expect((await contract.read()).here.signatures).toHaveLength(1);
  });

  it('two signers at once: both sign, in turn, and it is signed once', async () => {
    const contract = await drafted();
    const { version, here } = await contract.read();
    const sign = (by: typeof parties.manager, at: number) =>
      contract.post('actions/sign', { hash: here.contentHash }, by, at);
    const both = await Promise.all([sign(parties.manager, version), sign(parties.bureau.approver, version)]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 412]);
    const late = both[0]?.status === 412 ? parties.manager : parties.bureau.approver;
    expect((await sign(late, version + 1)).body.state).toBe('signed');
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM fact f JOIN contract c ON c.tender_id = f.subject_id WHERE c.id = $1 AND f.kind = 'contract'`,
      [contract.id],
    );
    expect(row?.n).toBe(1);
  });

  describe('is not signed', () => {
    it('over another content, twice by one side, or without being a party', async () => {
      const contract = await drafted();
      const old = (await contract.read()).here.contentHash;
      await contract.must('redraft', {
        reason: '补充',
        content: { clauses: [{ title: '违约责任', text: '按法律规定。' }] },
      });
      expect(said(await contract.sign(parties.manager, old))).toEqual([422, 'other_content_signed', null, ['/hash']]);
      expect((await contract.sign(parties.manager)).status).toBe(200);
      expect(said(await contract.sign(parties.manager)).slice(0, 2)).toEqual([422, 'signed_already']);
      expect((await contract.sign(parties.bureau.officer)).status).toBe(403);
      expect((await contract.sign(await makeUser(app, 'agency_manager'))).status).toBe(404);
      expect((await contract.sign(parties.bureau.approver)).body.state).toBe('signed');
    });

    it('where a redraft or a withdrawal has taken the signature away', async () => {
      const contract = await drafted();
      const withdraw = () => contract.act('withdraw-signature', { reason: '笔误' }, parties.manager);
      expect(said(await withdraw()).slice(0, 2)).toEqual([422, 'signature_absent']);
      await contract.sign(parties.manager);
      expect((await withdraw()).body.here.signatures).toEqual([]);
      await contract.sign(parties.manager);
      await contract.must('redraft', { reason: '编号', content: { number: 'N-9' } });
      expect((await contract.sign(parties.bureau.approver)).body.state).toBe('draft');
      expect((await contract.sign(parties.manager)).body.state).toBe('signed');
      expect(said(await contract.act('redraft', { reason: 'x', content: {} })).slice(0, 2)).toEqual([
        422,
        'content_agreed',
      ]);
    });

    it('by who has a seat on the other side', async () => {
      const contract = await drafted();
      const both = await makeAccount(
        app,
        { role: 'bureau_approver', organisation: parties.bureau.id },
        { role: 'integrator', organisation: parties.agency },
      );
      expect(said(await contract.sign(both)).slice(0, 3)).toEqual([422, 'signer_has_interest', 'RECUSE-3Y']);
      await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND role = 'integrator'`, [both.id]);
      expect((await contract.sign(both)).status).toBe(200);
    });

    it('without an award that stands', async () => {
      const contract = await drafted();
      const set = (state: string) =>
        app.dataSource.query(`UPDATE award SET state = $2 WHERE id = (SELECT award_id FROM contract WHERE id = $1)`, [
          contract.id,
          state,
        ]);
      await set('invalidated');
      expect(said(await contract.sign(parties.manager)).slice(0, 2)).toEqual([422, 'award_not_active']);
      await set('active');
      const abandon = () => contract.act('abandon', { reason: '中标无效' });
      expect(said(await abandon()).slice(0, 2)).toEqual([422, 'award_stands']);
      expect((await contract.sign(parties.manager)).status).toBe(200);
      await set('invalidated');
      expect((await abandon()).body.state).toBe('void');
    });

    it('without the parties’ credit codes', async () => {
      const agency = await makeBody(app, { kind: 'agency' });
      const own = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
      const contract = await Contracting.drafted(app, own);
      expect(said(await contract.sign(own.manager))).toEqual([
        422,
        'credit_code_missing',
        null,
        ['/parties/supplier/creditCode'],
      ]);
      await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
      await contract.must('redraft', { reason: '补登代码' });
      expect((await contract.sign(own.manager)).status).toBe(200);
    });

    it('by an individual without a word on why', async () => {
      const agency = await makeBody(app, { kind: 'individual_provider', creditCode: creditCode('92') });
      const own = { ...parties, agency, manager: await makeUser(app, 'agency_manager', agency) };
      const contract = await Contracting.drafted(app, own);
      expect(said(await contract.sign(own.manager))).toEqual([
        422,
        'individual_not_suitable',
        'GPS-INDIVIDUAL',
        ['/individualReason'],
      ]);
      await contract.must('redraft', { reason: '补充', content: { individualReason: '手工技艺传承只能由本人承担' } });
      expect((await contract.sign(own.manager)).status).toBe(200);
    });

    const rules: [string, object, unknown[], object][] = [
      [
        'another amount than the offer',
        { amount: '180000.01' },
        ['contract_departs', 'CONTRACT-MATCH', ['/amount']],
        { amount: '180000.00' },
      ],
      [
        'another window than the documents',
        { window: { start: '2026-01-02', end: '2027-01-01' } },
        ['contract_departs', 'CONTRACT-MATCH', ['/window/start', '/window/end']],
        { window: { start: '2026-01-01', end: '2026-12-31' } },
      ],
      ['no standards', { standards: [] }, ['content_incomplete', null, ['/standards']], { standards: STANDARDS }],
      [
        'payments of 9 999 basis points',
        { payments: [PAYMENTS[0], { ...PAYMENTS[1], share: 6999 }] },
        ['content_incomplete', null, ['/payments']],
        { payments: PAYMENTS },
      ],
      [
        'a performance bond above ten percent',
        { performanceBond: 1001 },
        ['performance_bond_too_high', 'PERF-BOND-10PCT', ['/performanceBond']],
        { performanceBond: 1000 },
      ],
    ];
    it.each(rules)('with %s', async (_, content, [code, rule, pointers], mend) => {
      const contract = await drafted(content);
      expect(said(await contract.sign(parties.manager))).toEqual([422, code, rule, pointers]);
      await contract.must('redraft', { reason: '更正', content: mend });
      expect((await contract.sign(parties.manager)).status).toBe(200);
    });

    it('for more than three years, or for more than one without its conditions', async () => {
      const long = await drafted({ term: { ...NEW_TERM, years: 3 } }, { window: { start: '2026-01', end: '2029' } });
      const from = (start: string) =>
        long.must('redraft', { reason: '期限', content: { window: { start, end: '2029-01-01' } } });
      await from('2026-01-01');
      expect(said(await long.sign(parties.manager))).toEqual([422, 'term_too_long', 'GPS-TERM-3Y', ['/window/end']]);
      await from('2026-01-02');
      expect((await long.sign(parties.manager)).status).toBe(200);
      const two = await drafted({}, { window: { start: '2026-01-01', end: '2027-12-31' } });
      expect(said(await two.sign(parties.manager))).toEqual([422, 'term_conditions_missing', 'GPS-TERM-1Y', ['/term']]);
      await two.must('redraft', { reason: '条件', content: { term: { ...NEW_TERM, fundingStable: false } } });
      expect(said(await two.sign(parties.manager))[3]).toEqual(['/term/fundingStable']);
      await two.must('redraft', { reason: '条件', content: { term: { ...NEW_TERM, years: 1 } } });
      expect(said(await two.sign(parties.manager))[3]).toEqual(['/term/years']);
      await two.must('redraft', { reason: '条件', content: { term: NEW_TERM } });
      expect((await two.sign(parties.manager)).status).toBe(200);
    });
  });
});

describe('a term of two years before Order 102', () => {
  it('rests on the conditions of Caiku [2014] 37, which does not ask for the funds', async () => {
    const app = await startTestApp();
    try {
      const parties = await makeParties(app, null);
      await startBusinessAt(app, '2020-02-28T09:00:00+08:00');
      const earlier = { decidedOn: '2020-02-20', publishedOn: '2020-02-20' };
      const { award } = await Contracting.awarded(
        app,
        parties,
        { window: { start: '2020-03-01', end: '2022-02-28' } },
        earlier,
      );
      const made = await app.http
        .post(CONTRACTS)
        .set(parties.bureau.officer.auth)
        .send({ award, ...CONTENT, term: { ...NEW_TERM, fundingStable: false } })
        .expect(201);
      const contract = new Contracting(app, parties, (made.body as { id: string }).id);
      expect((await contract.sign(parties.manager)).status).toBe(200);
      await startBusinessAt(app, '2020-03-02T09:00:00+08:00');
      expect(said(await contract.sign(parties.bureau.approver))).toEqual([
        422,
        'term_conditions_missing',
        'GPS-TERM-3Y',
        ['/term/fundingStable'],
      ]);
    } finally {
      await app.close();
    }
  });
});

describe('a performance bond before the Regulation of 2015', () => {
  it('of more than a tenth may be proposed, and no longer be signed once the Regulation is in force', async () => {
    const app = await startTestApp();
    try {
      const parties = await makeParties(app, null);
      await startBusinessAt(app, '2015-02-26T09:00:00+08:00');
      const { award } = await Contracting.awarded(
        app,
        parties,
        { window: { start: '2015-03-01', end: '2016-02-29' } },
        { decidedOn: '2015-02-10', publishedOn: '2015-02-10' },
      );
      const made = await app.http
        .post(CONTRACTS)
        .set(parties.bureau.officer.auth)
        .send({ award, ...CONTENT })
        .expect(201);
      const contract = new Contracting(app, parties, (made.body as { id: string }).id);
      await contract.signBoth();
      const proposed = (await contract.propose({ content: { performanceBond: 2000 } })).body as ContractBody;
      const words = { amendment: proposed.here.amendments[0]?.id, hash: proposed.here.amendments[0]?.hash };
      expect((await contract.act('amend', words, parties.manager)).status).toBe(200);
      await startBusinessAt(app, '2015-03-02T09:00:00+08:00');
      expect(said(await contract.act('amend', words, parties.bureau.approver))).toEqual([
        422,
        'performance_bond_too_high',
        'PERF-BOND-10PCT',
        ['/performanceBond'],
      ]);
      expect((await contract.amended({ content: { performanceBond: 1000 } })).here.content.performanceBond).toBe(1000);
    } finally {
      await app.close();
    }
  });
});
