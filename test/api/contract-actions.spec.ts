import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { actionNames } from '../support/actions.js';
import { makeAccount, makeUser } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, said, STANDARDS, type ContractBody, type Parties } from '../support/contracts.js';
import { startBusinessAt } from '../support/drafts.js';
import { acceptedComplaint, actOnRemedy } from '../support/lots.js';
import { startContracting } from '../support/started.js';

const CONTRACTS = '/api/v1/contracts';
const TERM = {
  years: 3,
  contentFixed: true,
  continuous: true,
  fundingStable: true,
  priceStable: true,
  budgetAssured: true,
};
const kinds = ({ facts }: { facts: { kind: string }[] }) => facts.map((f) => f.kind);

describe('a contract that goes on here', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());
  const signed = (content: object = {}, known: object = {}) => Contracting.signed(app, parties, content, known);
  const active = () => Contracting.active(app, parties);

  describe('taken over from what was recorded', () => {
    it('keeps its facts, and no more are recorded of it', async () => {
      const contract = await Contracting.recorded(app, parties);
      expect(actionNames((await contract.read()).allowedActions)).toEqual(['record_facts', 'take_over']);
      const begun = await app.http
        .post(`${CONTRACTS}/${contract.id}/facts`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [{ kind: 'started', data: { on: '2025-12-15' }, source: { kind: 'statement' } }] });
      expect(begun.body.state).toBe('active');
      expect((await contract.act('halt', { reason: 'x', ground: 'challenge' })).body.code).toBe('conducted_elsewhere');
      expect((await contract.act('take-over', {}, parties.manager)).status).toBe(403);
      const here = await contract.must('take-over', { content: CONTENT });
      expect(here).toMatchObject({ state: 'active', conducted: 'here', here: { contentAgreed: false } });
      expect(kinds(here)).toEqual(['started']);
      const more = await app.http
        .post(`${CONTRACTS}/${contract.id}/facts`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [{ kind: 'delivered', data: { on: '2025-12-20' }, source: { kind: 'statement' } }] });
      expect(more.body.code).toBe('conducted_here');
      expect((await contract.act('take-over', {})).body.code).toBe('wrong_state');
      const delivered = await contract.must('deliver', {}, parties.manager);
      expect([delivered.state, kinds(delivered)]).toEqual(['delivered', ['started', 'delivered']]);
    });

    it('only once it is known who signed what, and when', async () => {
      const contract = await Contracting.recorded(app, parties, { window: { start: '2026', end: '2026-12-31' } });
      const refused = await contract.act('take-over', {
        content: { payments: [{ no: 1, trigger: 'report', share: 1 }] },
      });
      expect(said(refused)).toEqual([
        422,
        'take_over_incomplete',
        null,
        ['/content/window/start', '/content/payments'],
      ]);
      const row = await contract.read();
      const fact = (
        await app.http.get(`/api/v1/tenders/${row.tender}`).set(parties.bureau.officer.auth)
      ).body.facts.find((f: { kind: string }) => f.kind === 'contract');
      await app.http
        .post(`/api/v1/tenders/${row.tender}/facts`)
        .set({ ...parties.bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({
          facts: [
            {
              kind: 'contract',
              lot: 1,
              data: { ...fact.data, window: { start: '2026-01-01', end: '2026-12-31' } },
              source: { kind: 'statement' },
              replaces: fact.id,
              reason: '补充日期',
            },
          ],
        })
        .expect(200);
      expect((await contract.act('take-over', {})).status).toBe(200);
    });

    it('its content is confirmed by both before it is amended', async () => {
      const contract = await Contracting.recorded(app, parties);
      await contract.must('take-over', { content: CONTENT });
      expect(said(await contract.propose({ content: { requirement: '改' } })).slice(0, 2)).toEqual([
        422,
        'content_unconfirmed',
      ]);
      const confirm = (hash: string) => contract.act('confirm-content', { hash }, parties.manager);
      const { contentHash } = (await contract.read()).here;
      await contract.must('redraft', { reason: '更正指标', content: { standards: STANDARDS.slice(0, 1) } });
      expect((await contract.act('redraft', { reason: 'x', content: { amount: '1.00' } })).status).toBe(400);
      expect(said(await confirm(contentHash)).slice(0, 2)).toEqual([422, 'other_content_signed']);
      const now = async () => (await contract.read()).here.contentHash;
      await confirm(await now());
      expect((await confirm(await now())).body.code).toBe('signed_already');
      await contract.must('redraft', { reason: '更正编号', content: { number: 'K-3' } });
      expect((await contract.signBoth('confirm-content')).here.contentAgreed).toBe(true);
      expect((await confirm((await contract.read()).here.contentHash)).body.code).toBe('signed_already');
      expect((await contract.propose({ content: { requirement: '改' } })).status).toBe(200);
    });
  });

  it('starts on its first day, or on another that both have agreed on', async () => {
    const contract = await signed();
    const early = await contract.act('start');
    expect([early.status, early.body.code, early.body.facts]).toEqual([
      422,
      'start_too_early',
      { notBefore: '2026-01-01' },
    ]);
    await contract.amended({ content: { window: { start: '2025-12-22', end: '2026-12-21' } } });
    const started = await contract.must('start');
    expect([started.state, started.window.start, kinds(started)]).toEqual(['active', '2025-12-22', ['started']]);
  });

  it('is published and filed once, late or not, with the days on which that was due', async () => {
    const contract = await signed();
    const deadlines = async () => (await contract.read()).deadlines.map((d) => [d.event, d.date, d.rule, d.state]);
    expect(await deadlines()).toEqual([
      ['contract_published', '2025-12-24', 'CONTRACT-PUBLISH-2WD', 'due'],
      ['contract_signed', '2025-12-31', 'CONTRACT-30D', 'met'],
      ['contract_filed', '2025-12-31', 'CONTRACT-FILE-7WD', 'due'],
      ['plan_agreed', '2026-12-31', 'PLAN-BEFORE-FINAL-MILESTONE', 'due'],
    ]);
    expect((await app.http.get(`${CONTRACTS}/${contract.id}`)).status).toBe(404);
    const published = await contract.must('publish', { url: 'https://example.org/notice/1' });
    expect(published).toMatchObject({ published: true, here: { publishedOn: '2025-12-22' } });
    expect(said(await contract.act('publish')).slice(0, 2)).toEqual([422, 'published_already']);
    const notices = await app.http.get('/api/v1/notices?kind=contract').expect(200);
    expect(JSON.stringify(notices.body)).toContain('https://example.org/notice/1');
    const outside = await app.http.get(`${CONTRACTS}/${contract.id}`).expect(200);
    expect(outside.body).toMatchObject({ here: null, allowedActions: [] });
    await contract.must('file', { reference: '备-1' });
    expect((await deadlines()).find(([event]) => event === 'contract_filed')?.at(-1)).toBe('met');
    expect(said(await contract.act('file')).slice(0, 2)).toEqual([422, 'filed_already']);
  });

  describe('is amended', () => {
    /** Proposed as given, and signed by one side, which the guards look at. */
    const signedByOne = async (contract: Contracting, content: object, by = parties.manager) => {
      const proposed = await contract.propose({ content });
      if (proposed.status !== 200) return proposed;
      const amendment = (proposed.body as ContractBody).here.amendments.at(-1);
      return contract.act('amend', { amendment: amendment?.id, hash: amendment?.hash }, by);
    };
    const unlawful: [string, object, object, string][] = [
      [
        'with a performance bond of a tenth at most',
        { performanceBond: 1001 },
        { performanceBond: 1000 },
        'performance_bond_too_high',
      ],
      [
        'to three years at most',
        { window: { start: '2026-01-01', end: '2029-01-01' } },
        { window: { start: '2026-01-01', end: '2026-11-30' } },
        'term_too_long',
      ],
      [
        'to more than a year under the conditions of the law',
        { window: { start: '2026-01-01', end: '2027-12-31' } },
        { window: { start: '2026-01-01', end: '2026-11-30' } },
        'term_conditions_missing',
      ],
      [
        'to content that says what it must',
        { payments: [{ no: 1, trigger: 'acceptance', share: 9999 }] },
        { payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }] },
        'content_incomplete',
      ],
    ];
    it.each(unlawful)('%s', async (_, wrong, right, code) => {
      const contract = await signed();
      expect((await signedByOne(contract, wrong)).body.code).toBe(code);
      expect((await signedByOne(contract, right)).status).toBe(200);
    });

    /** Two amendments that are each lawful alone, and what the second runs into once the first is in force. */
    const together: [string, object, object[], object, object, object, string][] = [
      [
        'more than three years',
        { term: TERM },
        [],
        { window: { start: '2026-01-01', end: '2028-12-31' } },
        { window: { start: '2025-12-31', end: '2026-12-31' } },
        { window: { start: '2026-01-01', end: '2028-12-30' } },
        'term_too_long',
      ],
      [
        'more than a year without its conditions',
        {},
        [{ window: { start: '2026-02-01', end: '2026-12-31' } }],
        { window: { start: '2026-01-01', end: '2026-12-31' } },
        { window: { start: '2026-02-01', end: '2027-01-31' } },
        { window: { start: '2026-02-01', end: '2026-12-31' } },
        'term_conditions_missing',
      ],
      [
        'an end before the start',
        {},
        [],
        { window: { start: '2026-08-01', end: '2026-12-31' } },
        { window: { start: '2026-01-01', end: '2026-06-30' } },
        { window: { start: '2026-03-01', end: '2026-12-31' } },
        'content_incomplete',
      ],
    ];
    it.each(together)('never by two that come to %s', async (_, content, before, first, second, back, code) => {
      const contract = await signed(content);
      for (const step of before) await contract.amended({ content: step });
      const words = async (change: object) => {
        const amendment = ((await contract.propose({ content: change })).body as ContractBody).here.amendments.at(-1);
        return { amendment: amendment?.id, hash: amendment?.hash };
      };
      const [one, two] = [await words(first), await words(second)];
      await contract.must('amend', two, parties.manager);
      await contract.must('amend', one, parties.manager);
      await contract.must('amend', one, parties.bureau.approver);
      const refused = await contract.act('amend', two, parties.bureau.approver);
      expect([refused.status, refused.body.code]).toEqual([422, code]);
      await contract.amended({ content: back });
      expect((await contract.act('amend', two, parties.bureau.approver)).status).toBe(200);
    });

    it('and confirmed by nobody who has a seat on the other side', async () => {
      const both = await makeAccount(
        app,
        { role: 'bureau_approver', organisation: parties.bureau.id },
        { role: 'integrator', organisation: parties.agency },
      );
      const contract = await signed();
      expect((await signedByOne(contract, { requirement: '夜间巡访' }, both)).body.code).toBe('signer_has_interest');
      const [amendment] = (await contract.read()).here.amendments;
      const taken = await Contracting.recorded(app, parties);
      await taken.must('take-over', { content: CONTENT });
      const confirm = async () => taken.act('confirm-content', { hash: (await taken.read()).here.contentHash }, both);
      expect((await confirm()).body.code).toBe('signer_has_interest');
      await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND role = 'integrator'`, [both.id]);
      expect((await confirm()).status).toBe(200);
      const words = { amendment: amendment?.id, hash: amendment?.hash };
      expect((await contract.act('amend', words, both)).status).toBe(200);
    });

    it('by a difference that both sign, each place with what stood there', async () => {
      const contract = await signed();
      const proposed = await contract.propose({
        content: { standards: [{ ...STANDARDS[0], target: 9800 }, STANDARDS[1]], requirement: '增加夜间巡访' },
      });
      const [amendment] = proposed.body.here.amendments;
      expect(amendment).toMatchObject({
        no: 1,
        state: 'proposed',
        difference: [
          { pointer: '/requirement', old: null, new: '增加夜间巡访' },
          { pointer: '/standards/0/target', old: 9600, new: 9800 },
        ],
      });
      const words = { amendment: amendment.id, hash: amendment.hash };
      const sign = (body: object, by = parties.manager) => contract.act('amend', body, by);
      expect(said(await sign({ ...words, hash: proposed.body.here.contentHash }))).toEqual([
        422,
        'other_content_signed',
        null,
        ['/hash'],
      ]);
      expect(said(await sign({ ...words, amendment: randomUUID() })).slice(0, 2)).toEqual([422, 'amendment_unknown']);
      expect(said(await contract.act('publish-amendment', { amendment: amendment.id })).slice(0, 2)).toEqual([
        422,
        'amendment_not_agreed',
      ]);
      expect((await sign(words)).body.here.amendments[0].state).toBe('proposed');
      expect(said(await sign(words)).slice(0, 2)).toEqual([422, 'signed_already']);
      const both = (await sign(words, parties.bureau.approver)).body;
      expect(both.here).toMatchObject({ contentAgreed: true, amendments: [{ state: 'in_force' }] });
      expect(both.here.content.standards[0].target).toBe(9800);
      expect(both.here.amendments[0].due).toMatchObject({
        date: '2025-12-24',
        rule: 'CONTRACT-CHANGE-2WD',
        state: 'due',
      });
      const told = await contract.must('publish-amendment', { amendment: amendment.id, url: 'https://example.org/2' });
      expect(told.here.amendments[0]?.due?.state).toBe('met');
      const again = await contract.act('publish-amendment', { amendment: amendment.id });
      expect(said(again).slice(0, 2)).toEqual([422, 'published_already']);
    });

    it('by nothing but a change, of what has not changed since', async () => {
      const contract = await signed();
      expect(said(await contract.propose({ content: { standards: STANDARDS } })).slice(0, 2)).toEqual([
        422,
        'amendment_empty',
      ]);
      await contract.propose({ content: { requirement: '甲' } });
      const first = (await contract.read()).here.amendments[0];
      await contract.amended({ content: { requirement: '乙' } });
      const late = await contract.act('amend', { amendment: first?.id, hash: first?.hash }, parties.manager);
      expect(said(late)).toEqual([422, 'amendment_outdated', null, ['/content/requirement']]);
      const withdraw = () => contract.act('withdraw-amendment', { amendment: first?.id, reason: '已被代替' });
      const unknown = await contract.act('withdraw-amendment', { amendment: randomUUID(), reason: '已被代替' });
      expect(unknown.body.code).toBe('amendment_unknown');
      expect((await withdraw()).body.here.amendments[0].state).toBe('withdrawn');
      expect((await withdraw()).body.code).toBe('amendment_unknown');
      expect((await contract.amended({ content: { requirement: '丙' } })).here.content.requirement).toBe('丙');
    });

    it('by supplements of ten percent together, to the fen, and of quantities alone', async () => {
      const contract = await signed();
      const more = { content: { standards: [{ ...STANDARDS[0], target: 10_000 }, STANDARDS[1]] } };
      const supplement = (amount: string, rest: object = {}) =>
        contract.propose({ reasonCode: 'supplement', supplement: amount, ...rest });
      expect(said(await supplement('18000.01'))).toEqual([
        422,
        'supplement_too_high',
        'SUPPLEMENT-10PCT',
        ['/supplement'],
      ]);
      expect(said(await supplement('1.00', { content: { requirement: '改' } }))).toEqual([
        422,
        'supplement_changes_terms',
        'SUPPLEMENT-10PCT',
        ['/content/requirement'],
      ]);
      const one = await contract.amended({ reasonCode: 'supplement', supplement: '10000.00', ...more });
      expect(one.here).toMatchObject({ supplements: '10000.00', content: { amount: '180000.00' } });
      expect(said(await supplement('8000.01')).slice(0, 2)).toEqual([422, 'supplement_too_high']);
      expect((await contract.amended({ reasonCode: 'supplement', supplement: '8000.00' })).here.supplements).toBe(
        '18000.00',
      );
      expect((await supplement('0.01')).body.code).toBe('supplement_too_high');
    });

    it('within the rules of a contract’s content', async () => {
      const contract = await signed();
      const refused: [object, unknown[]][] = [
        [
          { window: { start: '2026-01-01', end: '2029-01-01' } },
          ['term_too_long', 'GPS-TERM-3Y', ['/content/window/end']],
        ],
        [
          { window: { start: '2026-01-01', end: '2027-01-01' } },
          ['term_conditions_missing', 'GPS-TERM-1Y', ['/content/term']],
        ],
        [{ performanceBond: 1001 }, ['performance_bond_too_high', 'PERF-BOND-10PCT', ['/content/performanceBond']]],
        [{ payments: [] }, ['content_incomplete', null, ['/content/payments']]],
      ];
      for (const [content, refusal] of refused)
        expect(said(await contract.propose({ content }))).toEqual([422, ...refusal]);
      expect((await contract.propose({ content: { performanceBond: 1000 } })).status).toBe(200);
    });
  });

  it('changes its team where the buyer consents', async () => {
    const contract = await signed({ team: [{ name: '甲', role: '社工', licence: 'A-1' }] });
    const team = [{ name: '乙', role: '社工' }];
    expect((await contract.act('change-team')).body.code).toBe('team_change_not_asked');
    expect((await contract.act('refuse-team-change', { reason: '无申请' })).body.code).toBe('team_change_not_asked');
    expect((await contract.act('ask-team-change', { reason: 'x' }, parties.manager)).status).toBe(400);
    await contract.must('ask-team-change', { team, reason: '离职' }, parties.manager);
    expect((await contract.act('ask-team-change', { team, reason: '离职' }, parties.manager)).body.code).toBe(
      'team_change_pending',
    );
    await contract.must('refuse-team-change', { reason: '资质不符' });
    await contract.must('ask-team-change', { team, reason: '离职' }, parties.manager);
    const changed = await contract.must('change-team');
    expect(changed.here).toMatchObject({ team, requests: [{ state: 'refused' }, { state: 'consented' }] });
  });

  it('is passed on in part with consent, and never as a whole', async () => {
    const contract = await signed();
    const ask = (amount: string) =>
      contract.act(
        'ask-subcontract',
        { subcontract: { to: '丙', work: '送餐', amount }, reason: '专业' },
        parties.manager,
      );
    expect((await contract.act('refuse-subcontract', { reason: '无申请' })).body.code).toBe('subcontract_not_asked');
    expect((await contract.act('consent-subcontract')).body.code).toBe('subcontract_not_asked');
    await ask('180000.00');
    expect((await ask('1.00')).body.code).toBe('subcontract_pending');
    expect(said(await contract.act('consent-subcontract')).slice(0, 3)).toEqual([
      422,
      'subcontract_of_the_whole',
      'SUBCONTRACT-NO-TRANSFER',
    ]);
    await contract.must('refuse-subcontract', { reason: '不得转包' });
    expect((await ask('30000.00')).status).toBe(200);
    expect((await contract.act('consent-subcontract')).body.here.requests.at(-1).state).toBe('consented');
    await ask('150000.00');
    expect((await contract.act('consent-subcontract')).body.code).toBe('subcontract_of_the_whole');
  });

  it('is halted on a ground that the record bears out, and goes on as it was', async () => {
    for (const contract of [await signed(), await active()]) {
      const { state, tender } = await contract.read();
      const until = await contract.dayAhead(30);
      const halt = (ground: string, body: object = {}) => contract.act('halt', { reason: '收到质疑', ground, ...body });
      const halted = { state: 'halted', here: { haltedFrom: state } };
      const unproven = [422, 'halt_ground_unproven', 'CHALLENGE-HOLD-SIGN', ['/reference']];
      expect(said(await halt('challenge', { until }))).toEqual(unproven);
      // The purchase was conducted elsewhere, and so may the challenge have been.
      expect((await halt('challenge', { reference: '质疑函〔2025〕3号', until })).body).toMatchObject(halted);
      expect((await contract.act('start')).body.code).toBe('wrong_state');
      expect((await contract.must('resume')).state).toBe(state);
      const about = { tender, lot: 1, stage: 'process', knownOn: '2025-12-22' };
      const complaint = await acceptedComplaint(
        app,
        parties.bureau,
        await makeUser(app, 'agency_manager', parties.agency),
        about,
      );
      if ((await contract.read()).state === 'halted') await contract.must('resume');
      // The challenge before it was answered and found without ground; a complaint alone halts nothing.
      expect((await halt('challenge', { until })).body.code).toBe('halt_ground_unproven');
      expect((await halt('complaint', { until })).body.code).toBe('halt_ground_missing');
      const words = { result: 'rejected', effect: 'none', reference: '财决〔2025〕1号', reason: '不成立' };
      await actOnRemedy(app, 'complaints', complaint, 'decide', words, parties.bureau.finance);
      expect(await contract.halted()).toMatchObject(halted);
    }
  });

  it('is terminated on a lawful ground, and delivered no more', async () => {
    const contract = await active();
    const ended = await contract.terminated();
    expect([ended.state, ended.terminatedOn, kinds(ended)]).toEqual([
      'terminated',
      '2025-12-22',
      ['started', 'termination'],
    ]);
    expect((await contract.act('deliver', {}, parties.manager)).body.code).toBe('wrong_state');
  });

  it('is rescinded by a decision before it has begun, afterwards by a court', async () => {
    const court = { reason: '裁决', ground: 'court_judgment', reference: '（2025）行1号' };
    expect((await (await active()).rescinded(court)).state).toBe('rescinded');
    const decision = { reason: '裁决', ground: 'complaint_decision', reference: '财决〔2025〕2号' };
    const done = await (await signed()).rescinded(decision);
    expect(done).toMatchObject({ state: 'rescinded', here: { endReference: '财决〔2025〕2号' } });
  });

  it('is each party’s own part: neither does what is the other’s', async () => {
    const contract = await active();
    const halt = { reason: 'x', ground: 'challenge' };
    expect((await contract.act('halt', halt, parties.manager)).body.code).toBe('not_permitted');
    expect((await contract.act('deliver')).body.code).toBe('not_permitted');
    expect((await contract.act('halt', halt, await makeUser(app, 'bureau_officer'))).status).toBe(404);
    expect((await contract.act('sign-away')).body.code).toBe('route_not_found');
    expect((await contract.act('propose-amendment', { reason: 'x' })).body.code).toBe('route_not_found');
    const worker = await makeUser(app, 'agency_worker', parties.agency);
    expect((await contract.act('deliver', {}, worker)).body.code).toBe('not_permitted');
    const { allowedActions } = await contract.must('deliver', {}, parties.manager);
    expect(actionNames(allowedActions)).toEqual(['confirm_content', 'raise_objection', 'demand_payment']);
  });

  it('is filed late too: a maximum of time refuses nothing', async () => {
    const contract = await signed();
    await startBusinessAt(app, '2026-01-05T09:00:00+08:00');
    const filed = async () => (await contract.read()).deadlines.find((d) => d.event === 'contract_filed')?.state;
    expect(await filed()).toBe('missed');
    await contract.must('file');
    expect(await filed()).toBe('missed');
  });
});
