import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { makeAccount, makeBody, signIn, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';

const PASSWORD = 'a long enough secret';
const INVALID = [401, 'invalid_claim'];

interface Filed {
  id: string;
  login: string;
  claimCode: string;
}
interface Decided {
  id: string;
  version: number;
  state: string;
  user: string;
  codeShownAt: string | null;
}

let app: TestApp;
let admin: TestAccount;
let second: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  admin = await makeAccount(app, { role: 'admin', organisation: null });
  second = await makeAccount(app, { role: 'admin', organisation: null });
});
afterAll(() => app.close());
// Attempts of one test count for nothing in the next.
beforeEach(() => app.dataSource.query(`DELETE FROM sign_in_attempt`));

const post = (path: string, body: object) => app.http.post(`/api/v1/${path}`).send(body);
const said = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];
const claim = (claimCode: string) => post('registrations/claims', { claimCode });
const askCode = (claimCode: string) => post('registrations/claims/setup-code', { claimCode });
const codeOf = async (claimCode: string) =>
  ((await askCode(claimCode).expect(200)).body as { setupCode: string }).setupCode;
const setUp = (code: string) => post('auth/setup', { code, password: PASSWORD });

const given = () => ({
  agencyName: `中心${randomUUID().slice(0, 8)}`,
  creditCode: creditCode(),
  contactName: '测试',
  phone: '138 0013 8765',
  login: `c${randomUUID().slice(0, 8)}`,
});
const file = async (): Promise<Filed> => (await post('registrations', given()).expect(201)).body as Filed;
const seen = async (id: string): Promise<Decided> =>
  (await app.http.get(`/api/v1/registrations/${id}`).set(admin.auth).expect(200)).body as Decided;
const decide = async (id: string, action: string, body: object = {}): Promise<Decided> => {
  const path = `/api/v1/registrations/${id}`;
  const version = `"${(await seen(id)).version}"`;
  const answer = await app.http.post(`${path}/actions/${action}`).set(admin.auth).set('If-Match', version).send(body);
  expect(answer.status).toBe(200);
  return answer.body as Decided;
};
/** What is counted against the caller, of whom nothing was counted before. */
const counted = async () => ({
  rows: await app.dataSource.query<{ level: number }[]>(`SELECT level FROM sign_in_attempt WHERE level > 0`),
});
const confirmed = async (): Promise<Filed & { user: string }> => {
  const filed = await file();
  return { ...filed, user: (await decide(filed.id, 'confirm')).user };
};

