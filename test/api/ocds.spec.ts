import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import type { Response } from 'supertest';
import type { Losses } from '../../src/opendata/losses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER } from '../support/bidding.js';
import { makeBureau, startBusinessAt, makeThreshold } from '../support/drafts.js';
import { exportAll } from '../support/ocds-exported.js';
import { RULES, type Json } from '../support/ocds-rules.js';
import { OcdsSchema } from '../support/ocds-schema.js';
import { given, Recorder, stated } from '../support/purchases.js';
import { demonstrationScene } from '../support/scenes.js';

const PREFIX = 'ocds-demo00';
const address = (kind: 'releases' | 'records', tender: string) => `/api/v1/ocds/${kind}/${PREFIX}-${tender}`;

interface Page {
  links?: { next: string };
  releases: Json[];
  extensions: string[];
}

/** All packages of a dataset, each as it was answered. */
async function readPackages(app: TestApp, dataset: string, limit: number): Promise<Response[]> {
  const pages: Response[] = [];
  for (let next: string | null = `/api/v1/ocds/packages?dataset=${dataset}&limit=${limit}`; next !== null;) {
    const page: Response = await app.http.get(next).expect(200);
    pages.push(page);
    const following = (page.body as Page).links?.next;
    next = following === undefined ? null : following.slice(new URL(following).origin.length);
  }
  return pages;
}

