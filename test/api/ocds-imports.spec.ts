import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { holdings, importsOf, rejectsOf, text } from '../support/imports.js';
import { CNY, contractsOf, faults, figures, fresh, importOcds, inForce, losses, PARTIES, refer, release, TENDER, tenderOf } from '../support/ocds-files.js'; // prettier-ignore

type Json = Record<string, unknown>;
let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp({ env: { IMPORT_MAX_BYTES: String(64 * 1024 * 1024) } });
  officer = await makeUser(app, 'bureau_officer');
});
afterAll(() => app.close());

const FULL = release({
  parties: PARTIES,
  buyer: refer(0),
  planning: { budget: { amount: CNY(300_000) } },
  tender: {
    ...TENDER,
    status: 'complete',
    procuringEntity: refer(0),
    value: CNY(250_000.5),
    contractPeriod: { startDate: '2024-05-01T00:00:00+08:00', endDate: '2025-04-30T23:59:59+08:00' },
    lots: [
      { id: 'a', title: '城区', value: CNY(200_000), status: 'complete' },
      { id: 'b', title: '乡镇', value: CNY(50_000.5), status: 'unsuccessful' },
    ],
    items: [{ id: 'a', description: '城区', relatedLot: 'a' }],
    enquiries: [{ id: 'q', answer: '可以', dateAnswered: '2024-03-10T00:00:00+08:00' }],
    amendments: [{ id: 'm', date: '2024-03-12T00:00:00+08:00' }],
    documents: [
      {
        id: 'd',
        documentType: 'tenderNotice',
        title: '公告',
        url: 'https://example.org/d',
        datePublished: '2024-03-01T00:00:00+08:00',
      },
    ],
  },
  bids: {
    details: [
      { id: '1', status: 'valid', tenderers: [refer(1)], value: CNY(190_000), relatedLots: ['a'] },
      { id: '2', status: 'disqualified', tenderers: [refer(2), refer(1)], value: CNY(180_000), relatedLots: ['a'] },
    ],
  },
  awards: [
    {
      id: 'aw',
      status: 'active',
      date: '2024-04-01T00:00:00+08:00',
      value: CNY(190_000),
      suppliers: [refer(1)],
      relatedLots: ['a'],
    },
  ],
  contracts: [
    {
      id: 'c',
      awardID: 'aw',
      title: '居家养老服务',
      description: '合同编号：X-1',
      status: 'active',
      dateSigned: '2024-04-20T00:00:00+08:00',
      value: CNY(190_000),
      period: { startDate: '2024-05-01T00:00:00+08:00', endDate: '2025-04-30T23:59:59+08:00' },
      implementation: {
        transactions: [
          { id: 'p1', date: '2024-06-01T00:00:00+08:00', value: CNY(10_000) },
          { id: 'p2', date: '2024-06-01T00:00:00+08:00', value: CNY(10_000) },
        ],
        milestones: [
          { id: 'm1', title: '中期', type: 'delivery', dueDate: '2024-10-31T23:59:59+08:00', status: 'scheduled' },
          { id: 'm2', title: '履约验收', type: 'assessment', dateMet: '2025-05-05T00:00:00+08:00', status: 'met' },
        ],
      },
    },
  ],
});