describe('the claim code of a registration', () => {
  it('says of every state what comes next and who does it, in the language that is asked for', async () => {
    const next = async ({ claimCode }: Filed, lang = 'en') =>
      (
        (await claim(claimCode).set('Accept-Language', lang).expect(200)).body as {
          next: { by: string; step: string; title: string; href: string | null } | null;
        }
      ).next;
    const at = (path: string) => `/api/v1/${path}`;
    const filed = await file();
    expect(await next(filed)).toEqual({
      by: 'administrator',
      step: 'decide',
      title: 'An administrator decides, or asks for what is missing; until then it may be corrected or withdrawn',
      href: null,
    });
    expect((await next(filed, 'zh'))?.title).toBe('待管理员审核；审核前可补正或撤回');
    await decide(filed.id, 'ask', { reason: '请补充登记证书' });
    const corrections = at('registrations/claims/corrections');
    expect(await next(filed)).toMatchObject({ by: 'applicant', step: 'correct', href: corrections });
    await post('registrations/claims/corrections', { claimCode: filed.claimCode }).expect(200);
    expect(await next(filed)).toMatchObject({ by: 'administrator', step: 'decide', href: null });
    await decide(filed.id, 'confirm');
    const code = at('registrations/claims/setup-code');
    expect(await next(filed)).toMatchObject({ by: 'applicant', step: 'take_setup_code', href: code });
    await setUp(await codeOf(filed.claimCode)).expect(200);
    expect(await next(filed)).toMatchObject({ by: 'applicant', step: 'sign_in', href: at('auth/sessions') });
    const [rejected, withdrawn] = [await file(), await file()];
    await decide(rejected.id, 'reject', { reason: '证件不全' });
    expect(await next(rejected)).toMatchObject({ by: 'applicant', step: 'apply_anew', href: at('registrations') });
    await post('registrations/claims/withdrawal', { claimCode: withdrawn.claimCode }).expect(200);
    expect(await next(withdrawn)).toBeNull();
  });

  it('shows its applicant how it stands: received, confirmed, rejected with the reason', async () => {
    const [one, other] = [await file(), await file()];
    expect((await claim(one.claimCode).expect(200)).body).toMatchObject({
      id: one.id,
      state: 'received',
      reason: null,
    });
    await decide(one.id, 'confirm');
    await decide(other.id, 'reject', { reason: '证件不全' });
    expect((await claim(one.claimCode)).body).toMatchObject({ state: 'confirmed', codeShownAt: null });
    const { body } = await claim(other.claimCode);
    expect(body).toMatchObject({ id: other.id, state: 'rejected', reason: '证件不全' });
    for (const field of ['competing', 'decidedBy', 'phoneMasked', 'claimCode', 'user', 'allowedActions'])
      expect(body).not.toHaveProperty(field);
  });

  it('that is wrong, of nobody or expired is answered alike, to reading and to asking for a code', async () => {
    const { id, claimCode } = await confirmed();
    const wrong = `${claimCode.slice(0, -1)}${claimCode.endsWith('A') ? 'B' : 'A'}`;
    const answers = [await claim(wrong), await claim('tlr_nobody')];
    await app.dataSource.query(`UPDATE registration SET claim_expires_at = now() - interval '1 hour' WHERE id = $1`, [
      id,
    ]);
    answers.push(await claim(claimCode), await askCode(claimCode));
    for (const answer of answers) expect(said(answer)).toEqual(INVALID);
    const texts = answers.map(({ body }) => {
      const { title, type, detail } = body as Record<string, unknown>;
      return JSON.stringify({ title, type, detail });
    });
    expect(new Set(texts).size).toBe(1);
  });

  it('is counted like an attempt to sign in, and a right one counts for nothing', async () => {
    const { claimCode } = await file();
    for (let n = 0; n < 30; n++) await claim(claimCode).expect(200);
    let answer = await claim('tlr_guess');
    for (let n = 0; n < 200 && answer.status !== 429; n++) answer = await claim(`tlr_guess${n}`);
    expect(said(answer)).toEqual([429, 'throttled']);
    expect((await claim(claimCode)).status).toBe(429);
  });

  it('that is right counts for nothing where what it asks for is refused', async () => {
    const filed = await file();
    await decide(filed.id, 'reject', { reason: '证件不全' });
    const { rows } = await counted();
    for (let n = 0; n < 5; n++) {
      const answer = await post('registrations/claims/withdrawal', { claimCode: filed.claimCode });
      expect(said(answer)).toEqual([409, 'wrong_state']);
    }
    expect(await counted()).toEqual({ rows });
    await claim('tlr_guess');
    expect(await counted()).not.toEqual({ rows });
  });

  it('lies nowhere in the database, nor does the setup code; each is shown once', async () => {
    const { id, user, claimCode } = await confirmed();
    const setupCode = await codeOf(claimCode);
    const plain = setupCode.replaceAll('-', '');
    const hash = createHash('sha256').update(claimCode).digest('hex');
    const texts = await app.dataSource.query<{ t: string }[]>(
      `SELECT r::text AS t FROM registration r WHERE id = $1 UNION ALL SELECT c::text FROM setup_code c WHERE user_id = $2
       UNION ALL SELECT a::text FROM audit_entry a WHERE aggregate_id IN ($1::text, $2::text)
       UNION ALL SELECT o::text FROM outbox o WHERE aggregate_id IN ($1::text, $2::text)`,
      [id, user],
    );
    expect(texts.some(({ t }) => t.includes(hash))).toBe(true);
    for (const { t } of texts) for (const secret of [claimCode, setupCode, plain]) expect(t).not.toContain(secret);
  });
});