describe('the open data of the demonstration', () => {
  let app: TestApp;
  const exported: Record<string, Json[]> = {};
  beforeAll(async () => {
    app = await startTestApp({ scene: await demonstrationScene() });
    for (const dataset of ['study', 'fiction', 'live', 'import:notices'])
      exported[dataset] = (await exportAll(app, dataset)).releases;
    const folder = process.env['OCDS_SAMPLES'];
    if (folder)
      for (const [dataset, releases] of Object.entries(exported))
        writeFileSync(`${folder}/${dataset}.jsonl`, releases.map((each) => `${JSON.stringify(each)}\n`).join(''));
  });
  afterAll(() => app.close());

  it('has every public purchase of each dataset, once', async () => {
    for (const [dataset, releases] of Object.entries(exported)) {
      const rows = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM public_tender WHERE dataset = $1`, [
        dataset,
      ]);
      expect(releases.map(({ ocid }) => ocid).sort()).toEqual(rows.map(({ id }) => `${PREFIX}-${id}`).sort());
    }
    expect(Object.values(exported).flat().length).toBeGreaterThan(100);
  });

  it.each(Object.keys(RULES))('%s', (name) => {
    const rule = RULES[name] as (release: Json) => string[];
    const faults = Object.values(exported)
      .flat()
      .flatMap((release) => rule(release).map((fault) => `${String(release['ocid'])} ${fault}`));
    expect(faults).toEqual([]);
  });

  it('is valid by the published schema of 1.1.5 and the schemas of its extensions, in packages of releases and of records', async () => {
    const schema = new OcdsSchema();
    const faults: string[] = [];
    for (const [dataset, releases] of Object.entries(exported)) {
      for (const { body } of await readPackages(app, dataset, 100)) faults.push(...schema.listFaults('page', body));
      for (const { ocid } of releases.filter((_, i) => i % 5 === 0)) {
        const { body } = await app.http.get(`/api/v1/ocds/records/${String(ocid)}`).expect(200);
        faults.push(...schema.listFaults('record', body));
      }
    }
    expect(faults).toEqual([]);
  });

  it.each<[string, string, (release: Json) => void]>([
    ['an amount that is text', 'type', ({ tender }) => Object.assign(tender as Json, { value: { amount: '5.00' } })],
    ['no tag', 'required', (release) => delete release['tag']],
    ['a code that no list has', 'enum', ({ tender }) => Object.assign(tender as Json, { status: 'open' })],
    [
      'a code that no open list has',
      'codelist',
      ({ parties }) => (((parties as Json[])[0] as Json)['roles'] = ['friend']),
    ],
    ['a day for an instant', 'format', (release) => (release['date'] = '2017-11-24')],
    ['a member that nothing names', 'additionalProperties', (release) => (release['mood'] = 'good')],
    ['a contract of no award', 'required', ({ contracts }) => delete ((contracts as Json[])[0] as Json)['awardID']],
  ])('would not be valid with %s', async (_, keyword, spoil) => {
    const first = exported['fiction']?.find(({ contracts }) => (contracts as Json[] | undefined)?.length);
    const { body } = await app.http.get(`/api/v1/ocds/releases/${String(first?.['ocid'])}`).expect(200);
    const schema = new OcdsSchema();
    expect(schema.listFaults('release', body)).toEqual([]);
    spoil((body as { releases: Json[] }).releases[0] as Json);
    expect(schema.listFaults('release', body).map((fault) => fault.split(' ')[1])).toContain(keyword);
  });

  it('says the same in the export, in packages page by page, and by OCID', async () => {
    const pages = (await readPackages(app, 'fiction', 7)).flatMap(({ body, headers }) => {
      const { links, releases, extensions } = body as Page;
      expect(headers['link']).toBe(links && `<${links.next}>; rel="next"`);
      // A package names the extensions that it uses.
      const names = extensions.filter((name) => name.endsWith('/ocds_pagination_extension/master/extension.json'));
      expect(names).toHaveLength(links ? 1 : 0);
      return releases;
    });
    const last = (await readPackages(app, 'fiction', 7)).at(-1)?.body as Page;
    expect(last).not.toHaveProperty('links');
    const schema = new OcdsSchema();
    expect(schema.listFaults('page', { ...last, links: { next: null } })).toHaveLength(1);
    expect(schema.listFaults('page', { ...last, links: { next: '/api/v1/ocds/packages' } })).toHaveLength(1);
    expect(pages).toEqual(exported['fiction']);
    for (const release of pages.slice(0, 5)) {
      const one = await app.http.get(`/api/v1/ocds/releases/${String(release['ocid'])}`).expect(200);
      expect(one.body).toMatchObject({ version: '1.1', releases: [release], publisher: { name: expect.any(String) } });
    }
  });

  it('compiles a record from the release, with the id and tag that merging gives', async () => {
    const release = exported['fiction']?.[0] as Json;
    const { body } = await app.http.get(`/api/v1/ocds/records/${String(release['ocid'])}`).expect(200);
    const compiledRelease = {
      ...release,
      id: `${String(release['ocid'])}-${String(release['date'])}`,
      tag: ['compiled'],
    };
    expect(body.records).toEqual([{ ocid: release['ocid'], releases: [release], compiledRelease }]);
  });

  it('takes the dataset of the statistics where none is named', async () => {
    const { body } = await app.http.get('/api/v1/ocds/packages?limit=3').expect(200);
    expect(body.releases).toEqual(exported['study']?.slice(0, 3));
  });

  it.each(['releases/OCID', 'records/OCID', 'packages?dataset=study&limit=3'])(
    'answers 304 at %s to who has it already',
    async (address) => {
      const path = `/api/v1/ocds/${address.replace('OCID', String(exported['study']?.[0]?.['ocid']))}`;
      const { headers } = await app.http.get(path).expect(200);
      await app.http
        .get(path)
        .set('If-None-Match', headers['etag'] as string)
        .expect(304);
    },
  );
});

describe('the open data of one purchase', () => {
  let app: TestApp;
  let officer: Recorder;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
  });
  afterAll(() => app.close());

  it('is not there for an unknown purchase, another prefix, or what is no OCID', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const ocid of [`${PREFIX}-${unknown}`, `ocds-other0-${unknown}`, PREFIX, 'x'])
      for (const kind of ['releases', 'records'])
        expect((await app.http.get(`/api/v1/ocds/${kind}/${ocid}`).expect(404)).body.code).toBe('not_found');
  });

  it('is not there where only its own bodies know it, and shows no fact that was not published', async () => {
    const tender = await officer.tender({ title: '未公告的项目' });
    await officer.facts(tender.id, [given('notice', { publishedOn: '2017-11-24' }, stated)]).expect(200);
    await app.http.get(address('releases', tender.id)).expect(404);
    await app.http.get(address('releases', tender.id)).set(officer.account.auth).expect(404);
    await officer.facts(tender.id, [given('intention', { publishedOn: '2017-10-24' })]).expect(200);
    await officer
      .facts(tender.id, [given('award', { supplier: { name: '未公开的机构' }, amount: '5.00' }, { lot: 1, ...stated })])
      .expect(200);
    const { text } = await app.http.get(address('releases', tender.id)).set(officer.account.auth).expect(200);
    expect(text).toBe((await app.http.get(address('releases', tender.id)).expect(200)).text);
    expect(text).not.toMatch(/2017-11-24|未公开的机构/);
  });

  it.each([
    ['passed', 'met', true],
    ['partial', 'partiallyMet', false],
    ['rectify', 'notMet', false],
    ['failed', 'notMet', false],
    [undefined, undefined, false],
  ])('says of an acceptance that is %s: %s', async (result, status, met) => {
    const tender = await officer.tender();
    await officer
      .facts(tender.id, [
        given('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' }),
        given('contract', { signedOn: '2017-12-29', amount: '1.00', supplier: { name: '甲机构' } }, { lot: 1 }),
      ])
      .expect(200);
    const [contract] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM contract WHERE tender_id = $1`, [
      tender.id,
    ]);
    await officer
      .contractFacts(contract?.id ?? '', [given('acceptance', { concludedOn: '2018-06-01', result })])
      .expect(200);
    const { releases } = (await app.http.get(address('releases', tender.id)).expect(200)).body as {
      releases: { contracts: { implementation: { milestones: Json[] } }[] }[];
    };
    const [milestone] = releases[0]?.contracts[0]?.implementation.milestones ?? [];
    expect([milestone?.type, milestone?.status, milestone !== undefined && 'dateMet' in milestone]).toEqual([
      'assessment',
      status,
      met,
    ]);
  });

  it('says amounts to the fen, a day by its edge, and a month not at all, which is counted', async () => {
    const before = (await exportAll(app, 'live')).losses.list();
    const tender = await officer.tender({
      window: { start: '2018-01-01', end: '2018-05' },
      budget: '200000.05',
      lots: [{ no: 1, name: '一包', ceiling: '199999.99' }],
    });
    await officer
      .facts(tender.id, [
        given('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' }),
        given('award', { decidedOn: '2017-12', amount: '199999.98', supplier: { name: '甲机构' } }, { lot: 1 }),
        given('contract', { signedOn: '2017-12-29', amount: '199999.98', supplier: { name: '甲机构' } }, { lot: 1 }),
      ])
      .expect(200);
    const { releases, losses } = await exportAll(app, 'live');
    const release = releases.find(({ ocid }) => ocid === `${PREFIX}-${tender.id}`);
    expect(release).toMatchObject({
      tag: ['tender', 'award', 'contract'],
      planning: { budget: { amount: { amount: 200000.05, currency: 'CNY' } } },
      tender: {
        value: { amount: 199999.99, currency: 'CNY' },
        tenderPeriod: { startDate: '2017-11-24T00:00:00+08:00', endDate: '2017-12-04T09:30:00+08:00' },
        contractPeriod: { startDate: '2018-01-01T00:00:00+08:00' },
      },
      awards: [{ value: { amount: 199999.98 } }],
      contracts: [{ dateSigned: '2017-12-29T00:00:00+08:00', value: { amount: 199999.98 } }],
    });
    expect((release as { awards: Json[] }).awards[0]).not.toHaveProperty('date');
    const counted = (found: ReturnType<Losses['list']>, field: string) =>
      found.find((loss) => loss.field === field && loss.reason === 'month_or_year_only')?.count ?? 0;
    for (const field of ['tender.contractPeriod.endDate', 'awards.date'])
      expect(counted(losses.list(), field) - counted(before, field)).toBe(1);
  });
});

