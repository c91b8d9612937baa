import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OfficialResult } from '../../src/purchase/awards/results/official-result.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { actOnRemedy } from '../support/lots.js';

interface Filed {
  id: string;
  scope: string;
  lastDay: string | null;
  blocks: boolean;
}

describe('a challenge that came in a year whose calendar was not known, or was corrected', () => {
  let app: TestApp;
  let parties: Parties;
  let rival: TestAccount;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    admin = await makeUser(app, 'admin');
    rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  /** Loads the year, or puts a corrected one in its place. */
  const loadYear = async (free: readonly string[]) => {
    const url = '/api/v1/calendars/2027';
    const { headers } = await app.http.get(url).set(admin.auth);
    const days = free.map((date) => ({ date, kind: 'holiday', name: '元旦' }));
    const etag = headers['etag'];
    await app.http
      .put(url)
      .set({ ...admin.auth, ...(etag && { 'If-Match': etag }) })
      .send({ source: '测试用历', days })
      .expect(200);
  };
  const awarded = () =>
    Contracting.awarded(
      app,
      parties,
      { window: { start: '2027-01-01', end: '2027-12-31' } },
      { decidedOn: '2026-12-24', publishedOn: '2026-12-25' },
    );
  const challenge = async ({ tender }: { tender: string }) => {
    const about = { tender, stage: 'result', grounds: '评审违法', requests: '重新评审' };
    const { status, body } = await app.http.post('/api/v1/challenges').set(rival.auth).send(about);
    expect(status).toBe(201);
    return body as Filed;
  };
  const reread = async ({ id }: Filed) => {
    const { body } = await app.http.get(`/api/v1/challenges/${id}`).set(parties.bureau.officer.auth).expect(200);
    const { scope, lastDay, blocks } = body as Filed;
    return [scope, lastDay, blocks];
  };
  const setAside = async ({ id }: Filed) => {
    const words = { reason: '超过质疑期限' };
    const { status, body } = await actOnRemedy(app, 'challenges', id, 'set-aside', words, parties.bureau.officer);
    return [status, (body as { code?: string }).code];
  };
  /** By when the contract is to be signed. */
  const signBy = async ({ tender }: { tender: string }) => {
    const { body } = await app.http
      .get(`/api/v1/tenders/${tender}/deadlines`)
      .set(parties.bureau.officer.auth)
      .expect(200);
    const { items } = body as { items: { rule: string; date: string | null }[] };
    return items.flatMap(({ rule, date }) => (rule === 'CONTRACT-30D' ? [date] : []));
  };

  it('is in time or late once the calendar is, and one that is late blocks nothing any more', async () => {
    await at('2026-12-28');
    const [first, second] = [await awarded(), await awarded()];
    await at('2027-01-07');
    const early = await challenge(second);
    await at('2027-03-15');
    const late = await challenge(first);
    const sweep = () => app.running.app.get(OfficialResult).sweep();
    await sweep();
    for (const each of [early, late]) expect(await reread(each)).toEqual(['in_scope', null, true]);
    expect(await setAside(late)).toEqual([422, 'challenge_in_scope']);
    expect(await signBy(first)).toEqual([null]);
    await loadYear(['2027-01-01']);
    await sweep();
    expect(await reread(early)).toEqual(['in_scope', '2027-01-07', true]);
    expect(await reread(late)).toEqual(['late', '2027-01-07', false]);
    // The days on which nobody might sign are over.
    expect(await signBy(first)).toEqual([expect.any(String)]);
    expect(await signBy(second)).toEqual([null]);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({ award: first.award, ...CONTENT });
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    expect((await contract.signBoth()).state).toBe('signed');
    expect((await setAside(early))[1]).toBe('challenge_in_scope');
    expect(await setAside(late)).toEqual([200, undefined]);
  });

  it('has its day moved with a calendar that is corrected: whoever seemed late is in time by it, and whoever was in time stays so', async () => {
    const sweep = () => app.running.app.get(OfficialResult).sweep();
    await at('2026-12-28');
    const [first, second] = [await awarded(), await awarded()];
    await at('2027-01-07');
    const early = await challenge(first);
    await at('2027-01-08');
    const late = await challenge(second);
    expect([await reread(early), await reread(late)]).toEqual([
      ['in_scope', '2027-01-07', true],
      ['late', '2027-01-07', false],
    ]);
    expect(await setAside(late)).toEqual([200, undefined]);
    await loadYear(['2027-01-01', '2027-01-04']);
    await sweep();
    expect(await reread(early)).toEqual(['in_scope', '2027-01-08', true]);
    // It is to be answered after all.
    expect(await reread(late)).toEqual(['in_scope', '2027-01-08', true]);
    expect(await setAside(late)).toEqual([422, 'challenge_in_scope']);
    await loadYear(['2027-01-01']);
    await sweep();
    expect(await reread(early)).toEqual(['in_scope', '2027-01-07', true]);
    expect(await reread(late)).toEqual(['in_scope', '2027-01-08', true]);
  });
});
