import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, SHORT, type Flag } from '../support/flag-desk.js';

const [HEAD, OTHER] = ['110101199003077651', '11010119900307002X'];
const ANSWER = { reason: '该负责人已于评估前离任' };

/** S04 of a contract recorded from elsewhere: who evaluated it is no party of it, and is known by what was published alone. */
describe('a body that took part in what a flag is about', () => {
  let app: TestApp;
  let desk: FlagDesk;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    await desk.world.relations(desk.buyer, [], true);
  });
  afterAll(() => app.close());

  interface Scene {
    flag: Flag;
    supplier: string;
    manager: TestAccount;
    evaluator: string;
    user: TestAccount;
  }
  /** Agency and evaluator have one head. */
  const raise = async (): Promise<Scene> => {
    const supplier = await makeBody(app, { kind: 'agency', region: '990203' });
    const evaluator = await makeBody(app, { kind: 'evaluator' });
    for (const body of [supplier, evaluator]) await desk.world.relations(body, [HEAD], true);
    const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
    const data = { window: SHORT, number: `合同-${randomUUID()}`, supplier: { organisation: supplier } };
    await desk.world.facts(tender, [{ kind: 'contract', data }]);
    const [contract = ''] = await desk.world.contractsOf(tender);
    const made = { kind: 'midterm', on: '2018-01-05', score: '85.00', evaluator: { organisation: evaluator } };
    await desk.world.contractFacts(contract, [{ kind: 'evaluation', data: made }]);
    await desk.world.settle();
    const id = (await desk.world.flags('S04')).find(({ root_id }) => root_id === contract)?.id ?? '';
    return {
      flag: await desk.read(id),
      supplier,
      manager: await makeUser(app, 'agency_manager', supplier),
      evaluator,
      user: await makeUser(app, 'evaluator', evaluator),
    };
  };
  /** Both are asked and answer. */
  const hear = async ({ flag, supplier, manager, evaluator, user }: Scene): Promise<void> => {
    let asked = await desk.done(flag, 'assign', { askOrganisations: [supplier, evaluator] });
    for (const by of [manager, user]) asked = await desk.done(asked, 'respond', ANSWER, by);
  };
  const listUnanswered = ({ asked }: Flag): string[] =>
    asked.flatMap(({ organisation, answeredAt }) => (answeredAt === null ? [organisation] : [])).sort();

  it('as the evaluator of a recorded evaluation is asked, reads and answers, and is heard before anybody confirms', async () => {
    const { flag, evaluator, user } = await raise();
    const path = `/api/v1/risk/flags/${flag.id}`;
    const unheard = async (): Promise<string[]> => {
      const decision = { reason: '机构与评估方负责人为同一人，答复未说明', restsOn: ['head'] };
      const { body } = await desk.act(await desk.read(flag.id), 'confirm', decision);
      return ((body as { errors?: { pointer: string; code: string }[] }).errors ?? []).map(
        ({ pointer, code }) => `${pointer} ${code}`,
      );
    };
    await app.http.get(path).set(user.auth).expect(404);
    expect(await unheard()).toContain(`/organisations/${evaluator} not_asked`);
    const stranger = await makeBody(app, { kind: 'evaluator' });
    expect((await desk.act(flag, 'assign', { askOrganisations: [stranger] })).body).toMatchObject({
      code: 'organisation_not_concerned',
    });
    await desk.done(flag, 'assign', { askOrganisations: [evaluator] });
    expect(await unheard()).toContain(`/organisations/${evaluator} not_answered`);
    const read = await desk.read(flag.id, user);
    expect(read.evidence?.[0]?.explanation).toContain('three seats');
    await desk.done(read, 'respond', ANSWER, user);
    expect((await unheard()).join()).not.toContain(evaluator);
  });

  it('is asked anew when facts of it are corrected', async () => {
    const scene = await raise();
    await hear(scene);
    for (const body of [scene.supplier, scene.evaluator]) await desk.world.relations(body, [HEAD, OTHER], true);
    await desk.world.settle();
    const after = await desk.read(scene.flag.id);
    expect(after.history.at(-1)).toMatchObject({ action: 'restated', data: { asked: expect.any(Array) } });
    expect(listUnanswered(after)).toEqual([scene.supplier, scene.evaluator].sort());
  });

  it.each(['supplier', 'evaluator'] as const)(
    'is asked about what is found today, as all are, when the %s is asked once more',
    async (body) => {
      const scene = await raise();
      await hear(scene);
      await makeAccount(
        app,
        { role: 'integrator', organisation: scene.supplier },
        { role: 'evaluator', organisation: scene.evaluator },
      );
      await desk.world.reassess();
      const before = await desk.read(scene.flag.id);
      expect([listUnanswered(before), before.changedSince]).toEqual([[], true]);
      const after = await desk.done(before, 'assign', { askOrganisations: [scene[body]] });
      expect(listUnanswered(after)).toEqual([scene.supplier, scene.evaluator].sort());
      const told = await desk.read(scene.flag.id, scene.user);
      expect([after.changedSince, told.explanation]).toEqual([false, after.explanation]);
      expect(after.explanation).not.toBe(before.explanation);
    },
  );

  it('is no place from which to decide, though nobody asked it', async () => {
    const { flag, evaluator } = await raise();
    const authority = await makeBody(app, { kind: 'supervisor', region: '990200' });
    const [tied, free] = [
      await makeAccount(
        app,
        { role: 'supervisor', organisation: authority },
        { role: 'integrator', organisation: evaluator },
      ),
      await makeUser(app, 'supervisor', authority),
    ];
    expect((await desk.act(flag, 'dismiss', ANSWER, tied)).body).toMatchObject({ code: 'flag_about_own_body' });
    expect((await desk.done(flag, 'dismiss', ANSWER, free)).state).toBe('dismissed');
  });
});
