import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { plantLot, plantMarket, scoreBid, type PlantedLot, type PlantedMarket } from '../support/markets.js';
import { textsOf } from '../support/pdf.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:drawn';
const FIGURES = {
  en: ['Bidders and lots', 'Awards in turn', 'Prices in these lots', 'Price in percent of the ceiling'],
  zh: ['供应商与采购包', '成交先后', '各包报价', '报价占最高限价的百分比'],
} as const;

describe('GET /risk/flags/{id}/report of a finding over many lots', () => {
  let app: TestApp;
  let market: PlantedMarket;
  let supervisor: TestAccount;
  let member: TestAccount;
  let flag: string;
  let buyer: string;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    const world = new RiskWorld(app, DATASET);
    buyer = await makeBody(app, { region: '990203', dataset: DATASET });
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    market = await plantMarket(world, buyer, '5c'.repeat(32));
    const [scored] = market.ringLots as [PlantedLot];
    await scoreBid(world, scored, market.ring[1] ?? '', '82.5');
    member = await makeUser(app, 'agency_manager', market.ring[0] ?? '');
    await world.touchTogether(await world.dirty());
    await world.screen();
    [{ id: flag = '' } = {}] = await world.flags('N12');
  });
  afterAll(() => app.close());

  async function read(query: string, by = supervisor): Promise<Buffer> {
    const { body } = await app.http
      .get(`/api/v1/risk/flags/${flag}/report${query}`)
      .set(by.auth)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    return body as Buffer;
  }

  it.each(['en', 'zh'] as const)(
    'draws its lots, the turns of its members and the prices, as page and PDF in %s',
    async (lang) => {
      const page = (await read(`?lang=${lang}`)).toString();
      for (const figure of FIGURES[lang]) expect([figure, page.includes(figure)]).toEqual([figure, true]);
      expect(page.match(/<img /g)).toHaveLength(3);
      // Each of the three is awarded by its letter; each lot of the evidence is a cell.
      const turns = /(?:Awards in turn|成交先后): ([A-C–](?: [A-C–])*)/.exec(page)?.[1]?.split(' ');
      expect(turns).toHaveLength(market.ringLots.length);
      expect(turns).not.toContain('–');
      // Its lots are those that the rule chose: they are not the latest ones, and nobody's share follows from them.
      const listed = market.ringLots.length;
      expect(page).toContain(
        lang === 'zh' ? `本预警所列的 ${listed} 个包` : `The ${listed} lots that the finding lists`,
      );
      expect(page).not.toMatch(lang === 'zh' ? /近 \d+ 个|参加 \d+ 次/ : /[Tt]he latest \d|\d+ bids, \d+ awards/);
      // How seldom it is stands in words: a bare p is read as the chance that nobody is guilty.
      expect(page).not.toMatch(/\bp = /);
      expect(page).toMatch(lang === 'zh' ? /供应商组合中(?:至多|也难)有一/ : /one in [^ ]+ honest groups looks so/);
      const paper = await read(`?lang=${lang}&format=pdf`);
      if (process.env['REPORT_DIR'] !== undefined) {
        writeFileSync(`${process.env['REPORT_DIR']}/n-${lang}.html`, page);
        writeFileSync(`${process.env['REPORT_DIR']}/n-${lang}.pdf`, paper);
      }
      expect(paper.toString('latin1').match(/\/Subtype \/Image/g)?.length).toBeGreaterThanOrEqual(3);
      expect(textsOf(paper).join('')).toContain(lang === 'zh' ? '成交' : 'awarded');
    },
  );

  it('draws the same for a member that was asked, and keeps from it what is kept elsewhere', async () => {
    await app.http.get(`/api/v1/risk/flags/${flag}/report`).set(member.auth).expect(404);
    const { headers } = await app.http.get(`/api/v1/risk/flags/${flag}`).set(supervisor.auth).expect(200);
    await app.http
      .post(`/api/v1/risk/flags/${flag}/actions/assign`)
      .set(supervisor.auth)
      .set('If-Match', String(headers['etag']))
      .set('Idempotency-Key', randomUUID())
      .send({ askOrganisations: [market.ring[0]] })
      .expect(200);
    const [own, whole] = [(await read('?lang=en', member)).toString(), (await read('?lang=en')).toString()];
    const listDrawings = (page: string): string[] => page.match(/<img [^>]*>/g) ?? [];
    expect(listDrawings(own)).toEqual(listDrawings(whole));
    expect(own).toContain('Not shown to the body');
    expect([whole.includes('82.5'), own.includes('82.5')]).toEqual([true, false]);
  });

  it('calls nobody a member that the finding does not speak of, and draws one that withdrew without its price', async () => {
    const [from = '', to = '', bystander = ''] = market.ring;
    const bids = [
      { bidder: from, price: '150000.00', status: 'withdrawn' },
      { bidder: to, price: '180000.00', won: true },
      { bidder: bystander, price: '190000.00' },
    ];
    const { lot } = await plantLot(new RiskWorld(app, DATASET), buyer, '2023-11-15', bids);
    // As a finding on who withdrew for whom has it: two members, and the lots in which one withdrew.
    const members = [from, to, buyer].map((id) => ({ record: `organisation:${id}` }));
    for (const column of ['inputs', 'held_finding'])
      await app.dataSource.query(
        `UPDATE flag_subject SET ${column} = CASE WHEN $2 = 'inputs' THEN ${column} || $3::jsonb ELSE jsonb_set(${column}, '{inputs}', ${column} -> 'inputs' || $3::jsonb) END WHERE flag_id = $1`,
        [flag, column, JSON.stringify({ members, lots: [{ record: `lot:${lot}` }] })],
      );
    const [zh, en] = [(await read('?lang=zh')).toString(), (await read('?lang=en')).toString()];
    expect(zh).toContain('2023-11-15：示例机构0 撤回，示例机构1 成交');
    expect(en).toContain('2023-11-15: 示例机构0 Withdrawn, 示例机构1 Awarded');
    expect(zh).toContain('2023-11-15: 90% 预警所涉供应商成交, 95% 其他供应商未成交');
    expect(en).toContain('2023-11-15: 90% Named by the finding, awarded, 95% Others, not awarded');
  });
});