describe('a process of OCDS', () => {
  it('becomes a purchase with lots, bids, award, contract, payments and acceptance', async () => {
    const name = fresh();
    expect(figures(await importOcds(app, name, text([FULL])))).toEqual([1, 1, 0, 0]);
    const tender = await tenderOf(app, name, FULL.ocid);
    expect(tender).toMatchObject({
      title: '居家养老服务',
      method: 'OPEN_TENDER',
      budget: '300000.00',
      conducted: 'elsewhere',
    });
    expect(tender.lots).toMatchObject([
      { no: 1, name: '城区', ceiling: '200000.00' },
      { no: 2, name: '乡镇', ceiling: '50000.50' },
    ]);
    const known = inForce(tender);
    expect(known.map(({ kind, lot }) => [kind, lot])).toEqual([
      ['notice', null],
      ['correction', null],
      ['clarification', null],
      ['bid', 1],
      ['bid', 1],
      ['award', 1],
      ['contract', 1],
      ['failure', 2],
    ]);
    expect(known[0]?.data).toEqual({ publishedOn: '2024-03-01', deadline: '2024-03-25T09:30:00+08:00' });
    expect(known[4]?.data).toMatchObject({
      status: 'rejected',
      price: '180000.00',
      members: [{ name: '机构丙' }, { name: '机构乙' }],
    });
    expect(known[5]?.data).toMatchObject({
      decidedOn: '2024-04-01',
      amount: '190000.00',
      supplier: { name: '机构乙' },
    });
    const [contract] = await contractsOf(app, tender.id);
    expect(contract).toMatchObject({
      number: 'X-1',
      amount: '190000.00',
      signedOn: '2024-04-20',
      window: { start: '2024-05-01', end: '2025-04-30' },
    });
    const told = inForce(contract as { facts: Json[] }).map(({ kind, data }) => [kind, data]);
    expect(told).toEqual([
      ['payment', { on: '2024-06-01', amount: '10000.00' }],
      ['payment', { on: '2024-06-01', amount: '10000.00' }],
      ['milestone', { name: '中期', dueOn: '2024-10-31' }],
      ['acceptance', { concludedOn: '2025-05-05', result: 'passed' }],
    ]);
    const notices = await app.dataSource.query(`SELECT kind, title, url FROM notice WHERE tender_id = $1`, [tender.id]);
    expect(notices).toMatchObject([{ title: '公告', kind: 'tender', url: 'https://example.org/d' }]);
  });

  it('counts by its member what has no place, and converts nothing', async () => {
    const done = await importOcds(
      app,
      fresh(),
      text([
        release({
          parties: [
            { ...PARTIES[0], identifier: { scheme: 'XX-REG', id: '5' }, contactPoint: { name: '某人' } },
            PARTIES[1],
          ],
          buyer: refer(0),
          language: 'en',
          tender: {
            ...TENDER,
            status: 'planning',
            procurementMethod: 'limited',
            value: { amount: 12, currency: 'EUR' },
            tenderPeriod: { startDate: '2024-03-01T10:00:00+08:00', endDate: '2024-03-25T09:30:00' },
            numberOfTenderers: 3,
          },
          awards: [
            { id: '1', status: 'active', suppliers: [refer(1)], value: { amount: 5, currency: 'USD' } },
            { id: '2', status: 'pending', suppliers: [refer(1)] },
            { id: '3', status: 'active', suppliers: [refer(1)], value: { amount: 5 } },
            { id: '4', status: 'active', suppliers: [refer(1)], value: CNY(0.001) },
          ],
        }),
      ]),
    );
    expect(losses(done)).toMatchObject({
      'ocid own_words': 1,
      'language no_counterpart': 1,
      'parties.contactPoint.name no_counterpart': 1,
      'parties.identifier.scheme no_counterpart': 1,
      'tender.procurementMethod no_counterpart': 1,
      'tender.status derived': 1,
      'tender.value other_currency': 1,
      'tender.tenderPeriod.startDate time_of_day': 1,
      'tender.tenderPeriod.endDate no_offset': 1,
      'awards.value other_currency': 1,
      'awards.value no_currency': 1,
      'awards.value amount_not_kept': 1,
      'awards.status unknown_code': 1,
      'awards.suppliers.name no_counterpart': 1,
    });
  });

  it('with several suppliers in one award gives each its own, without a share of the sum', async () => {
    const name = fresh();
    const awards = [{ id: '1', status: 'active', suppliers: [refer(1), refer(2)], value: CNY(100) }];
    const done = await importOcds(app, name, text([release({ parties: PARTIES, tender: TENDER, awards })]));
    expect(losses(done)).toMatchObject({ 'awards.value amount_of_several': 1 });
    const tender = await tenderOf(app, name, 'ocds-made00-1');
    const given = inForce(tender).filter(({ kind }) => kind === 'award');
    expect(given.map(({ data }) => data)).toMatchObject([
      { supplier: { name: '机构乙' }, places: 2 },
      { supplier: { name: '机构丙' }, places: 2 },
    ]);
    for (const { data } of given) expect(data).not.toHaveProperty('amount');
    expect((tender.lots[0] as { awards: Json[] }).awards).toHaveLength(2);
  });

  it('is taken from a record as its compiled release says, or as its releases come to', async () => {
    const name = fresh();
    const first = release({ tender: { ...TENDER, title: '第一次' } });
    const second = release({ tender: { title: '第二次' } }, 1, '2024-03-05T00:00:00+08:00');
    const records = [
      { ocid: first.ocid, releases: [second, first] },
      { ocid: 'ocds-made00-2', releases: [{ url: 'https://example.org/r', date: first.date }], compiledRelease: release({ tender: { ...TENDER, title: '汇总' } }, 2) }, // prettier-ignore
      { ocid: 'ocds-made00-3', releases: [{ url: 'https://example.org/r', date: first.date }] },
    ];
    const done = await importOcds(app, name, JSON.stringify({ uri: 'x', records }, null, 1));
    expect(figures(done)).toEqual([3, 2, 0, 1]);
    expect(await faults(app, done)).toEqual([[3, 'ocds-made00-3', '/releases/0 releases_linked']]);
    expect((await tenderOf(app, name, first.ocid)).title).toBe('第二次');
    expect((await tenderOf(app, name, 'ocds-made00-2')).title).toBe('汇总');
  });
});

