import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/boot/bootstrap.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { acceptRows } from '../../src/kernel/audit/tables/accepted-rows.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { Transactions, type Tx } from '../../src/kernel/database/transactions.js';
import { findOwnerUrl, startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, makeThreshold, setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided, failAwarded, SUSPENSION_NOTICE } from '../support/lots.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
/** The fifth working day after the report was delivered is Monday 10 November. */
const STRUCK = '2025-11-11T00:00:01+08:00';

describe('a lot beside a decision on a complaint', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const begin = async (lots = 1): Promise<Resulting> => {
    await setBusinessTime(app, ISSUE);
    return Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4], lots });
  };
  const states = async ({ id }: Resulting): Promise<(string | undefined)[]> => {
    const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(bureau.officer.auth).expect(200);
    return (body as { lots: { state: string }[] }).lots.map(({ state }) => state);
  };
  const apply = ({ lots }: Resulting, lot: number, remedy: string) =>
    actOnLot(app, lots[lot - 1]?.id ?? '', 'apply-remedy', { reason: '另行确定成交供应商', remedy }, bureau.officer);

  it('is deemed confirmed in time where the decision does not touch it, though another lot waits for its remedy', async () => {
    const result = await begin(2);
    await result.published(1);
    await result.deliver(2);
    const about = { tender: result.id, stage: 'result' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await decided(app, bureau.finance, remedy, 'next_rank');
    expect(await states(result)).toEqual(['result_published', 'reviewed']);
    await setBusinessTime(app, STRUCK);
    expect(await states(result)).toEqual(['result_published', 'confirmed']);
    const award = await result.publish(2);
    expect(award).toMatchObject({ deemed: true, decidedOn: '2025-11-11' });
    // The other one still waits.
    const owed = await actOnRemedy(app, 'complaints', remedy, 'record-remedy', { reason: 'x' }, bureau.officer);
    expect(owed.body).toMatchObject({ code: 'remedy_unapplied', facts: { lots: [1] } });
    expect((await apply(result, 1, remedy)).status).toBe(200);
  });

  it('is not deemed confirmed while the decision is to be carried out on it', async () => {
    const result = await begin(2);
    await result.deliver(1);
    await result.deliver(2);
    const about = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await decided(app, bureau.finance, remedy, 'redo');
    await setBusinessTime(app, STRUCK);
    expect(await states(result)).toEqual(['reviewed', 'reviewed']);
    expect((await apply(result, 1, remedy)).status).toBe(200);
    expect(await states(result)).toEqual(['failed', 'reviewed']);
  });

  it('keeps the experts and the total of the winner in the notice of its result while it is suspended', async () => {
    const result = await begin();
    await result.published();
    const read = async (): Promise<string> =>
      (await app.http.get(`/api/v1/tenders/${result.id}/notices/result/text`).set(bureau.officer.auth).expect(200))
        .text;
    const before = await read();
    for (const part of ['评审专家名单：测试专家甲、测试专家乙、测试专家丙', '评审总得分：90.00'])
      expect(before).toContain(part);
    const about = { tender: result.id, stage: 'result' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    const given = { reason: '处理投诉', remedy, ...SUSPENSION_NOTICE };
    const answer = await actOnLot(app, result.lots[0]?.id ?? '', 'suspend', given, bureau.finance);
    expect([answer.status, answer.body.lots[0]?.state]).toEqual([200, 'suspended']);
    expect(await read()).toBe(before);
  });

  it('keeps them when its winner refuses, until the next award is published, and when it has failed', async () => {
    const result = await begin();
    const first = await result.published();
    const lines = async (): Promise<string[]> =>
      (await app.http.get(`/api/v1/tenders/${result.id}/notices/result/text`).set(bureau.officer.auth).expect(200)).text
        .split('\n')
        .filter((line) => /评审总得分|评审专家名单/.test(line));
    const panel = '第 1 包 评审专家名单：测试专家甲、测试专家乙、测试专家丙';
    const ofFirst = ['第 1 包 中标供应商评审总得分：90.00', panel];
    expect(await lines()).toEqual(ofFirst);
    await result.onAward(first.id, 'refuse', { reason: '无力承接' }, await result.bidder(0));
    expect(await lines()).toEqual(ofFirst);
    await result.must('propose-replacement', { reason: '放弃' }, bureau.officer);
    expect((await result.must('replace-award')).lotState).toBe('confirmed');
    expect(await lines()).toEqual(ofFirst);
    await result.publish();
    const ofSecond = ['第 1 包 中标供应商评审总得分：89.00', panel];
    expect(await lines()).toEqual(ofSecond);
    await failAwarded(app, bureau, result.lots[0]?.id ?? '');
    expect(await states(result)).toEqual(['failed']);
    expect(await lines()).toEqual(ofSecond);
  });

  it('tells why it failed in the words of the proposal, not in those of the approval', async () => {
    const result = await begin();
    const award = await result.published();
    const lot = result.lots[0]?.id ?? '';
    await failAwarded(app, bureau, lot);
    const { text } = await app.http.get(`/api/v1/tenders/${result.id}/notices/failure/text`).set(bureau.officer.auth);
    expect(text).toContain('第 1 包 项目终止的原因：违法\n');
    expect((await result.read()).awards).toMatchObject([{ id: award.id, state: 'cancelled', endReason: '违法' }]);
    const { body } = await app.http
      .get(`/api/v1/audit/entries?subject=lot:${lot}`)
      .set(bureau.finance.auth)
      .expect(200);
    expect((body as { items: object[] }).items).toContainEqual(
      expect.objectContaining({ action: 'fail', reason: '同意' }),
    );
  });

  it('loses its award as invalid where it is ended by the decision while it is suspended', async () => {
    const result = await begin();
    const award = await result.published();
    const about = { tender: result.id, stage: 'result' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    const act = (action: string, body: object, by = bureau.officer) =>
      actOnLot(app, result.lots[0]?.id ?? '', action, { reason: '处理投诉', remedy, ...body }, by);
    expect((await act('suspend', SUSPENSION_NOTICE, bureau.finance)).status).toBe(200);
    await decided(app, bureau.finance, remedy, 'new_round');
    const step = `lots/${result.lots[0]?.id}/actions/end-by-decision`;
    expect(await ownSteps(app, bureau.officer, 'remedy', result.id)).toEqual([step]);
    const ended = await act('end-by-decision', {});
    expect([ended.status, ended.body.lots[0]?.state]).toEqual([200, 'failed']);
    const { body } = await app.http.get(`/api/v1/awards/${award.id}`).expect(200);
    expect(body).toMatchObject({ state: 'invalidated' });
  });

  describe('that failed by the decision and whose failure is undone by another', () => {
    const undone = async (effect: 'new_round' | 'next_rank', ranks: number[]) => {
      await setBusinessTime(app, ISSUE);
      const result = await Resulting.begin(app, bureau, { ranks });
      await result.published();
      const about = { tender: result.id, stage: 'result' };
      const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
      await decided(app, bureau.finance, remedy, effect);
      expect((await apply(result, 1, remedy)).body.lots[0]?.state).toBe('failed');
      const process = { tender: result.id, stage: 'process', knownOn: '2025-11-03' };
      const later = await acceptedComplaint(app, bureau, await result.bidder(2), process);
      await decided(app, bureau.finance, later, 'annul_failure');
      const given = { reason: '废标无效', remedy: later };
      const annulled = await actOnLot(app, result.lots[0]?.id ?? '', 'annul-failure', given, bureau.officer);
      expect(annulled.body.lots[0]?.state).toBe('reviewed');
      return result;
    };
    const standing = async (result: Resulting) => (await result.read()).candidates.map(({ stands }) => stands);

    it('ranks its former winner again where the purchase was to begin anew', async () => {
      const result = await undone('new_round', [1, 2, 3]);
      expect(await standing(result)).toEqual([true, true, true]);
      expect(await result.code('confirm', { bid: result.bid(0) })).toEqual([200, '']);
    });

    it('asks its approver to confirm, and to settle no tie of those who rank behind its former winner', async () => {
      const result = await undone('new_round', [1, 2, 2]);
      const own = (kind: string) => ownTasks(app, bureau.approver, kind, result.id);
      const waiting = [(await own('result_tie')).length, (await own('result_confirmation')).length];
      expect(waiting).toEqual([0, 1]);
    });

    it('ranks it again once `migrate` has run, where an earlier version had put it out; by the next candidate it stays out', async () => {
      const [anew, next] = [await undone('new_round', [1, 2, 3]), await undone('next_rank', [1, 2, 3])];
      const ids = [anew.id, next.id];
      await app.dataSource.query(`UPDATE award SET remedied = true WHERE tender_id = ANY ($1::uuid[])`, [ids]);
      const run = <T>(work: (tx: Tx) => Promise<T>) => app.running.app.get(Transactions).run(SYSTEM, work);
      await run((tx) => acceptRows(tx, 'accepted', 'as the earlier version wrote it'));
      expect([await standing(anew), await standing(next)]).toEqual([
        [false, true, true],
        [false, true, true],
      ]);
      const settings = loadSettings({
        ...{ NODE_ENV: 'test', LOG_LEVEL: 'fatal', DATA_DIR: app.folder },
        DATABASE_URL: app.settings.databaseUrl,
      });
      const mend = async () =>
        migrate({ ...settings, migrationDatabaseUrl: await findOwnerUrl(app.settings) } as Settings);
      expect(await mend()).toEqual(['the marks of 1 awards whose winners a new round does not put out']);
      expect([await standing(anew), await standing(next)]).toEqual([
        [true, true, true],
        [false, true, true],
      ]);
      expect(await mend()).toEqual([]);
      // The audit knows of it: no row is found changed past the product.
      const { first } = await run((tx) => acceptRows(tx, 'accepted', 'nothing'));
      expect(first.filter(({ table, between }) => table === 'award' && !between)).toEqual([]);
    });

    it('leaves its former winner out where the next candidate was to follow, of whom too few were left', async () => {
      const result = await undone('next_rank', [1, 2, 3]);
      expect(await standing(result)).toEqual([false, true, true]);
    });
  });
});
