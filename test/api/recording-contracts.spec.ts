import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const publicGet = (path: string) => app.http.get(`/api/v1${path}`);

const lot = { lot: 1 };
const A = { name: '甲社会工作服务中心' };
const B = { name: '乙养老服务中心' };

describe('contracts follow from the facts of their tender', () => {
  it('in one call with the award, lot by lot', async () => {
    const { id } = await officer.tender({
      lots: [{ no: 1 }, { no: 2 }],
      region: '990203',
      category: 'ELDERLY_HOME_CARE',
    });
    const facts = [1, 2].flatMap((no) => [
      given('award', { supplier: no === 1 ? A : B, amount: `${no}00.00` }, { lot: no }),
      given('contract', { supplier: no === 1 ? A : B, amount: `${no}00.00` }, { lot: no }),
    ]);
    const { body } = await officer.facts(id, facts).expect(200);
    expect(body.contracts).toMatchObject([
      { lot: 1, state: 'signed' },
      { lot: 2, state: 'signed' },
    ]);
    const { body: second } = await officer.get(`/contracts/${body.contracts[1].id}`).expect(200);
    expect(second).toMatchObject({
      version: 1,
      tender: id,
      lot: 2,
      buyer: { id: officer.body },
      supplier: { name: B.name },
      award: body.lots[1].award.id,
      amount: '200.00',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      conducted: 'elsewhere',
      allowedActions: [{ action: 'record_facts' }, { action: 'take_over' }],
    });
  });

  it('without a known award, and say so', async () => {
    const contract = await officer.contract({ supplier: A });
    const { body } = await officer.get(`/contracts/${contract}`).expect(200);
    expect(body).toMatchObject({ award: null, supplier: { name: A.name } });
    expect(body.completeness).toContainEqual({ field: 'award', lot: null });
  });

  it('an award that becomes known later is theirs', async () => {
    const contract = await officer.contract();
    const { tender } = (await officer.get(`/contracts/${contract}`)).body;
    await officer.facts(tender, [given('award', { supplier: A, amount: '7.00' }, lot)]).expect(200);
    const { body } = await officer.get(`/contracts/${contract}`).expect(200);
    expect(body).toMatchObject({
      supplier: { name: A.name },
      completeness: expect.not.arrayContaining([{ field: 'award', lot: null }]),
    });
    expect(body.award).not.toBeNull();
  });

  it('a contract that a correction shows to be the other one is void', async () => {
    const { id } = await officer.tender();
    const contract = (number: string, rest = {}) => given('contract', { number }, { ...lot, ...rest });
    const { body } = await officer.facts(id, [contract('HT-1'), contract('HT-2')]).expect(200);
    expect(body.contracts).toHaveLength(2);
    const second = body.facts.find((f: { data: { number: string } }) => f.data.number === 'HT-2');
    const same = contract('HT-1', { replaces: second.id, reason: '同一合同' });
    const ids = body.contracts.map((c: { id: string }) => c.id);
    const after = await officer.facts(id, [same]).expect(200);
    expect(after.body.contracts).toHaveLength(1);
    const gone = ids.find((c: string) => c !== after.body.contracts[0].id);
    expect((await officer.get(`/contracts/${gone}`).expect(200)).body.state).toBe('void');
    expect((await officer.contractFacts(gone, [given('started')]).expect(409)).body.code).toBe('wrong_state');
  });

  it('but not where facts are recorded of it', async () => {
    const { id } = await officer.tender();
    const contract = (number: string, rest = {}) => given('contract', { number }, { ...lot, ...rest });
    const { body } = await officer.facts(id, [contract('HT-1'), contract('HT-2')]).expect(200);
    for (const c of body.contracts) await officer.contractFacts(c.id, [given('started')]).expect(200);
    const same = contract('HT-1', { replaces: body.facts[1].id, reason: '同一合同' });
    expect((await officer.facts(id, [same]).expect(409)).body.code).toBe('conflict');
    expect((await officer.get(`/tenders/${id}`)).body.contracts).toHaveLength(2);
  });
});