describe('what an administrator asks for', () => {
  const correct = (claimCode: string, body: object) =>
    post('registrations/claims/corrections', { claimCode, registration: body });
  const withdraw = (claimCode: string) => post('registrations/claims/withdrawal', { claimCode });

  it('is completed by the applicant, waits again and is confirmed as it was corrected', async () => {
    const first = given();
    const filed = (await post('registrations', first).expect(201)).body as Filed;
    expect((await decide(filed.id, 'ask', { reason: '请补充登记证书' })).state).toBe('asked');
    const { body } = await claim(filed.claimCode);
    expect(body).toMatchObject({ state: 'asked', reason: '请补充登记证书' });
    const version = `"${(await seen(filed.id)).version}"`;
    const early = await app.http
      .post(`/api/v1/registrations/${filed.id}/actions/confirm`)
      .set(admin.auth)
      .set('If-Match', version)
      .send({});
    expect(said(early)).toEqual([409, 'wrong_state']);
    const right = { ...first, contactName: '更正', creditCode: creditCode(), phone: '139 0013 0000' };
    const corrected = await correct(filed.claimCode, right);
    expect([corrected.status, corrected.body]).toMatchObject([
      200,
      { id: filed.id, state: 'received', reason: null, creditCode: right.creditCode },
    ]);
    expect(await seen(filed.id)).toMatchObject({ contactName: '更正', phoneMasked: '********000', version: 3 });
    await decide(filed.id, 'confirm');
    expect((await setUp(await codeOf(filed.claimCode))).status).toBe(200);
  });

  it('needs a reason, and a whole filing', async () => {
    const filed = await file();
    const bare = await app.http
      .post(`/api/v1/registrations/${filed.id}/actions/ask`)
      .set(admin.auth)
      .set('If-Match', '"1"')
      .send({});
    expect(said(bare)).toEqual([400, 'validation_failed']);
    expect(said(await correct(filed.claimCode, { contactName: '更正' }))).toEqual([400, 'validation_failed']);
  });

  it('is refused to be corrected or withdrawn by another code, or once it was decided', async () => {
    const filed = await file();
    expect(said(await correct('tlr_nobody', given()))).toEqual(INVALID);
    expect(said(await withdraw('tlr_nobody'))).toEqual(INVALID);
    await decide(filed.id, 'reject', { reason: '证件不全' });
    expect(said(await correct(filed.claimCode, given()))).toEqual([409, 'wrong_state']);
    expect(said(await withdraw(filed.claimCode))).toEqual([409, 'wrong_state']);
  });

  it('may be withdrawn instead, by two at once as by one: nobody decides it any more', async () => {
    const filed = await file();
    await decide(filed.id, 'ask', { reason: '请补充登记证书' });
    const answers = await Promise.all([withdraw(filed.claimCode), withdraw(filed.claimCode)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await claim(filed.claimCode)).body).toMatchObject({ state: 'withdrawn' });
    expect(await seen(filed.id)).toMatchObject({ state: 'withdrawn', allowedActions: [] });
    expect(said(await askCode(filed.claimCode))).toEqual([409, 'no_code_to_show']);
  });
});

