import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { issueTender, makeBidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { actOnLot } from '../support/lots.js';
import { RULES, type Json } from '../support/ocds-rules.js';
import { OcdsSchema } from '../support/ocds-schema.js';
import { startBureau } from '../support/started.js';

const OCID = 'ocds-demo00';
const ENDING = { reason: '发现违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
const LOTS = [
  { no: 1, name: '第一包', ceiling: '100000.00', pricing: 'competitive' },
  { no: 2, name: '第二包', ceiling: '90000.00', pricing: 'competitive' },
];

interface Release {
  id: string;
  date: string;
  tag: string[];
  tender: Json & { enquiries?: Json[]; lots: Json[] };
}

describe('the open data of a purchase that is asked about, fails in part and is cancelled', () => {
  let app: TestApp;
  let bureau: Bureau;
  const schema = new OcdsSchema();
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  /** The release by its OCID, once release, record and page are valid by the schema and the further rules. */
  const readValid = async (tender: string): Promise<Release> => {
    const faults: string[] = [];
    const read = async (path: string, of: 'release' | 'record' | 'page') => {
      const { body } = await app.http.get(`/api/v1/ocds/${path}`).expect(200);
      faults.push(...schema.listFaults(of, body));
      return body as { releases: Json[] };
    };
    await read(`records/${OCID}-${tender}`, 'record');
    await read('packages?dataset=live', 'page');
    const [release = {}] = (await read(`releases/${OCID}-${tender}`, 'release')).releases;
    for (const [name, rule] of Object.entries(RULES)) faults.push(...rule(release).map((fault) => `${name}: ${fault}`));
    expect(faults).toEqual([]);
    return release as unknown as Release;
  };

  it('is valid at each step, and each changes its id and its date', async () => {
    const { draft, tender, lots } = await issueTender(app, bureau, { lots: LOTS });
    const releases = [await readValid(tender)];
    expect(releases[0]?.tender).not.toHaveProperty('enquiries');

    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
    const { user } = await makeBidder(app);
    const path = `/api/v1/tenders/${tender}/clarifications`;
    const asked = await app.http.post(path).set(user.auth).send({ question: '是否含周末？' }).expect(200);
    // Nobody learns that somebody asked before it is answered.
    expect(await readValid(tender)).toEqual(releases[0]);
    const [question] = (asked.body as { items: { id: string }[] }).items;
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    await app.http
      .post(`${path}/${question?.id ?? ''}/answer`)
      .set(bureau.officer.auth)
      .send({ answer: '含周末。', affectsPreparation: false })
      .expect(200);
    releases.push(await readValid(tender));
    expect(releases[1]?.tender.enquiries).toEqual([
      {
        id: question?.id,
        date: expect.stringMatching(/^2025-11-04T09:.*\+08:00$/),
        description: '是否含周末？',
        answer: '含周末。',
        dateAnswered: expect.stringMatching(/^2025-11-05T09:.*\+08:00$/),
      },
    ]);

    await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
    expect((await actOnLot(app, lots[0] ?? '', 'fail', ENDING, bureau.officer)).status).toBe(200);
    releases.push(await readValid(tender));
    expect(releases[2]?.tender['status']).toBe('active');
    expect(releases[2]?.tender.lots.map(({ status }) => status)).toEqual(['unsuccessful', 'active']);

    await setBusinessTime(app, '2025-11-07T09:00:00+08:00');
    const cancelling = { reason: '任务取消', ground: 'unforeseen_change', reference: '财监〔2025〕8号' };
    await draft.must('post', 'actions/cancel', cancelling, bureau.approver);
    releases.push(await readValid(tender));
    expect(releases[3]).toMatchObject({ tag: ['tender', 'tenderCancellation'], tender: { status: 'cancelled' } });
    expect(releases[3]?.tender.lots.map(({ status }) => status)).toEqual(['unsuccessful', 'cancelled']);

    expect(new Set(releases.map(({ id }) => id)).size).toBe(4);
    expect(releases.map(({ date }) => date.slice(0, 10))).toEqual([
      '2025-11-03',
      '2025-11-05',
      '2025-11-06',
      '2025-11-07',
    ]);
  });

  it('is valid where all of it failed, and says so', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { draft, tender } = await issueTender(app, bureau, { lots: LOTS });
    await draft.must('post', 'actions/fail', ENDING, bureau.officer);
    const release = await readValid(tender);
    expect(release.tender['status']).toBe('unsuccessful');
    expect(release.tender.lots.map(({ status }) => status)).toEqual(['unsuccessful', 'unsuccessful']);
  });

  it('has the date of an answer that no fact tells', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender } = await issueTender(app, bureau, { lots: LOTS });
    const { body } = await makeBidder(app);
    await app.dataSource.query(
      `INSERT INTO clarification (tender_id, question, asked_at, organisation_id, answer, answered_at)
       VALUES ($1, '是否含周末？', '2025-11-04T09:00:00+08:00', $2, '含周末。', '2025-11-05T09:00:00+08:00')`,
      [tender, body],
    );
    const release = await readValid(tender);
    expect([release.date, release.tender.enquiries?.length]).toEqual(['2025-11-05T09:00:00+08:00', 1]);
  });
});
