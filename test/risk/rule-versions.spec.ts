import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findIndicator } from '../../src/watch/rules/registry.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, SHORT, type Flag } from '../support/flag-desk.js';

type Rule = NonNullable<ReturnType<typeof findIndicator>>;
const LONG = { start: '2018-01-01', end: '2018-12-31' };

describe('a new version of a rule', () => {
  let app: TestApp;
  let desk: FlagDesk;
  const rule = findIndicator('W01') as Rule;
  const { version, title, limitation, uses, evaluate } = rule;
  let last = version;

  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
  });
  afterAll(async () => {
    Object.assign(rule, { version, title, limitation, uses, evaluate });
    await app.close();
  });

  /** The release with the next version: its rule is what is given of it, else the first one. */
  const release = (change: Partial<Rule> = {}): void => {
    last += 1;
    Object.assign(rule, { title, limitation, uses, evaluate, ...change, version: last });
  };
  const sweep = () => app.running.app.get(Assessor).due();
  const readsMore = (): Partial<Rule> => ({ uses: [...uses, 'subject'] as Rule['uses'] });
  const findNothing: Rule['evaluate'] = (facts, seed) => ({ ...evaluate(facts, seed), state: 'clear' });
  const lastStep = (flag: Flag) => flag.history.at(-1);
  /** The contract is said to have another window than before: a correction. */
  const correct = async ({ rootCause: { id: tender } }: Flag, window: object): Promise<void> => {
    const [before] = await app.dataSource.query<{ id: string; data: object }[]>(
      `SELECT f.id, f.data FROM fact f WHERE f.subject_id = $1 AND f.kind = 'contract'
         AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)`,
      [tender],
    );
    const data = { ...before?.data, window };
    await desk.world.facts(tender, [{ kind: 'contract', data, replaces: before?.id ?? null }]);
    await desk.world.settle();
  };

  it('judges anew what the version before found, by the next sweep: an open flag goes on in the new words', async () => {
    const flag = await desk.raise();
    release({ title: { en: 'A new name', zh: '新名称' } });
    expect((await sweep()).subjects).toBeGreaterThan(0);
    const after = await desk.read(flag.id);
    expect(after).toMatchObject({ state: 'open', title: 'A new name', evidence: [{ version: last }] });
    expect(after.history).toHaveLength(1);
    expect((await sweep()).subjects).toBe(0);
  });

  it('closes an open flag of which it finds nothing, and says which version that is', async () => {
    const flag = await desk.raise();
    release({ evaluate: findNothing });
    await sweep();
    const after = await desk.read(flag.id);
    expect(after.state).toBe('remedied');
    expect(lastStep(after)).toMatchObject({ action: 'remedied', data: { version: last } });
    release();
    await desk.world.reassess();
  });

  it('ends no question that bodies were asked, though it finds nothing', async () => {
    const flag = await desk.raise();
    await desk.done(flag, 'assign', { askOrganisations: [desk.supplier] });
    release({ evaluate: findNothing });
    await sweep();
    expect(await desk.read(flag.id)).toMatchObject({ state: 'open', changedSince: false });
    release();
    await desk.world.reassess();
  });

  it('leaves the title and the limitation that a body was asked about as they were', async () => {
    const flag = await desk.raise();
    const asked = await desk.done(flag, 'assign', { askOrganisations: [desk.supplier] });
    const words = ({ title, limitation }: Flag) => ({ title, limitation });
    release({
      title: { en: 'Words of later', zh: '后来的名称' },
      limitation: { en: 'Limits of later', zh: '后来的说明' },
    });
    await sweep();
    expect(words(await desk.read(flag.id, desk.manager))).toEqual(words(asked));
    expect(words(await desk.read(flag.id))).toEqual(words(asked));
    release();
    await sweep();
  });

  it('that ended a flag and opened it again tells a body, asked later, that the rule ended it and no fact', async () => {
    const flag = await desk.raise();
    release({ evaluate: findNothing });
    await sweep();
    const ending = last;
    release();
    await desk.world.reassess();
    const again = await desk.read(flag.id);
    expect(again.state).toBe('open');
    await desk.done(again, 'assign', { askOrganisations: [desk.supplier] });
    const { history } = await desk.read(flag.id, desk.manager);
    expect(history.find(({ action }) => action === 'remedied')?.data).toEqual({ version: ending });
  });

  it('that cannot judge one purchase judges the others, and the sweep names the one', async () => {
    const flags = [await desk.raise(), await desk.raise(), await desk.raise()];
    const broken = flags.map(({ subjects }) => subjects.first[0]?.id ?? '').toSorted()[0];
    const isBroken = ({ subjects }: Flag): boolean => subjects.first[0]?.id === broken;
    release({
      title: { en: 'Judged anew', zh: '重新判断' },
      evaluate: (facts, seed) => {
        if (facts.subject.id === broken) throw new Error('no such day');
        return evaluate(facts, seed);
      },
    });
    await expect(sweep()).rejects.toThrow(`${broken} (Error: no such day)`);
    for (const flag of flags)
      expect((await desk.read(flag.id)).evidence?.[0]).toMatchObject({ version: isBroken(flag) ? last - 1 : last });
    release();
    await sweep();
    const mended = await desk.read(flags.find(isBroken)?.id ?? '');
    expect(mended).toMatchObject({ state: 'open', evidence: [{ version: last }] });
  });

  it('that reads more opens no data error again, until a fact is another one', async () => {
    const flag = await desk.done(await desk.raise(), 'mark-data-error', { reason: '合同期限录入有误' });
    release(readsMore());
    await sweep();
    const same = await desk.read(flag.id);
    expect([same.state, lastStep(same)?.action]).toEqual(['data_error', 'mark_data_error']);
    await correct(same, { start: '2018-01-01', end: '2018-05-20' });
    expect(await desk.read(flag.id)).toMatchObject({ state: 'open' });
  });

  it('that reads more reopens no decision, and hides no correction that comes with it', async () => {
    const decide = async (): Promise<Flag> =>
      desk.done(await desk.raise(), 'dismiss', { reason: '项目本就计划五个月，经核实属实' });
    const [kept, corrected] = [await decide(), await decide()];
    release(readsMore());
    await sweep();
    expect((await desk.read(kept.id)).state).toBe('dismissed');
    await correct(corrected, { start: '2018-01-01', end: '2018-05-20' });
    const after = await desk.read(corrected.id);
    expect(after.state).toBe('open');
    expect(lastStep(after)).toMatchObject({ action: 'reopened', data: { correction: { fact: expect.any(String) } } });
    await correct(after, LONG);
    expect((await desk.read(corrected.id)).state).toBe('cleared');
  });

  it('that reads more opens no next part of what is found again on the facts that were decided', async () => {
    const flag = await desk.done(await desk.raise(), 'dismiss', { reason: '项目本就计划五个月，经核实属实' });
    await correct(flag, LONG);
    expect((await desk.read(flag.id)).state).toBe('dismissed');
    release(readsMore());
    await correct(flag, SHORT);
    const again = await desk.read(flag.id);
    expect(again).toMatchObject({ state: 'dismissed', parts: [] });
    expect(again).toMatchObject({ history: flag.history, explanation: flag.explanation, changedSince: false });
    await correct(flag, LONG);
    await correct(flag, { start: '2018-01-01', end: '2018-05-20' });
    expect((await desk.read(flag.id)).parts).toMatchObject([{ part: 2, state: 'open' }]);
  });
});