describe('releases of one process', () => {
  it('count together, wherever they stand in the file and whatever the order', async () => {
    const name = fresh();
    const others = Array.from({ length: 250 }, (_, n) => release({ tender: TENDER }, n + 2));
    const last = release({ tender: { title: '最后' }, awards: null }, 1, '2024-05-01T00:00:00+08:00');
    const done = await importOcds(app, name, text([last, ...others, release({ tender: TENDER })]));
    expect(figures(done)).toEqual([252, 252, 0, 0]);
    expect(await tenderOf(app, name, last.ocid)).toMatchObject({ title: '最后', method: 'OPEN_TENDER' });
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM tender WHERE dataset = $1`, [
      `import:${name}`,
    ]);
    expect(n).toBe(251);
  });

  it('that come again change nothing, in whatever form', async () => {
    const name = fresh();
    expect(figures(await importOcds(app, name, text([FULL])))).toEqual([1, 1, 0, 0]);
    const before = await holdings(app, name);
    const again = await importOcds(app, name, JSON.stringify({ releases: [FULL, FULL] }, null, 2));
    expect(figures(again)).toEqual([2, 0, 2, 0]);
    expect(again.losses).toEqual([]);
    expect(await holdings(app, name)).toEqual(before);
  });

  it('that are newer correct what the earlier said, with a reason, and nothing else', async () => {
    const name = fresh();
    await importOcds(app, name, text([FULL]));
    const newer = release(
      {
        tender: { title: '居家养老服务（更正）', lots: [{ id: 'a', value: CNY(210_000) }] },
        contracts: [{ id: 'c', implementation: { transactions: [{ id: 'p2', value: CNY(12_000) }, { id: 'p3', date: '2024-07-01T00:00:00+08:00', value: CNY(5) }] } }], // prettier-ignore
      },
      1,
      '2024-08-01T00:00:00+08:00',
    );
    expect(figures(await importOcds(app, name, text([newer])))).toEqual([1, 1, 0, 0]);
    const tender = await tenderOf(app, name, FULL.ocid);
    expect(tender).toMatchObject({
      title: '居家养老服务（更正）',
      lots: [{ ceiling: '210000.00' }, { ceiling: '50000.50' }],
    });
    expect(tender.facts.every((fact) => fact['replaces'] === null)).toBe(true);
    const [contract] = (await contractsOf(app, tender.id)) as unknown as { facts: Json[] }[];
    const payments = contract?.facts.filter(({ kind }) => kind === 'payment');
    expect(
      payments?.map(({ data, reason, replaces }) => [(data as Json)['amount'], replaces !== null, reason]),
    ).toEqual([
      ['10000.00', false, null],
      ['10000.00', false, null],
      ['12000.00', true, 'the row was published or delivered anew with another content'],
      ['5.00', false, null],
    ]);
  });

  it('that are older than what is known take their place in the order', async () => {
    const name = fresh();
    const [early, late] = [
      release({ tender: { ...TENDER, title: '早', procurementMethodDetails: '公开招标' } }),
      release({ tender: { title: '晚' } }, 1, '2024-04-01T00:00:00+08:00'),
    ];
    await importOcds(app, name, text([late]));
    expect(figures(await importOcds(app, name, text([early])))).toEqual([1, 1, 0, 0]);
    expect(await tenderOf(app, name, early.ocid)).toMatchObject({ title: '晚', method: 'OPEN_TENDER' });
  });

  it('that take back an award, or change the number of lots, are refused whole', async () => {
    const name = fresh();
    await importOcds(app, name, text([FULL]));
    const before = await holdings(app, name);
    const date = '2024-08-01T00:00:00+08:00';
    const back = await importOcds(app, name, text([release({ awards: [{ id: 'aw', status: 'cancelled' }], contracts: null }, 1, date)])); // prettier-ignore
    expect(await faults(app, back)).toEqual([[1, FULL.ocid, ' fact_withdrawn']]);
    const more = await importOcds(
      app,
      name,
      text([release({ tender: { lots: [{ id: 'c', title: '第三' }] } }, 1, date)]),
    );
    expect(await faults(app, more)).toEqual([[1, FULL.ocid, '/tender/lots cannot_change']]);
    expect(await holdings(app, name)).toEqual(before);
  });
});

describe('a file with faults', () => {
  it('tells each with its row, takes the others, and takes the corrected rows alone', async () => {
    const name = fresh();
    const good = release({ tender: TENDER }, 1);
    const bad = [
      '{"ocid": "ocds-made00-2", "id"',
      { ...release({}, 3), ocid: undefined },
      { ...release({}, 4), date: '2024-02-30' },
      release({ tender: { title: 5 } }, 5),
      release({ tender: TENDER, parties: 'none' }, 6),
      release(
        {
          tender: {
            ...TENDER,
            tenderPeriod: { startDate: '2024-03-05T00:00:00+08:00', endDate: '2024-03-01T00:00:00+08:00' },
          },
        },
        7,
      ),
      release(
        { tender: TENDER, awards: [{ id: '1', status: 'active', value: { amount: 'much', currency: 'CNY' } }] },
        8,
      ),
      release(
        {
          tender: TENDER,
          contracts: [
            { id: '1', period: { startDate: '2024-05-02T00:00:00+08:00', endDate: '2024-05-01T00:00:00+08:00' } },
          ],
        },
        9,
      ),
      { ...release({}, 10), ocid: 'x'.repeat(201) },
      '[]',
    ];
    const done = await importOcds(app, name, text([good, ...bad]));
    expect(figures(done)).toEqual([11, 1, 0, 10]);
    expect((await faults(app, done)).map(([line, , ...codes]) => [line, ...codes])).toEqual([
      [2, ' malformed_json'],
      [3, '/ocid required'],
      [4, '/date not_a_date'],
      [5, '/tender/title not_text'],
      [6, '/parties not_a_list'],
      [7, '/tender/tenderPeriod/endDate deadline_before_notice'],
      [8, '/awards/0/value/amount not_an_amount'],
      [9, '/contracts/0 end_before_start'],
      [10, '/ocid too_long'],
      [11, ' not_an_object'],
    ]);
    const raw = (await rejectsOf(app, done.id)).map((r) => r.raw);
    expect(raw).toEqual(bad.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))));
    const corrected = await importOcds(app, name, `${raw[2]?.replace('2024-02-30', '2024-02-29') ?? ''}\n`);
    expect(figures(corrected)).toEqual([1, 1, 0, 0]);
  });

  it('in the middle of a process leaves out that release until it comes in its place', async () => {
    const name = fresh();
    const middle = JSON.stringify(
      release({ tender: { title: '二', description: 'x' } }, 1, '2024-03-02T00:00:00+08:00'),
    );
    const rows = [
      release({ tender: { ...TENDER, title: '一' } }),
      middle.slice(0, -1),
      release({ tender: { status: 'cancelled' } }, 1, '2024-03-03T00:00:00+08:00'),
    ];
    expect(figures(await importOcds(app, name, text(rows)))).toEqual([3, 2, 0, 1]);
    expect(await tenderOf(app, name, 'ocds-made00-1')).toMatchObject({ title: '一' });
    expect(figures(await importOcds(app, name, `${middle}\n`))).toEqual([1, 1, 0, 0]);
    const tender = await tenderOf(app, name, 'ocds-made00-1');
    expect(tender['title']).toBe('二');
    expect(inForce(tender).map(({ kind }) => kind)).toContain('cancellation');
  });

  it('that tries, takes nothing and says what a run will say', async () => {
    const name = fresh();
    const rows = text([FULL, '{', release({ tender: { value: { amount: 1, currency: 'EUR' } } }, 2)]);
    const tried = await importOcds(app, name, rows, true);
    expect(await holdings(app, name)).toMatchObject({ tenders: null, contracts: 0, bodies: 0 });
    const done = await importOcds(app, name, rows);
    expect(figures(tried)).toEqual(figures(done));
    expect(tried.losses).toEqual(done.losses);
    expect(await faults(app, tried)).toEqual(await faults(app, done));
  });

  it('of 20 000 releases with broken JSON in line 10 000 loses nothing and takes nothing twice', async () => {
    const name = fresh();
    const PROCESSES = 400;
    function* lines() {
      for (let n = 1; n <= 20_000; n++) {
        const process = n % PROCESSES;
        const said =
          n <= PROCESSES ? { tender: { ...TENDER, title: `项目${process}` } } : { tender: { description: `第${n}次` } };
        const line = JSON.stringify(release(said, process, new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString()));
        yield Buffer.from(`${n === 10_000 ? line.slice(0, -5) : line}\n`);
      }
    }
    const done = await importOcds(app, name, Readable.from(lines()));
    expect(figures(done)).toEqual([20_000, 19_999, 0, 1]);
    expect((await faults(app, done)).map(([line, , ...codes]) => [line, ...codes])).toEqual([
      [10_000, ' malformed_json'],
    ]);
    const [held] = await app.dataSource.query(
      `SELECT count(*)::int AS processes, sum(jsonb_array_length(releases))::int AS releases FROM ocds_process WHERE dataset = $1`,
      [`import:${name}`],
    );
    expect(held).toEqual({ processes: PROCESSES, releases: 19_999 });
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM tender WHERE dataset = $1`, [
      `import:${name}`,
    ]);
    expect(n).toBe(PROCESSES);
  });
});