describe('the loss report', () => {
  let app: TestApp;
  let officer: Recorder;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
  });
  afterAll(() => app.close());

  it('counts amounts that no number holds, what the standard has no member for, and what was not published', async () => {
    const tender = await officer.tender({ lots: [{ no: 1, ceiling: '90071992547409.93' }] });
    const supplier = { name: '甲机构' };
    const award = { supplier, share: 6000, unitPrice: '35.00', unit: '人次' };
    const { body } = await officer
      .facts(tender.id, [given('award', award, { lot: 1 }), given('contract', { supplier }, { lot: 1 })])
      .expect(200);
    await officer
      .contractFacts((body as { contracts: { id: string }[] }).contracts[0]?.id ?? '', [
        given('plan', { kind: 'none' }),
        given('handover', { recipients: 3 }),
        given('payment', { on: '2018-02-01', amount: '10.00' }),
        given('payment', { on: '2018-03-01', amount: '20.00' }, stated),
        given('milestone', { name: '中期' }, stated),
      ])
      .expect(200);
    const { releases, losses } = await exportAll(app, 'live');
    expect(losses.list().map(({ field, reason, count }) => [field, reason, count])).toEqual([
      ['tender.lots.value', 'amount_not_exact', 1],
      ['tender.value', 'amount_not_exact', 1],
      ['awards.share', 'no_counterpart', 1],
      ['awards.unitPrice', 'no_counterpart', 1],
      ['contracts.handover', 'no_counterpart', 1],
      ['contracts.plan', 'no_counterpart', 1],
      ['contracts.implementation.milestones', 'not_published', 1],
      ['contracts.implementation.transactions', 'not_published', 1],
    ]);
    const [{ tender: said = {}, contracts = [] } = {}] = releases as { tender?: Json; contracts?: Json[] }[];
    expect(said).not.toHaveProperty('value');
    expect(contracts[0]?.['implementation']).toMatchObject({ transactions: [{ value: { amount: 10 } }] });
  });
});