describe('the setup code of a registered agency', () => {
  it('is shown to its applicant alone; the administrator sees when', async () => {
    const filed = await file();
    expect(said(await askCode(filed.claimCode))).toEqual([409, 'no_code_to_show']);
    const decided = await decide(filed.id, 'confirm');
    for (const answer of [decided, await seen(filed.id)])
      expect(JSON.stringify(answer)).not.toMatch(/(\w{5}-){3}\w{5}/);
    expect(decided.codeShownAt).toBeNull();
    const code = await codeOf(filed.claimCode);
    expect((await seen(filed.id)).codeShownAt).toEqual(expect.any(String));
    expect((await setUp(code)).status).toBe(200);
    const { body } = await app.http.get('/api/v1/me').set((await signIn(app, filed.login, PASSWORD)).auth);
    expect(body).toMatchObject({ seats: [{ role: 'agency_manager' }] });
  });

  it('asked for again is another, and the one before has ended', async () => {
    const { claimCode } = await confirmed();
    const [before, after] = [await codeOf(claimCode), await codeOf(claimCode)];
    expect(said(await setUp(before))).toEqual([401, 'invalid_setup_code']);
    expect((await setUp(after)).status).toBe(200);
  });

  it('is not shown once the account sits elsewhere', async () => {
    const { id, claimCode } = await confirmed();
    const bureau = await makeBody(app, { kind: 'bureau', region: '990203' });
    const [row] = await app.dataSource.query<{ user_id: string }[]>(`SELECT user_id FROM registration WHERE id = $1`, [
      id,
    ]);
    await app.dataSource.query(`UPDATE seat SET organisation_id = $2, role = 'bureau_officer' WHERE user_id = $1`, [
      row?.user_id,
      bureau,
    ]);
    expect(said(await askCode(claimCode))).toEqual([409, 'no_code_to_show']);
  });

  it('counts as in the hand of the administrator who confirmed, who may have filed', async () => {
    const { id, claimCode } = await confirmed();
    await codeOf(claimCode);
    const [row] = await app.dataSource.query<{ held: boolean }[]>(
      `SELECT c.given_to = r.decided_by AS held FROM registration r JOIN setup_code c USING (user_id) WHERE r.id = $1`,
      [id],
    );
    expect(row).toEqual({ held: true });
  });

  it('asked for twice at once works once: one of the two', async () => {
    const { claimCode } = await confirmed();
    const codes = await Promise.all([codeOf(claimCode), codeOf(claimCode)]);
    const answers = [await setUp(codes[0]), await setUp(codes[1])];
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('is shown no more once the account was taken into use, after a rejection, or to a disabled account', async () => {
    const used = await confirmed();
    await setUp(await codeOf(used.claimCode)).expect(200);
    const rejected = await file();
    await decide(rejected.id, 'reject', { reason: '证件不全' });
    const disabled = await confirmed();
    await app.http
      .post(`/api/v1/users/${disabled.user}/actions/disable`)
      .set(admin.auth)
      .set('If-Match', '"1"')
      .send({})
      .expect(200);
    for (const { claimCode } of [used, rejected, disabled])
      expect(said(await askCode(claimCode))).toEqual([409, 'no_code_to_show']);
  });

  it('is not shown to an administrator by a reset either: of that account two see half of one', async () => {
    const { user, claimCode } = await confirmed();
    const reset = (by: TestAccount) =>
      app.http.post(`/api/v1/users/${user}/actions/reset`).set(by.auth).set('If-Match', '"1"').send({});
    const answer = await reset(admin);
    expect([answer.status, Object.keys(answer.body as object).filter((key) => key.startsWith('setupCode'))]).toEqual([
      200,
      expect.arrayContaining(['setupCodeHalf']),
    ]);
    expect(answer.body).not.toHaveProperty('setupCode');
    expect((await reset(second)).body).not.toHaveProperty('setupCode');
    expect((await setUp(await codeOf(claimCode))).status).toBe(200);
  });
});

describe('a claim written by hand', () => {
  let forged: string;
  beforeEach(() => {
    forged = `tlr_${randomUUID()}`;
  });
  const forge = (id: string) =>
    app.dataSource.query(`UPDATE registration SET claim_hash = $2 WHERE id = $1`, [
      id,
      createHash('sha256').update(forged).digest(),
    ]);

  it('opens nothing, before the confirmation or after it, and the honest one again once it is put back', async () => {
    const filed = await file();
    await forge(filed.id);
    expect(said(await claim(forged))).toEqual(INVALID);
    await app.dataSource.query(`UPDATE registration SET claim_hash = $2 WHERE id = $1`, [
      filed.id,
      createHash('sha256').update(filed.claimCode).digest(),
    ]);
    await decide(filed.id, 'confirm');
    await forge(filed.id);
    expect(said(await askCode(forged))).toEqual(INVALID);
  });

  it('is not made good by a confirmation', async () => {
    const filed = await file();
    await forge(filed.id);
    await decide(filed.id, 'confirm');
    for (const code of [forged, filed.claimCode]) expect(said(await askCode(code))).toEqual(INVALID);
  });

  it('that names the account of another agency is shown no code', async () => {
    const [mine, other] = [await confirmed(), await confirmed()];
    await app.dataSource.query(`UPDATE registration SET user_id = $2 WHERE id = $1`, [mine.id, other.user]);
    expect(said(await askCode(mine.claimCode))).toEqual(INVALID);
  });
});
