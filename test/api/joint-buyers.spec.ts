import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JointBuyers1800000000316 } from '../../migrations/1800000000316-joint-buyers.js';
import { makeBody, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode } from '../support/contracts.js';
import { Drafting, setBusinessTime, type Bureau } from '../support/drafts.js';
import { RULES, type Json } from '../support/ocds-rules.js';
import { OcdsSchema } from '../support/ocds-schema.js';
import { readPdf } from '../support/papers.js';
import { Resulting } from '../support/results.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

const [SECOND, THIRD] = ['测试联合采购单位乙', '测试联合采购单位丙'];

/** Order 87 articles 13 and 69: notices name the buyer, its address and contact; Order 94 article 6 knows joint buyers. */
describe('joint buyers', () => {
  let app: TestApp;
  let bureau: Bureau;
  let buyer: string;
  let joint: string[];
  const code = creditCode('11');
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    joint = [await makeBody(app, { name: SECOND }), await makeBody(app, { name: THIRD })];
    const name = (id: string, credit: string) =>
      app.dataSource.query<{ name: string }[]>(
        `UPDATE organisation SET credit_code = $2 WHERE id = $1 RETURNING name`,
        [id, credit],
      );
    await name(joint[0] as string, code);
    await name(bureau.id, creditCode('11'));
    const [row] = await app.dataSource.query<{ name: string }[]>(`SELECT name FROM organisation WHERE id = $1`, [
      bureau.id,
    ]);
    buyer = row?.name ?? '';
  });
  afterAll(() => app.close());

  const text = async (tender: string, kind: string): Promise<string> =>
    (await app.http.get(`/api/v1/tenders/${tender}/notices/${kind}/text`).set(bureau.officer.auth).expect(200)).text;
  const listNotices = async (query = ''): Promise<{ tender: string; buyerName: string }[]> =>
    ((await app.http.get(`/api/v1/notices?limit=200${query}`).expect(200)).body as { items: [] }).items;
  /** By whom each notice of a tender says that it buys. */
  const listNamed = async (of: string): Promise<string[]> =>
    (await listNotices()).filter(({ tender }) => tender === of).map(({ buyerName }) => buyerName);
  const release = async (tender: string): Promise<Json> => {
    const { body } = await app.http.get(`/api/v1/ocds/releases/ocds-demo00-${tender}`).expect(200);
    expect(new OcdsSchema().listFaults('release', body)).toEqual([]);
    const [said = {}] = (body as { releases: Json[] }).releases;
    for (const [name, rule] of Object.entries(RULES)) expect([name, rule(said)]).toEqual([name, []]);
    return said;
  };
  const listBuyers = ({ parties }: Json): unknown[] =>
    (parties as { name: string; roles: string[] }[]).filter(({ roles }) => roles.includes('buyer')).map((p) => p.name);

  it('are all named in notices, in the contract and on its paper, and among the parties of the release', async () => {
    // The buyer is one of them already, and is named once.
    const result = await Resulting.begin(app, bureau, {
      jointBuyers: [joint[0] as string, bureau.id, joint[1] as string],
    });
    const { id: award } = await result.published();
    const { supplier } = (await result.read()).awards[0] ?? {};
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [supplier?.id, creditCode()]);
    for (const kind of ['tender', 'result']) {
      const said = await text(result.id, kind);
      expect(said).toContain(`\n采购人：${buyer}、${SECOND}、${THIRD}\n`);
      for (const name of [buyer, SECOND, THIRD])
        expect(said).toContain(`\n采购人（${name}）地址：＿＿＿＿\n采购人（${name}）联系方式：＿＿＿＿\n`);
      expect(said.split(buyer)).toHaveLength(4);
    }
    const notices = Array.from({ length: 2 }, () => `${buyer}、${SECOND}、${THIRD}`);
    expect(await listNamed(result.id)).toEqual(notices);
    expect((await listNotices(`&q=${encodeURIComponent(THIRD)}`)).map(({ tender }) => tender)).toContain(result.id);

    const said = await release(result.id);
    expect(said['buyer']).toMatchObject({ name: buyer });
    expect(listBuyers(said).sort()).toEqual([buyer, SECOND, THIRD].sort());

    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, ...CONTENT });
    expect(made.status).toBe(201);
    const parties = { bureau, agency: supplier?.id ?? '', manager: await result.bidder(0) };
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    const named = [
      { organisation: joint[0], name: SECOND, creditCode: code },
      { organisation: joint[1], name: THIRD, creditCode: null },
    ];
    const { here } = await contract.must('redraft', { reason: '补充条款', content: { number: 'HT-2025-9' } });
    expect(here.content['parties']).toMatchObject({ buyer: { name: buyer }, jointBuyers: named });
    await contract.signBoth();
    await contract.must('publish', {});
    expect(await text(result.id, 'contract')).toContain(`\n采购人：${buyer}、${SECOND}、${THIRD}\n`);
    const path = `contracts/${contract.id}`;
    const { body: words } = await app.http.get(`/api/v1/${path}/text`).set(bureau.officer.auth).expect(200);
    expect((words as { text: string }).text).toContain(
      `\n联合采购人：${SECOND}（统一社会信用代码：${code}）\n联合采购人：${THIRD}（`,
    );
    for (const [language, label] of [
      ['zh', '联合采购人'],
      ['en', 'Jointbuyer'],
    ] as const) {
      const paper = (await readPdf(app, path, { by: bureau.officer, language })).join('');
      expect(paper).toContain(`${label}${SECOND}`);
      expect(paper).toContain(`${label}${THIRD}`);
    }
  });

  it('are named in the report of the review', async () => {
    const reviewers = await makeReviewers(app, 5);
    const review = await Reviewing.begin(app, bureau, reviewers, undefined, { terms: { jointBuyers: joint } });
    await review.checked();
    await review.scored(() => ['40', '24']);
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, review.seated()[0] as TestAccount);
    const { body } = await app.http
      .get(`/api/v1/tenders/${review.id}/review/report?lot=1`)
      .set(bureau.officer.auth)
      .expect(200);
    expect((body as { tender: object }).tender).toMatchObject({ buyer: `${buyer}、${SECOND}、${THIRD}` });
  });

  it('are not named before the documents are issued: what a draft says of them nobody is shown', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { jointBuyers: joint });
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    expect(await listNamed(draft.id)).toEqual([buyer]);
    expect(listBuyers(await release(draft.id))).toEqual([buyer]);
  });

  it('are named in notices that were made before the product named them', async () => {
    const { id } = await Resulting.begin(app, bureau, { jointBuyers: joint });
    const { id: alone } = await Resulting.begin(app, bureau);
    await app.dataSource.query(
      `UPDATE notice SET buyer_name = $2, search_text = replace(search_text, '、' || $3, '') WHERE tender_id = ANY ($1::uuid[])`,
      [[id, alone], buyer, `${SECOND}、${THIRD}`],
    );
    const find = async () => (await listNotices(`&q=${encodeURIComponent(SECOND)}`)).map(({ tender }) => tender);
    expect(await find()).not.toContain(id);
    const runner = app.dataSource.createQueryRunner();
    await new JointBuyers1800000000316().up(runner);
    await runner.release();
    expect(await listNamed(id)).toEqual([`${buyer}、${SECOND}、${THIRD}`]);
    expect(await listNamed(alone)).toEqual([buyer]);
    expect(await find()).toContain(id);
  });
});
