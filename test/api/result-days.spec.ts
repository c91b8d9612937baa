import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSql } from '../../migrations/files.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importRows, row } from '../support/imports.js';
import { statePurchaseLimit } from '../support/limits.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld } from '../support/risk-world.js';

const SUPPLIER = { name: '甲社会工作服务中心' };
const notice = (publishedOn: string | null, reference = 'N-2') => ({
  source: { kind: 'notice', publishedOn, reference },
});
const award = (data: object, rest: object = notice('2017-12-20')) =>
  given('award', { supplier: SUPPLIER, ...data }, { lot: 1, ...rest });

interface Deadline {
  event: string;
  from: { event: string; on: string };
  state: string;
}

describe('the day on which an award was published', () => {
  let app: TestApp;
  let officer: Recorder;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
  });
  afterAll(() => app.close());

  const publishedOn = async (...facts: object[]): Promise<string | null> => {
    const { id } = await officer.tender();
    const { body } = await officer.facts(id, facts).expect(200);
    return body.lots[0].award.publishedOn;
  };

  it('is that of the notice which the award was read in, and nothing is added to the fact', async () => {
    const { id } = await officer.tender();
    const { body } = await officer.facts(id, [award({})]).expect(200);
    expect(body.lots[0].award).toMatchObject({ publishedOn: '2017-12-20' });
    expect(body.facts[0].data.publishedOn).toBeUndefined();
  });

  it.each([
    ['the day that the fact says', [award({ publishedOn: '2017-12-18' })], '2017-12-18'],
    [
      'the day that a later fact of the award says',
      [award({}), award({ publishedOn: '2017-12-18' }, notice(null, 'N-3'))],
      '2017-12-18',
    ],
    ['the day of the first of two notices', [award({}), award({}, notice('2017-12-27', 'N-3'))], '2017-12-20'],
    [
      'unknown where the source is no notice',
      [award({}, { source: { kind: 'statement', publishedOn: '2017-12-20' } })],
      null,
    ],
    [
      'unknown where the notice tells of a contract too',
      [award({}), given('contract', {}, { lot: 1, ...notice('2017-12-20') })],
      null,
    ],
    ['unknown where the notice is older than the decision', [award({ decidedOn: '2017-12-21' })], null],
    ['that of a notice from the month of the decision', [award({ decidedOn: '2017-12' })], '2017-12-20'],
  ])('is %s', async (_, facts, day) => {
    expect(await publishedOn(...facts)).toBe(day);
  });

  it('follows a correction of the source, and a contract that the same notice turns out to tell of', async () => {
    const { id } = await officer.tender();
    const { body: first } = await officer.facts(id, [award({})]).expect(200);
    const fact = first.facts[0].id as string;
    const corrected = { replaces: fact, reason: '公告日期录错', ...notice('2017-12-22') };
    const { body: second } = await officer.facts(id, [award({}, corrected)]).expect(200);
    expect(second.lots[0].award.publishedOn).toBe('2017-12-22');
    const contract = given('contract', { supplier: SUPPLIER }, { lot: 1, ...notice('2017-12-22') });
    const { body: third } = await officer.facts(id, [contract]).expect(200);
    expect(third.lots[0].award.publishedOn).toBeNull();
  });

  it('stays unknown for a row that is the notice of a contract', async () => {
    const name = 'result-days';
    const rows = [
      row('result', {
        notice_type: 'award',
        winner: '机构A',
        award_date: '2022-12-01',
        winning_price_yuan: 5,
        notice_date: '2022-12-02',
      }),
      row('contract', {
        notice_type: 'contract',
        winner: '机构B',
        award_date: '2022-12-01',
        notice_date: '2022-12-30',
      }),
    ];
    await importRows(app, name, rows);
    const days = await app.dataSource.query(
      `SELECT f.source ->> 'reference' AS row, a.published_on AS day FROM award a JOIN fact f ON f.id = a.fact_id
       JOIN tender t ON t.id = a.tender_id WHERE t.dataset LIKE '%' || $1 ORDER BY 1`,
      [name],
    );
    expect(days).toEqual([
      { row: 'contract', day: null },
      { row: 'result', day: '2022-12-02' },
    ]);
  });

  it('starts the periods of law, and ends that for its publication: in the deadlines as for the indicators', async () => {
    await statePurchaseLimit(app, '990203', '50000.00', { levels: ['below_provincial'] });
    const known = { method: 'OPEN_TENDER', region: '990203', budgetLevel: 'below_provincial', budget: '50000.00' };
    const { id } = await officer.tender(known);
    const { body } = await officer.facts(id, [award({ decidedOn: '2017-12-01' })]).expect(200);
    const deadlines = body.deadlines as Deadline[];
    expect(deadlines.find(({ event }) => event === 'result_published')).toMatchObject({
      state: 'missed',
      doneOn: '2017-12-20',
    });
    expect(deadlines.filter(({ from }) => from.event === 'result_published').map(({ from }) => from.on)).toContain(
      '2017-12-20',
    );
    await new RiskWorld(app, 'live').settle();
    const assessments = await app.http
      .get(`/api/v1/risk/assessments?limit=200&indicator=W06&subject=tender:${id}`)
      .set(supervisor.auth)
      .expect(200);
    expect(JSON.stringify(assessments.body.items[0])).toContain('2017-12-20');
  });

  it('is filled in for the awards that stood before by one statement, which says the same as their projection', async () => {
    await publishedOn(award({ publishedOn: '2017-12' }), award({ decidedOn: '2017-12' }, notice('2017-12-19', 'N-4')));
    const select = `SELECT id, published_on FROM award ORDER BY id`;
    const projected = await app.dataSource.query<unknown[]>(select);
    await app.dataSource.query(
      `UPDATE award a SET published_on = NULL WHERE NOT EXISTS (SELECT FROM fact f
         WHERE f.subject_id = a.tender_id AND f.kind = 'award' AND f.data ? 'publishedOn')`,
    );
    expect(await app.dataSource.query(select)).not.toEqual(projected);
    await app.dataSource.query(readSql('several-suppliers/rows.sql'));
    const filled = await app.dataSource.query<unknown[]>(select);
    expect(filled.length).toBeGreaterThan(8);
    expect(filled).toEqual(projected);
  });
});
