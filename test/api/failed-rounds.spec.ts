import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, makeThreshold, setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided } from '../support/lots.js';
import { holding } from '../support/holder.js';
import { ownTasks } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';
import { readVersion } from '../support/version.js';

const ISSUE = '2025-11-03T09:00:00+08:00';

describe('a purchase whose second round failed as well', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  /** Test data: a round that has failed; how lots fail has specs of its own. */
  const fail = async (tender: string): Promise<void> => {
    const { dataSource } = app;
    await dataSource.query(`UPDATE lot SET state = 'failed', ended_from = 'reviewed' WHERE tender_id = $1`, [tender]);
    await dataSource.query(`UPDATE tender SET state = 'failed', published = true WHERE id = $1`, [tender]);
    await dataSource.query(
      `INSERT INTO fact (subject_type, subject_id, kind, lot, data, source, recorded_at)
       SELECT 'tender', $1, 'failure', no, '{"on": "2025-11-03"}', '{"kind": "notice"}', business_now() FROM lot WHERE tender_id = $1`,
      [tender],
    );
  };
  const copy = (tender: string) =>
    app.http.post(`/api/v1/tenders/${tender}/copies`).set(bureau.officer.auth).send({ newRound: true });
  const round = async (tender: string): Promise<string> => {
    const answer = await copy(tender);
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  };

  it('is bought once: by its third round, or by the first whose failure is undone', async () => {
    const result = await Resulting.begin(app, bureau);
    await result.deliver();
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await fail(result.id);
    await decided(app, bureau.finance, remedy, 'annul_failure');
    const second = await round(result.id);
    await fail(second);
    const third = await round(second);
    const annul = () =>
      actOnLot(app, result.lots[0]?.id ?? '', 'annul-failure', { reason: '废标无效', remedy }, bureau.officer);
    const refused = await annul();
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      422,
      'lot_in_new_round',
      { round: third },
    ]);
    await app.http
      .post(`/api/v1/tenders/${third}/actions/cancel`)
      .set({ ...bureau.officer.auth, 'If-Match': `"${await readVersion(app, 'tender', third)}"` })
      .send({ reason: '废标无效' })
      .expect(200);
    const waiting = async (tender: string) =>
      (await ownTasks(app, bureau.officer, 'lot_failed', tender)).map(({ lot, action }) => [lot, action?.href]);
    // The third round is not bought: the second one may be begun anew.
    expect([await waiting(result.id), await waiting(second)]).toEqual([[], [[1, `/api/v1/tenders/${second}/copies`]]]);
    expect((await annul()).body.lots[0]?.state).toBe('reviewed');
    // Nothing is taken up while the first one goes on, nor is anybody asked to.
    expect([await waiting(result.id), await waiting(second)]).toEqual([[], []]);
    const again = await copy(second);
    expect([again.status, (again.body as { code?: string }).code]).toEqual([422, 'lot_not_failed']);
    const ways = await app.http.get(`/api/v1/tenders/${second}/lots/1/ways`).set(bureau.officer.auth).expect(200);
    expect(ways.body).toMatchObject({ round: result.id, ways: [] });
    // Where the first fails again, the second is what goes on from it, and is to be bought anew.
    await fail(result.id);
    expect([await waiting(result.id), await waiting(second)]).toEqual([[], [[1, `/api/v1/tenders/${second}/copies`]]]);
    expect((await copy(second)).status).toBe(201);
    expect(await waiting(second)).toEqual([]);
  });

  it('owes nothing of a failure that was undone too late: what its new round has contracted is not bought twice', async () => {
    const result = await Resulting.begin(app, bureau, { lots: 2 });
    for (const lot of [1, 2]) await result.deliver(lot);
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await fail(result.id);
    await decided(app, bureau.finance, remedy, 'annul_failure');
    const second = await round(result.id);
    // Test data: the new round buys the second lot alone.
    await app.dataSource.query(`UPDATE lot SET state = 'cancelled' WHERE tender_id = $1 AND no = 1`, [second]);
    const step = async () =>
      (await ownTasks(app, bureau.officer, 'remedy', result.id)).map(({ action }) => action?.href);
    const annul = (no: number) =>
      actOnLot(app, result.lots[no - 1]?.id ?? '', 'annul-failure', { reason: '废标无效', remedy }, bureau.officer);
    const record = () =>
      actOnRemedy(app, 'complaints', remedy, 'record-remedy', { reason: '已重新采购' }, bureau.officer);
    expect(await step()).toEqual([`/api/v1/lots/${result.lots[0]?.id}/actions/annul-failure`]);
    expect((await annul(1)).status).toBe(200);
    expect((await annul(2)).body.code).toBe('lot_in_new_round');
    // Nothing that can only be refused is offered: the new round may still be given up.
    expect(await step()).toEqual([undefined]);
    expect((await record()).body).toMatchObject({ code: 'remedy_unapplied', facts: { lots: [2] } });
    await app.dataSource.query(`UPDATE lot SET state = 'contracted' WHERE tender_id = $1 AND no = 2`, [second]);
    expect(await step()).toEqual([`/api/v1/complaints/${remedy}/actions/record-remedy`]);
    expect((await record()).status).toBe(200);
    expect(await step()).toEqual([]);
  });

  it('is not taken up in its second round while the failure of the first is undone', async () => {
    const failed = async () => {
      const result = await Resulting.begin(app, bureau);
      await result.deliver();
      const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
      const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
      await fail(result.id);
      await decided(app, bureau.finance, remedy, 'annul_failure');
      return { id: result.id, lot: result.lots[0]?.id ?? '', given: { reason: '废标无效', remedy } };
    };
    const [first, second] = [await failed(), await failed()];
    // Test data: the second purchase is the second round of the first.
    await app.dataSource.query(
      `UPDATE tender n SET purchase_id = o.purchase_id, round = 2 FROM tender o WHERE n.id = $1 AND o.id = $2`,
      [second.id, first.id],
    );
    const annul = ({ lot, given }: typeof first) => actOnLot(app, lot, 'annul-failure', given, bureau.officer);
    const refused = await holding(app, async (holder) => {
      await holder.lock('tender', [first.id]);
      const answer = annul(second);
      await holder.waitUntilAwaited();
      // What undoing the failure of the first round writes.
      await holder.query(`UPDATE lot SET state = 'reviewed' WHERE id = $1`, [first.lot]);
      await holder.commit();
      return answer;
    });
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      422,
      'lot_in_new_round',
      { round: first.id },
    ]);
  });
});