describe('the open data of sealed bids', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  });
  afterAll(() => app.close());

  it('is the same byte for byte with no, one and three bids before the opening', async () => {
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    const look = async () => [
      (await app.http.get(address('releases', tender)).expect(200)).text,
      (await app.http.get(address('records', tender)).expect(200)).text,
      (await app.http.get('/api/v1/ocds/packages?dataset=live').expect(200)).text,
      JSON.stringify((await exportAll(app, 'live')).releases),
    ];
    const bidders = await makeBidders(app, 3);
    const none = await look();
    await bidAll(app, bidders.slice(0, 1), lots[0] as string, ['100000.00']);
    expect(await look()).toEqual(none);
    await bidAll(app, bidders.slice(1), lots[0] as string, ['110000.00', '120000.00']);
    expect(await look()).toEqual(none);
  });
});

describe('who publishes', () => {
  it('is a setting, with the licence', async () => {
    const app = await startTestApp({
      env: { OCDS_PUBLISHER_NAME: '某市财政局', OCDS_LICENSE: 'https://example.org/licence' },
    });
    try {
      const { body } = await app.http.get('/api/v1/ocds/packages').expect(200);
      expect(body).toMatchObject({
        publisher: { name: '某市财政局' },
        license: 'https://example.org/licence',
        releases: [],
      });
    } finally {
      await app.close();
    }
  });

  it('must be said in production: without it nothing is published, and why is said', async () => {
    const app = await startTestApp();
    try {
      app.settings.mode = 'production';
      for (const path of ['packages', `releases/${PREFIX}-00000000-0000-4000-8000-000000000000`, 'records/x']) {
        const { body } = await app.http.get(`/api/v1/ocds/${path}`).expect(503);
        expect(body.code).toBe('ocds_not_configured');
      }
    } finally {
      app.settings.mode = 'test';
      await app.close();
    }
  });
});
