import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk } from '../support/flag-desk.js';
import { textsOf } from '../support/pdf.js';

const STEPS = ['180123.45', '183835.80', '187548.15', '191260.50', '194972.85'];
const LETTER = { authority: '示例市财政局', reference: '财监移〔2018〕9号' };

describe('GET /risk/flags/{id}/report', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let tender: string;
  let flag: string;
  let gap: string;
  let bidders: string[];
  let bidder: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    const names = ['甲', '乙', '丙', '丁', '戊'].map((sign) => `${sign}社会工作服务中心`);
    bidders = await Promise.all(names.map((name) => makeBody(app, { name, kind: 'agency' })));
    bidder = await makeUser(app, 'agency_manager', bidders[1]);
    for (const [year, first] of [
      [2014, 2],
      [2015, 0],
      [2016, 1],
    ] as const)
      await purchase(year, first, 0);
    tender = await purchase(2017, 1, 1);
    const line = await desk.world.line({ since: '2016-01-01', name: '示例街道居家养老' });
    for (const [start, end] of [
      ['2016-01-01', '2016-06-30'],
      ['2017-01-10', '2017-08-31'],
    ] as const) {
      const served = await desk.world.tender({ buyer: desk.buyer, serviceLines: [line] });
      const data = { signedOn: start, window: { start, end }, supplier: { organisation: desk.supplier } };
      await desk.world.facts(served, [{ kind: 'contract', data }]);
    }
    await desk.world.settle();
    flag = (await desk.world.flags('C05')).find((one) => one.root_id === tender)?.id ?? '';
    gap = (await desk.world.flags('G01')).find((one) => one.root_id === line)?.id ?? '';
    expect([flag, gap]).not.toContain('');
  });
  afterAll(() => app.close());

  /** A lot in which all of them bid; in the last one in equal steps. */
  async function purchase(year: number, winner: number, equal: number): Promise<string> {
    const tender = await desk.world.tender({
      buyer: desk.buyer,
      title: `${year} 年示例街道居家养老服务采购`,
      lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
    });
    const prices = equal ? STEPS : ['181350.50', '186212.30', '189777.10', '192003.80', '198120.60'];
    const bid = (organisation: string, i: number) => ({
      kind: 'bid',
      lot: 1,
      data: { bidder: { organisation }, price: prices[i] ?? '0', status: 'valid' },
    });
    const order = bidders.toSorted((a, b) => Number(b === bidders[winner]) - Number(a === bidders[winner]));
    const award = { supplier: { organisation: order[0] }, amount: prices[0], decidedOn: `${year}-10-20`, bidCount: 5 };
    await desk.world.facts(tender, [
      { kind: 'notice', data: { publishedOn: `${year}-10-01` } },
      ...order.map(bid),
      { kind: 'award', lot: 1, data: award },
    ]);
    return tender;
  }

  const get = (id: string, query: string, by = desk.supervisor, accept = '*/*') =>
    app.http
      .get(`/api/v1/risk/flags/${id}/report${query}`)
      .set(by.auth)
      .set('Accept', accept)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
  const html = async (id: string, lang: string, by = desk.supervisor): Promise<string> =>
    ((await get(id, `?lang=${lang}`, by).expect(200)).body as Buffer).toString();

  const listDrawings = async (id: string, lang: string, by = desk.supervisor): Promise<string[]> =>
    [...(await html(id, lang, by)).matchAll(/src="data:image\/svg\+xml;base64,([^"]*)"/g)].map(([, image = '']) =>
      Buffer.from(image, 'base64').toString(),
    );
  const drawBids = async (id: string, lang: string): Promise<string> =>
    (await listDrawings(id, lang)).find((svg) => /各供应商报价|Prices by bidder/.test(svg)) ?? '';

  it('is a page or PDF, by format or Accept, in Chinese or English', async () => {
    const page = await get(flag, '').expect(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const paper = await get(flag, '?lang=zh', desk.supervisor, 'application/pdf').expect(200);
    expect(paper.headers['content-type']).toBe('application/pdf');
    expect((await get(flag, '?format=pdf&lang=en').expect(200)).headers['content-type']).toBe('application/pdf');
    expect(textsOf(paper.body as Buffer).join('')).toContain('不能据此认定的内容与可以判明的依据');
    const again = await get(flag, '?lang=zh', desk.supervisor, 'application/pdf');
    expect(textsOf(again.body as Buffer)).toEqual(textsOf(paper.body as Buffer));
    await get(flag, '?format=doc').expect(400);
  });

  it('draws the ribbon of a line for a gap, with the days between its contracts', async () => {
    for (const [lang, word] of [
      ['zh', '无合同 184 天'],
      ['en', '184 days without a contract'],
    ] as const) {
      const [, ribbon = ''] = /<img [^>]*src="data:image\/svg\+xml;base64,([^"]*)"/.exec(await html(gap, lang)) ?? [];
      const svg = Buffer.from(ribbon, 'base64').toString();
      expect([lang, svg.includes('示例街道居家养老'), svg.includes(word), svg.includes('2016')]).toEqual([
        lang,
        true,
        true,
        true,
      ]);
    }
  });

  it('says what was found, by what, on which evidence, what it is not and how to compute it again', async () => {
    const page = await html(flag, 'en');
    for (const part of [
      'What was found',
      'Fewer than one in',
      'Statistic',
      'Prices by bidder, against the ceiling',
      'Bidders and lots',
      '187548.15',
      'would settle it',
      'Hash of the facts',
      'C05 v4',
    ])
      expect([part, page.includes(part)]).toEqual([part, true]);
    expect((await html(flag, 'zh')).includes('各供应商报价与最高限价')).toBe(true);
    expect((await html(gap, 'zh')).includes('服务线覆盖情况')).toBe(true);
  });

  it('says of a chance how many lots the rule had judged by the newest screening, and none before one', async () => {
    const [listed] = (await desk.list('indicator=C05')).items;
    for (const words of [await html(flag, 'en'), listed?.explanation, (await desk.read(flag)).explanation])
      expect(words).not.toContain('newest screening run');
    await desk.world.screen();
    // Its prices compete in each of four lots, and each was judged.
    const said = 'By the newest screening run this rule had judged 4 lots, so fewer than 0.01 would look so by chance.';
    const read = await desk.read(flag);
    expect(read.explanation).toContain(said);
    expect(read.evidence?.[0]?.explanation).toContain(said);
    expect((await desk.list('indicator=C05')).items[0]?.explanation).toContain(said);
    expect(await html(flag, 'en')).toContain(said);
    expect(await html(flag, 'zh')).toContain('截至最近一次筛查，本规则共判断 4 个包');
  });

  it('calls a threshold a choice of the product, and never the rule of law that it is about', async () => {
    expect(await html(gap, 'en')).toContain('A choice of this product, not law');
    const basis = { kind: 'POLICY', document: '示例条例', article: '第七十四条(三) -> 法第七十七条', confidence: 'A' };
    await app.dataSource.query(`UPDATE flag SET basis = $2 WHERE id = $1`, [gap, JSON.stringify(basis)]);
    const [en, zh] = [await html(gap, 'en'), await html(gap, 'zh')];
    for (const page of [en, zh]) expect(page).toContain('示例条例 · 第七十四条(三) → 法第七十七条');
    expect(en).toContain('A choice of this product, not law, with regard to: 示例条例');
    expect(en).not.toContain('not law: 示例条例');
    expect(zh).toContain('并非法律规定；参照: 示例条例');
  });

  it('is for who reads the flag; to a body it leaves out what is withheld, and never tells of a referral', async () => {
    await get(flag, '', bidder).expect(404);
    const read = await desk.read(flag);
    const asked = await desk.done(read, 'assign', { askOrganisations: [bidders[1]] });
    await desk.done(asked, 'refer', LETTER);
    const [own, whole] = [await html(flag, 'zh', bidder), await html(flag, 'zh')];
    expect(whole.includes(LETTER.reference)).toBe(true);
    expect(own.includes(LETTER.reference)).toBe(false);
    expect(own.includes('移送')).toBe(false);
    expect(own.includes('证据')).toBe(true);
    const stranger = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    await get(flag, '', stranger).expect(404);
    await app.http.get(`/api/v1/risk/flags/${flag}/report`).expect(401);
  });

  it('calls no bid of a lot unsuccessful before its award is published', async () => {
    const undecided = await desk.world.tender({
      buyer: desk.buyer,
      title: '尚未公布结果的采购',
      lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
    });
    await desk.world.facts(undecided, [
      { kind: 'notice', data: { publishedOn: '2017-11-01' } },
      ...bidders.map((organisation, i) => ({
        kind: 'bid',
        lot: 1,
        data: { bidder: { organisation }, price: STEPS[i] ?? '0', status: 'valid' },
      })),
      { kind: 'opening', lot: 1, data: { heldAt: '2017-11-20', bidCount: 5 } },
    ]);
    await desk.world.settle();
    const id = (await desk.world.flags('C05')).find((one) => one.root_id === undecided)?.id ?? '';
    expect(await drawBids(flag, 'zh')).toContain('>未成交<');
    const [zh, en] = [await drawBids(id, 'zh'), await drawBids(id, 'en')];
    expect([zh.includes('>报价<'), en.includes('>Bid<')]).toEqual([true, true]);
    expect(`${zh}${en}`).not.toMatch(/>(成交|未成交|Awarded|Not awarded)</);
  });

  it('draws of many bidders and lots who is awarded first, and says how many are left out', async () => {
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        makeBody(app, { name: `第${String(i).padStart(2, '0')}服务中心`, kind: 'agency' }),
      ),
    );
    const numbers = [1, 2, 3, 4];
    const crowded = await desk.world.tender({
      ...{ buyer: desk.buyer, title: '四包二十家' },
      lots: numbers.map((no) => ({ no, ceiling: '200000.00', pricing: 'competitive' as const })),
    });
    await desk.world.facts(crowded, [
      { kind: 'notice', data: { publishedOn: '2017-11-01' } },
      ...numbers.flatMap((lot) => [
        ...many.map((organisation, i) => {
          const price = `${150_123 + lot + 1_237 * i}.45`;
          return { kind: 'bid', lot, data: { bidder: { organisation }, price, status: 'valid' } };
        }),
        { kind: 'award', lot, data: { supplier: { organisation: many[19] }, decidedOn: '2017-12-20', bidCount: 20 } },
      ]),
    ]);
    await desk.world.settle();
    const id = (await desk.world.flags('C05')).find((one) => one.root_id === crowded)?.id ?? '';
    const [first = '', second = '', third = '', matrix = ''] = await listDrawings(id, 'zh');
    for (const bids of [first, second, third])
      expect(bids).toContain('共 20 个报价；画出 16 个：先成交的、本预警列出的，再最低的；另有 1 个包未画');
    for (const drawn of [first, matrix]) expect(drawn).toContain('>第19服务中心<');
    expect(matrix).toContain('另有 12 家供应商未画');
    expect((await listDrawings(id, 'en'))[3]).toContain('12 more bidders not drawn');
  });

  it('draws no bid and no award that was not published, of whatever purchase', async () => {
    const read = await desk.read(flag);
    await desk.done(read, 'assign', { askOrganisations: [bidders[2]] });
    const asked = await makeUser(app, 'agency_manager', bidders[2]);
    const before = await listDrawings(flag, 'zh', asked);
    expect(before.join('')).toContain('2016-10-20');
    const buyer = await makeBody(app, { region: '990207' });
    const record = async (
      title: string,
      on: string,
      sources: Record<'notice' | 'bid' | 'award', 'notice' | 'file' | 'statement'>,
    ) => {
      const tender = await desk.world.tender({ buyer, title, lots: [{ no: 1 }] });
      const award = { supplier: { organisation: bidders[0] }, amount: '1.00', decidedOn: on };
      await desk.world.facts(tender, [
        { kind: 'notice', data: { publishedOn: '2013-01-01' }, source: { kind: sources.notice } },
        ...bidders.map((organisation) => ({
          ...{ kind: 'bid', lot: 1, data: { bidder: { organisation }, price: '1.00' }, source: { kind: sources.bid } },
        })),
        { kind: 'award', lot: 1, data: award, source: { kind: sources.award } },
      ]);
    };
    // A bureau that loads its own table has published nothing of it; of a purchase with a notice it has published the notice alone.
    await record('乙局的内部台账', '2013-02-03', { notice: 'file', bid: 'file', award: 'file' });
    await record('乙局已公告的采购', '2013-02-04', { notice: 'notice', bid: 'notice', award: 'statement' });
    await record('乙局已公告的结果', '2013-02-05', { notice: 'notice', bid: 'statement', award: 'notice' });
    // Nor has it published what it was told of a bid for the purchase that the flag is about.
    const data = { bidder: { name: '口头报告的供应商' }, price: '181000.00', status: 'valid' };
    await desk.world.facts(tender, [{ kind: 'bid', lot: 1, data, source: { kind: 'statement' } }]);
    expect(await listDrawings(flag, 'zh', asked)).toEqual(before);
    expect(await listDrawings(flag, 'zh')).toEqual(before);
    await record('乙局公布的采购', '2013-02-06', { notice: 'notice', bid: 'notice', award: 'notice' });
    expect((await listDrawings(flag, 'zh', asked)).join('')).toContain('2013-02-06');
  });

  it('calls no bid unsuccessful any more once the award of its lot stands no longer', async () => {
    expect(await drawBids(flag, 'zh')).toContain('>未成交<');
    await desk.world.facts(tender, [
      {
        kind: 'failure',
        lot: 1,
        data: { on: '2018-01-05', publishedOn: '2018-01-05', reason: '质疑成立，成交结果无效' },
      },
    ]);
    const [zh, en] = [await drawBids(flag, 'zh'), await drawBids(flag, 'en')];
    expect([zh.includes('>报价<'), en.includes('>Bid<')]).toEqual([true, true]);
    expect(`${zh}${en}`).not.toMatch(/>(成交|未成交|Awarded|Not awarded)</);
  });
});