/** A fact is public where a publication tells it; what a file adds to the same bid, award or contract is for those concerned. */
describe('a purchase of which one half is published', () => {
  const file = { source: { kind: 'file', reference: 'R-7' } };
  let id: string;
  let contract: string;
  let award: string;
  let body: string;
  let agency: Record<string, string>;
  let line: string;
  const pages = async (auth: Record<string, string> = {}) => {
    const read = async (path: string) => (await publicGet(path).set(auth).expect(200)).body;
    const [tender, results, one] = [
      await read(`/tenders/${id}`),
      await read(`/tenders/${id}/awards`),
      await read(`/awards/${award}`),
    ];
    const [detail, listed] = [await read(`/contracts/${contract}`), await read(`/contracts?tender=${id}`)];
    const { status, score, ...bid } = tender.lots[0].bids[0];
    return {
      bids: tender.lots[0].bids.length,
      bid: { price: bid.price, rank: bid.rank, score, status },
      bidCount: tender.lots[0].bidCount,
      awards: [tender.lots[0].award, results.items[0].awards[0], one].map(({ amount, supplier, decidedOn, state }) => [
        ...[amount, supplier?.id ?? null, decidedOn, state],
      ]),
      states: [tender.state, results.items[0].lotState, tender.contracts[0]?.state],
      contracts: [detail, listed.items[0]].map(({ amount, signedOn, window, state, supplier, number }) => [
        ...[number, amount, signedOn, window.start, state, supplier?.id ?? null],
      ]),
      missing: detail.completeness.map((gap: { field: string }) => gap.field),
    };
  };
  const release = async () => {
    const [{ body: of }, { body: record }] = [
      await publicGet(`/ocds/releases/${(await officer.get(`/tenders/${id}`)).body.ocid}`).expect(200),
      await publicGet(`/ocds/records/${(await officer.get(`/tenders/${id}`)).body.ocid}`).expect(200),
    ];
    const said = of.releases[0];
    const compiled = record.records[0].compiledRelease;
    expect([compiled.bids, compiled.awards, compiled.contracts]).toEqual([said.bids, said.awards, said.contracts]);
    return said;
  };
  const dealt = async () => {
    const { body: table } = await publicGet('/statistics/awards?year=2016&groupBy=agency&dataset=live').expect(200);
    return table.rows.map(({ key, deals, amount }: Record<string, unknown>) => [key, deals, amount]);
  };
  beforeAll(async () => {
    body = await makeBody(app, { kind: 'agency', name: '半公开社工服务中心' });
    agency = (await makeAccount(app, { role: 'agency_manager', organisation: body })).auth;
    line = await officer.serviceLine('半公开的服务线');
    ({ id } = await officer.tender({ serviceLines: [line] }));
    const bidder = { organisation: body };
    const { body: own } = await officer
      .facts(id, [
        given('notice'),
        given('bid', { bidder, rank: 1 }, { lot: 1 }),
        given('bid', { bidder, price: '98000.00', score: '91.5', status: 'valid' }, { lot: 1, ...file }),
        given('bid', { bidder: { name: '未公开的投标人' }, price: '99000.00' }, { lot: 1, ...file }),
        given('award', { publishedOn: '2017-12-20' }, { lot: 1 }),
        given(
          'award',
          { supplier: bidder, amount: '98000.00', bidCount: 2, decidedOn: '2016-12-18' },
          { lot: 1, ...file },
        ),
        given('contract', { number: 'HT-7' }, { lot: 1 }),
        given(
          'contract',
          {
            number: 'HT-7',
            amount: '98000.00',
            signedOn: '2016-12-28',
            window: { start: '2018-01-01', end: '2018-05-31' },
          },
          { lot: 1, ...file },
        ),
      ])
      .expect(200);
    [contract, award] = [own.contracts[0].id, own.lots[0].award.id];
    await officer.contractFacts(contract, [given('started', { on: '2018-01-01' }, file)]).expect(200);
  });

  it('is shown by every door as far as its notices go', async () => {
    const shown = await pages();
    expect(shown).toEqual({
      bids: 1,
      bid: { price: null, rank: 1, score: null, status: null },
      bidCount: null,
      awards: Array(3).fill([null, null, null, 'contracted']),
      states: ['contracted', 'contracted', 'signed'],
      contracts: Array(2).fill(['HT-7', null, null, null, 'signed', null]),
      missing: expect.arrayContaining(['supplier', 'amount', 'signedOn', 'window.start']),
    });
    const { bids, awards, contracts, parties } = await release();
    expect([bids.details.length, bids.details[0].value, bids.details[0].status]).toEqual([1, undefined, undefined]);
    expect([awards[0].value, awards[0].suppliers]).toEqual([undefined, undefined]);
    expect([contracts[0].value, contracts[0].dateSigned, contracts[0].period]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(JSON.stringify(parties)).not.toContain('未公开');
    expect(await dealt()).toEqual([]);
    const { text: notice } = await officer.get(`/tenders/${id}/notices/contract/text`).expect(200);
    expect(notice).toContain('HT-7');
    expect(notice).not.toMatch(/98000|半公开|2016/);
    const csv = await publicGet(`/contracts?tender=${id}&format=csv`).expect(200);
    expect(csv.text).not.toMatch(/98000|2016-12-28|半公开/);
  });

  it('serves its line for everybody to see, by whom for those concerned', async () => {
    const spell = async (auth: Record<string, string> = {}) => {
      const { body: coverage } = await publicGet(`/service-lines/${line}/coverage?asOf=2018-12-31`)
        .set(auth)
        .expect(200);
      return coverage.spells.map((one: Record<string, unknown>) => [one['contract'], one['agency'], one['agencyName']]);
    };
    expect(await spell()).toEqual([[contract, null, null]]);
    expect(await spell(officer.account.auth)).toEqual([[contract, body, '半公开社工服务中心']]);
  });

  it('is found by nobody by what was not published of it', async () => {
    const found = async (query: string, auth: Record<string, string> = {}) =>
      (await publicGet(`/contracts?tender=${id}&${query}`).set(auth).expect(200)).body.items.length;
    for (const query of [`supplier=${body}`, 'state=active', 'state=active&sort=-created']) {
      expect([query, await found(query)]).toEqual([query, 0]);
      expect([query, await found(query, officer.account.auth)]).toEqual([query, 1]);
      expect([query, await found(query, agency)]).toEqual([query, 1]);
    }
    for (const query of ['state=signed', 'state=signed&sort=-created']) {
      expect([query, await found(query)]).toEqual([query, 1]);
      expect([query, await found(query, officer.account.auth)]).toEqual([query, 0]);
    }
  });

  it('is shown whole to its buyer, and to a bidder as far as it is its own', async () => {
    const all = await pages(officer.account.auth);
    expect(all).toMatchObject({
      bids: 2,
      bid: { price: '98000.00', rank: 1, score: '91.5', status: 'valid' },
      bidCount: 2,
      awards: Array(3).fill(['98000.00', body, '2016-12-18', 'contracted']),
      states: ['contracted', 'contracted', 'active'],
      contracts: Array(2).fill(['HT-7', '98000.00', '2016-12-28', '2018-01-01', 'active', body]),
    });
    const { bids, bidCount, missing, ...own } = await pages(agency);
    expect([bids, bidCount]).toEqual([1, null]);
    expect(missing).toEqual(all.missing);
    expect(own).toEqual({ ...all, bids: undefined, bidCount: undefined, missing: undefined });
  });

  it('is public in what another notice tells, beside what stays a word of the file', async () => {
    const supplier = { organisation: body };
    await officer
      .facts(id, [
        given('bid', { bidder: supplier, price: '98000.00' }, { lot: 1 }),
        given('award', { supplier, amount: '98000.00', decidedOn: '2016-12-18' }, { lot: 1 }),
        given('contract', { number: 'HT-7', amount: '98000.00' }, { lot: 1 }),
      ])
      .expect(200);
    await officer.contractFacts(contract, [given('started', { on: '2018-01-01' })]).expect(200);
    expect(await pages()).toMatchObject({
      bid: { price: '98000.00', rank: 1, score: null },
      bidCount: null,
      awards: Array(3).fill(['98000.00', body, '2016-12-18', 'contracted']),
      states: ['contracted', 'contracted', 'active'],
      contracts: Array(2).fill(['HT-7', '98000.00', null, null, 'active', body]),
    });
    const { bids, awards, contracts } = await release();
    expect([bids.details[0].value.amount, awards[0].value.amount, contracts[0].value.amount]).toEqual([
      98000, 98000, 98000,
    ]);
    expect(await dealt()).toEqual([[body, 1, '98000.00']]);
  });
});