describe('over HTTP', () => {
  const post = (content: string, query: string, type: string) =>
    app.http.post(`/api/v1/imports?${query}`).set({ ...officer.auth, 'Content-Type': type }).send(content); // prettier-ignore

  it('takes a package as JSON and lines as lines, and shows format, figures and losses', async () => {
    for (const [type, content] of [
      ['application/json', JSON.stringify({ releases: [FULL] })],
      ['application/x-ndjson', text([FULL])],
    ] as const) {
      const { body } = await post(content, `name=${fresh()}&format=ocds`, type).expect(202);
      expect(body).toMatchObject({ format: 'ocds', rows: 1, losses: [] });
      await importsOf(app).run(body.id);
      const done = (await app.http.get(`/api/v1/imports/${body.id}`).set(officer.auth).expect(200)).body;
      expect(done).toMatchObject({ state: 'done', accepted: 1 });
      expect(done.losses).toContainEqual({ field: 'awards.id', reason: 'own_words', count: 1 });
    }
  });

  it('refuses another format, JSON for notices, and a package that does not end', async () => {
    await post('{}\n', 'name=x&format=csv', 'application/x-ndjson').expect(400);
    expect((await post('{}', 'name=x', 'application/json').expect(415)).body.code).toBe('unsupported_media_type');
    const text = JSON.stringify({ releases: [FULL] }, null, 1).slice(0, -4);
    const { body } = await post(text, 'name=x&format=ocds', 'application/json').expect(400);
    expect(body).toMatchObject({
      code: 'unreadable_file',
      detail: expect.stringMatching(/line \d+, byte \d+: the file ends/),
    });
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM import WHERE dataset = 'import:x'`);
    expect(n).toBe(0);
  });

  it('says of a damaged package in both languages where it is and what was expected, and takes it once it is mended', async () => {
    const name = fresh();
    const releases = Array.from({ length: 40 }, (_, n) => release({ tender: TENDER }, n));
    const whole = JSON.stringify({ releases });
    // A quote is missing in one line of some kilobytes.
    const broken = whole.replace('"ocid":"ocds-made00-20"', '"ocid":"ocds-made00-20');
    const byte = Buffer.byteLength(broken.slice(0, broken.indexOf('"ocds-made00-20') + '"ocds-made00-20,"'.length)) + 1;
    const { body } = await post(broken, `name=${name}&format=ocds`, 'application/json').expect(400);
    expect(body.detail).toBe(
      `The package is damaged in line 1, byte ${byte}: a comma or the closing bracket is expected. It is release number 21, which begins in line 1. Nothing was taken`,
    );
    const zh = await post(broken, `name=${name}&format=ocds`, 'application/json').set('Accept-Language', 'zh'); // prettier-ignore
    expect(zh.body.detail ?? JSON.stringify(zh.body)).toContain(`（第 ${byte} 字节）损坏`);
    const { body: mended } = await post(whole, `name=${name}&format=ocds`, 'application/json').expect(202);
    await importsOf(app).run(mended.id);
    expect((await app.http.get(`/api/v1/imports/${mended.id}`).set(officer.auth)).body).toMatchObject({ accepted: 40, rejected: 0 }); // prettier-ignore
  });
});
