import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting } from '../support/contracts.js';
import { activateScheme, Evaluating, makeGround, TREE, type Ground } from '../support/evaluations.js';

let app: TestApp;
let ground: Ground;
beforeAll(async () => {
  app = await startTestApp();
  ground = await makeGround(app);
});
afterAll(() => app.close());

const said = ({ status, body }: { status: number; body: unknown }) => {
  const { code, facts } = body as { code?: string; facts?: object };
  return [status, code ?? null, facts ?? null];
};
const UNWEIGHTED = [
  422,
  'residents_unweighted',
  { channel: 'residents', category: 'ELDERLY_HOME_CARE', basis: 'POLICY' },
];
/** The same tree, in which nobody asks the residents. */
const DEAF = TREE.map((dimension) => ({
  ...dimension,
  indicators: dimension.indicators.map((indicator) => ({
    ...indicator,
    leaves: indicator.leaves.map((leaf) => ({ ...leaf, channel: 'third_party' })),
  })),
}));

const scheme = async (category: string | null, dimensions: object): Promise<string> => {
  const { auth } = ground.parties.bureau.officer;
  const made = await app.http.post('/api/v1/evaluation-schemes').set(auth).send({ name: '方案', category, dimensions });
  if (made.status !== 201) throw new Error(made.text);
  return (made.body as { id: string }).id;
};
const activate = (id: string, version: number) =>
  app.http
    .post(`/api/v1/evaluation-schemes/${id}/actions/activate`)
    .set({ ...ground.parties.bureau.approver.auth, 'If-Match': `"${version}"` })
    .send({})
    .expect(200);
const plan = (contract: string, by: string) =>
  app.http
    .post(`/api/v1/contracts/${contract}/evaluations`)
    .set(ground.parties.bureau.officer.auth)
    .send({ kind: 'midterm', scheme: by, dueOn: '2026-06-30' });

describe('what residents say of a public service weighs something', () => {
  it('by the category of the contract, whatever the scheme says of itself', async () => {
    for (const category of [null, 'ORG_STAFF_TRAINING', 'OTHER']) {
      const deaf = await scheme(category, DEAF);
      await activateScheme(app, ground.parties, deaf);
      expect([category, ...said(await plan(ground.contract, deaf))]).toEqual([category, ...UNWEIGHTED]);
    }
    const evaluation = await Evaluating.planned(app, ground);
    expect(evaluation.id).toBeTruthy();
    const deaf = await scheme(null, DEAF);
    const propose = (more: object) =>
      evaluation.act('propose-evaluator', { evaluator: ground.evaluator.body, ...more });
    expect(said(await propose({ scheme: deaf }))).toEqual(UNWEIGHTED);
    expect((await propose({})).status).toBe(200);
    // A draft that lets them be heard today need not when it is put in force.
    const draft = await scheme(null, TREE);
    expect((await propose({ scheme: draft })).status).toBe(200);
    const { auth } = ground.parties.bureau.officer;
    await app.http
      .patch(`/api/v1/evaluation-schemes/${draft}`)
      .set({ ...auth, 'If-Match': '"1"' })
      .send({ dimensions: DEAF })
      .expect(200);
    await activate(draft, 2);
    const appoint = () => evaluation.act('appoint', {}, ground.parties.bureau.approver);
    expect(said(await appoint())).toEqual(UNWEIGHTED);
    // Neither is it proposed again.
    expect(said(await propose({}))).toEqual(UNWEIGHTED);
    expect((await propose({ scheme: ground.scheme })).status).toBe(200);
    expect((await appoint()).status).toBe(200);
  });

  it('and need not where no resident receives it', async () => {
    const { id } = await Contracting.signed(app, ground.parties, {}, { category: 'ORG_STAFF_TRAINING' });
    const deaf = await scheme('ORG_STAFF_TRAINING', DEAF);
    await activateScheme(app, ground.parties, deaf);
    const evaluation = await Evaluating.planned(app, { ...ground, contract: id, scheme: deaf });
    await evaluation.must('propose-evaluator', { evaluator: ground.evaluator.body });
    await evaluation.must('appoint', {}, ground.parties.bureau.approver);
  });
});
