import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

import { Contracting, creditCode, makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { Drafting, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { makeScheme } from '../support/evaluations.js';
import { PAYMENTS } from '../support/contracts.js';
import { readVersion } from '../support/version.js';
import { makeTwoLots } from '../support/two-lots.js';
import { Resulting } from '../support/results.js';

const refusal = (answer: unknown): unknown[] => said(answer as Answer).filter((_, i) => i !== 2);

describe('the scheme by which a lot is evaluated', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app, '2025-11-03T09:00:00+08:00');
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  it('is one of the buyer that is in force, and nothing else is stored', async () => {
    const draft = await Drafting.begin(app, parties.bureau);
    const inDraft = await makeScheme(app, parties, false);
    const other = await makeScheme(app, await makeParties(app, null));
    const version = await readVersion(app, 'tender', draft.id);
    for (const evaluationScheme of [randomUUID(), inDraft, other]) {
      expect(refusal(await draft.send('patch', 'terms', { evaluationScheme }))).toEqual([
        404,
        'not_found',
        ['/evaluationScheme'],
      ]);
      expect(refusal(await draft.send('patch', 'lots/1/terms', { evaluationScheme }))).toEqual([
        404,
        'not_found',
        ['/evaluationScheme'],
      ]);
      const lots = [{ no: 1, ceiling: '200000.00', pricing: 'competitive', terms: { evaluationScheme } }];
      expect(refusal(await draft.send('put', 'lots', { lots }))).toEqual([
        404,
        'not_found',
        ['/lots/0/terms/evaluationScheme'],
      ]);
    }
    expect(await readVersion(app, 'tender', draft.id)).toBe(version);
  });

  it('holds for the contract of that lot, whatever else is planned', async () => {
    const { bureau } = parties;
    const [ofAll, ofNight, unsaid] = [
      await makeScheme(app, parties),
      await makeScheme(app, parties),
      await makeScheme(app, parties),
    ];
    const two = await makeTwoLots(app, bureau);
    const [day, night] = two.lots as [{ terms: object }, { terms: object }];
    const result = await Resulting.begin(app, bureau, {
      lots: [day, { ...night, terms: { ...night.terms, evaluationScheme: ofNight.toUpperCase() } }],
      ...{ payments: PAYMENTS, evaluationScheme: ofAll },
    });
    const contracts: Contracting[] = [];
    for (const lot of [1, 2]) {
      const award = await result.published(lot);
      const agency = result.lots[lot - 1]?.offers[0]?.bidder ?? '';
      await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
      const made = await app.http.post('/api/v1/contracts').set(bureau.officer.auth).send({ award: award.id });
      if (made.status !== 201) throw new Error(made.text);
      const manager = await result.bidder(0);
      const contract = new Contracting(app, { bureau, agency, manager }, (made.body as { id: string }).id);
      await contract.signBoth();
      contracts.push(contract);
    }
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    const plan = (contract: Contracting, more: object = {}) =>
      app.http
        .post(`/api/v1/contracts/${contract.id}/evaluations`)
        .set(bureau.officer.auth)
        .send({ kind: 'midterm', dueOn: '2026-06-30', ...more });
    const [first, second] = contracts as [Contracting, Contracting];
    for (const scheme of [unsaid, ofAll])
      expect(refusal(await plan(second, { scheme }))).toEqual([422, 'scheme_not_announced', ['/scheme']]);
    expect((await plan(second)).body).toMatchObject({ scheme: { id: ofNight } });
    const planned = await plan(first, { scheme: ofAll.toUpperCase() });
    expect(planned.body).toMatchObject({ scheme: { id: ofAll } });
    const { id } = planned.body as { id: string };
    const proposed = await app.http
      .post(`/api/v1/evaluations/${id}/actions/propose-evaluator`)
      .set(bureau.officer.auth)
      .set('If-Match', '"1"')
      .send({ evaluator: parties.agency, scheme: unsaid });
    expect(refusal(proposed)).toEqual([422, 'scheme_not_announced', ['/scheme']]);
  });

  it('is left out of a copy of its purchase once it is in force no more', async () => {
    const scheme = await makeScheme(app, parties);
    const draft = await Drafting.begin(app, parties.bureau);
    await draft.must('patch', 'lots/1/terms', { evaluationScheme: scheme });
    const copy = async () => {
      const made = await app.http.post(`/api/v1/tenders/${draft.id}/copies`).set(parties.bureau.officer.auth).send({});
      return [made.status, (made.body as { lots: { own: string[] }[] }).lots.map(({ own }) => own)];
    };
    expect(await copy()).toEqual([201, [['terms.evaluationScheme']]]);
    await app.http
      .post(`/api/v1/evaluation-schemes/${scheme}/actions/retire`)
      .set({ ...parties.bureau.approver.auth, 'If-Match': '"2"' })
      .send({ reason: '不再使用' })
      .expect(200);
    expect(await copy()).toEqual([201, [[]]]);
  });
});
