import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeOnlookers } from '../support/implementing.js';
import { RiskWorld } from '../support/risk-world.js';

const WINDOW = { start: '2026-01-01', end: '2026-05-31' };
const STANDARDS = [
  { no: 1, text: '上门服务', target: 40, unit: '人次', measure: { of: 'records', form: 'visit' } },
  { no: 2, text: '满意度', target: 90, unit: '%' },
];

describe('pictures', () => {
  let app: TestApp;
  let parties: Parties;
  let work: Implementing;
  let people: Awaited<ReturnType<typeof makeOnlookers>>;
  let addresses: { line: string; contract: string; programme: string };
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    const { line, programme } = parties.bureau;
    const contract = await Contracting.signed(
      app,
      parties,
      { window: WINDOW, standards: STANDARDS },
      { window: WINDOW, programme },
    );
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    await contract.must('start');
    work = new Implementing(app, parties, contract);
    people = await makeOnlookers(app, parties);
    await app.dataSource.query(`UPDATE service_line SET name = $2 WHERE id = $1`, [
      line,
      '养老<script>alert(1)</script>&线',
    ]);
    await setBusinessTime(app, '2026-03-20T09:00:00+08:00');
    for (const day of ['2026-01-08', '2026-01-15', '2026-03-02', '2026-03-03']) await work.record(day);
    addresses = {
      line: `/api/v1/service-lines/${line}/coverage`,
      contract: `/api/v1/contracts/${contract.id}/progress`,
      programme: `/api/v1/programmes/${programme}/calendar`,
    };
  });
  afterAll(() => app.close());

  const ask = (path: string, by?: TestAccount, language = 'zh-CN') =>
    app.http.get(path).set({ ...by?.auth, 'Accept-Language': language });
  async function svg(path: string, by?: TestAccount, language?: string): Promise<string> {
    const answer = await ask(path, by, language).expect(200);
    expect(answer.headers['content-type']).toBe('image/svg+xml');
    return (answer.body as Buffer).toString('utf8');
  }
  const texts = (picture: string): string[] =>
    [...picture.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

  /** How many dots of a colour a PNG has. */
  async function dots(png: Buffer, colour: readonly [number, number, number]): Promise<number> {
    const image = await loadImage(png);
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let found = 0;
    for (let i = 0; i < data.length; i += 4) if (colour.every((part, n) => data[i + n] === part)) found++;
    return found;
  }

  it('a line: what is signed, what is evidenced and what is left out, for everybody', async () => {
    const picture = await svg(`${addresses.line}.svg`);
    expect(picture).toContain('<title>服务线覆盖情况');
    expect(texts(picture)).toEqual(
      expect.arrayContaining([
        '有合同',
        '当日有服务记录（仅限在此登记的合同）',
        '无合同',
        '2018',
        '2026',
        '12月',
        '365 天',
      ]),
    );
    expect(picture).toMatch(/<desc>截至 2026-03-20；2018 年：有合同 0\.0%，无合同 365 天；/);
    const english = await svg(`${addresses.line}.svg`, undefined, 'en');
    expect(texts(english)).toEqual(expect.arrayContaining(['Contracted', 'Without a contract', 'Dec', '365 days']));
    // An address in a page has no header: it may say its language.
    expect(texts(await svg(`${addresses.line}.svg?lang=zh`, undefined, 'en'))).toContain('无合同');
    expect(await svg(`${addresses.line}.svg?asOf=2019-06-30`)).toContain('截至 2019-06-30');
  });

  it('a line: a contract that is known to the month leaves no gap on its possible days, and is counted for everybody', async () => {
    const made = await app.http
      .post('/api/v1/service-lines')
      .set(parties.bureau.officer.auth)
      .send({ name: '起止不明', category: 'ELDERLY_HOME_CARE', since: '2019-01-01' })
      .expect(201);
    const { id } = made.body as { id: string };
    const world = new RiskWorld(app, 'live');
    const tender = await world.tender({ buyer: parties.bureau.id, serviceLines: [id] });
    const window = { start: '2019-03', end: '2019-05-31' };
    await world.facts(tender, [{ kind: 'contract', data: { supplier: { name: '某机构' }, window } }]);
    const picture = await svg(`/api/v1/service-lines/${id}/coverage.svg?asOf=2019-12-31`);
    expect(picture).toContain(
      '<desc>截至 2019-12-31；另有 1 份合同起止日不明，未计入；2019 年：有合同至少 0.0%，无合同 273 天，92 天可能有合同</desc>',
    );
    expect(texts(picture)).toEqual(expect.arrayContaining(['可能有合同，起止日不明', '59 天', '214 天']));
    expect(texts(picture)).not.toContain('365 天');
  });

  it('a contract: its targets, for those whom it concerns', async () => {
    const picture = await svg(`${addresses.contract}.svg`, parties.bureau.officer);
    expect(texts(picture)).toEqual(expect.arrayContaining(['已完成', '目标', '上门服务', '占目标的百分比']));
    expect(texts(picture).some((text) => text.startsWith('4 / 40 人次'))).toBe(true);
    expect(picture).toContain('另有 1 项不可计量');
    expect(texts(await svg(`${addresses.contract}.svg`, parties.manager, 'en'))).toContain('Percent of the target');
  });

  it('a programme: the records of its contracts by month, none outside their days', async () => {
    const picture = await svg(`${addresses.programme}.svg`, parties.bureau.officer);
    const cells = texts(picture).filter((text) => /^\d$/.test(text));
    // The legend begins with none at all; then January, February and March, and two months ahead without a number.
    expect(cells.sort()).toEqual(['0', '0', '2', '2']);
    expect(texts(picture)).toEqual(expect.arrayContaining(['尚未到来', '1–9', '社区居家养老服务项目']));
    expect(picture).toContain('4 条记录');
  });

  it('as PNG: drawn in colours, in the font that is shipped', async () => {
    for (const [path, colour] of [
      [`${addresses.line}.png`, [0xe8, 0x59, 0x0c]],
      [`${addresses.contract}.png`, [0x1f, 0x5f, 0x99]],
      [`${addresses.programme}.png`, [0xd0, 0xe4, 0xf5]],
    ] as const) {
      const answer = await ask(path, parties.bureau.officer).expect(200);
      expect(answer.headers['content-type']).toBe('image/png');
      const png = answer.body as Buffer;
      expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
      expect(await dots(png, colour)).toBeGreaterThan(200);
    }
  });

  it('has no character without a shape: every text names the font, and the font has its characters', async () => {
    const missing = shapeOf('\u{10fffd}');
    for (const path of [`${addresses.line}.svg`, `${addresses.contract}.svg`, `${addresses.programme}.svg`]) {
      const picture = await svg(path, parties.bureau.officer);
      const given = [...picture.matchAll(/<text [^>]*>/g)].map(([tag]) => tag);
      expect(given.filter((tag) => !tag.includes('font-family:Noto Sans SC,'))).toEqual([]);
      const characters = [...new Set(texts(picture).join(''))].filter((one) => /\p{Script=Han}/u.test(one));
      expect(characters.length).toBeGreaterThan(10);
      for (const one of characters) expect([one, shapeOf(one)]).not.toEqual([one, missing]);
    }
  });

  function shapeOf(character: string): string {
    const canvas = createCanvas(40, 40);
    const context = canvas.getContext('2d');
    context.font = '30px "Noto Sans SC"';
    context.fillText(character, 4, 32);
    return Buffer.from(context.getImageData(0, 0, 40, 40).data).toString('base64');
  }

  it('runs and fetches nothing, whatever a line is called', async () => {
    for (const path of [`${addresses.line}.svg`, `${addresses.contract}.svg`, `${addresses.programme}.svg`]) {
      const answer = await ask(path, parties.bureau.officer);
      const picture = (answer.body as Buffer).toString('utf8');
      expect(picture).not.toMatch(/<script|href=|url\(|<image|<foreignObject|\son\w+=/i);
      expect(picture.match(/https?:\/\/[^"]+/g)).toEqual([
        'http://www.w3.org/2000/svg',
        'http://www.w3.org/1999/xlink',
      ]);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect(await svg(`${addresses.line}.svg`)).toContain('养老&lt;script&gt;alert(1)&lt;/script&gt;&amp;线');
  });

  it('is seen by who may read it as JSON, and kept by nobody on the way', async () => {
    const agencyOfNothing = await makeUser(app, 'agency_worker');
    for (const form of ['svg', 'png'])
      for (const by of [
        undefined,
        people.rival,
        people.otherBureau,
        people.watcher,
        people.elsewhere,
        agencyOfNothing,
      ]) {
        const json = await ask(addresses.contract, by);
        const picture = await ask(`${addresses.contract}.${form}`, by);
        expect([form, picture.status]).toEqual([form, json.status]);
        expect(picture.headers['cache-control']).toBe(json.headers['cache-control']);
        const programme = await ask(addresses.programme.replace('/calendar', ''), by);
        expect((await ask(`${addresses.programme}.${form}`, by)).status).toBe(programme.status);
      }
    expect((await ask(`${addresses.programme}.svg`, parties.manager)).status).toBe(403);
    expect((await ask(`${addresses.programme}.svg`, people.otherBureau)).status).toBe(404);
    expect((await ask(`${addresses.contract}.png`)).status).toBe(401);
  });

  it('refuses another form, another language, a day that does not exist, and what is not there', async () => {
    await ask(`${addresses.line}.svg?lang=fr`).expect(400);
    await ask(`${addresses.line}.png?asOf=2026-02-30`).expect(400);
    await ask(`${addresses.line}.gif`).expect(404);
    await ask(`/api/v1/service-lines/${work.contract.id}/coverage.svg`).expect(404);
    await ask(`/api/v1/programmes/${work.contract.id}/calendar.png`, parties.bureau.officer).expect(404);
    const { tender } = await Contracting.awarded(app, parties, {}, {}, [
      { kind: 'contract', lot: 1, data: { number: '甲', window: WINDOW }, source: { kind: 'statement' } },
    ]);
    const [elsewhere]: { id: string }[] = await app.dataSource.query(`SELECT id FROM contract WHERE tender_id = $1`, [
      tender,
    ]);
    const refused = await ask(`/api/v1/contracts/${elsewhere?.id}/progress.svg`, parties.bureau.officer);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'conducted_elsewhere']);
  });

  it('an empty subject says so', async () => {
    await setBusinessTime(app, '2017-06-01T09:00:00+08:00');
    expect(texts(await svg(`${addresses.line}.svg`))).toContain('尚无可计的日子');
    const made = await app.http
      .post('/api/v1/programmes')
      .set(parties.bureau.officer.auth)
      .send({ name: '空计划', year: 2026, buyer: parties.bureau.id, source: { kind: 'statement' } })
      .expect(201);
    const { id } = made.body as { id: string };
    expect(texts(await svg(`/api/v1/programmes/${id}/calendar.svg`, parties.bureau.officer))).toContain(
      '尚无已签且起止日期明确的合同',
    );
  });
});
