import { makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import type { Bureau } from './drafts.js';
import { readVersion } from './version.js';

/** What an action on a lot answers: its tender, or a refusal. */
export interface LotAnswer {
  code?: string;
  facts: { kind: string; lot: number | null; data: Record<string, unknown> }[];
  state: string;
  version: number;
  lots: { id: string; no: number; state: string }[];
}

/** The version of a lot's tender as it stands. */
export async function versionOf(app: TestApp, lot: string): Promise<number> {
  const [row] = await app.dataSource.query<{ version: number }[]>(
    `SELECT t.version FROM tender t JOIN lot l ON l.tender_id = t.id WHERE l.id = $1`,
    [lot],
  );
  return row?.version ?? 1;
}

/** One request about a lot, with the version of its tender as it stands, or with the one that was read. */
export async function actOnLot(
  app: TestApp,
  lot: string,
  action: string,
  body: object,
  by: TestAccount,
  version?: number,
) {
  const known = version ?? (await versionOf(app, lot));
  const answer = await app.http
    .post(`/api/v1/lots/${lot}/actions/${action}`)
    .set({ ...by.auth, 'If-Match': `"${known}"` })
    .send(body);
  return { status: answer.status, text: answer.text, body: answer.body as LotAnswer };
}

/** Whoever was told of an award of the lot says that there is nothing to say against its end. */
export async function hearWinners(app: TestApp, lot: string): Promise<void> {
  const winners = await app.dataSource.query<{ id: string; supplier: string; version: number }[]>(
    `SELECT id, supplier_id AS supplier, version FROM award WHERE lot_id = $1 AND state = 'active' AND published_on IS NOT NULL`,
    [lot],
  );
  for (const { id, supplier, version } of winners) {
    const { auth } = await makeUser(app, 'agency_manager', supplier);
    const heard = await app.http
      .post(`/api/v1/awards/${id}/actions/be-heard`)
      .set({ ...auth, 'If-Match': `"${version}"` })
      .send({ statement: '没有意见' });
    if (heard.status !== 200) throw new Error(heard.text);
  }
}

/** Once an award was made: one person proposes the end, another decides it. */
export async function failAwarded(app: TestApp, { officer, approver }: Bureau, lot: string) {
  const words = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
  const proposed = await actOnLot(app, lot, 'propose-ending', words, officer);
  if (proposed.status !== 200) throw new Error(proposed.text);
  await hearWinners(app, lot);
  return actOnLot(app, lot, 'fail', { reason: '同意' }, approver);
}

/** Another review of a lot that has an award, or by another panel: one person proposes it, another orders it. */
export async function repeated(
  app: TestApp,
  { officer, approver }: Pick<Bureau, 'officer' | 'approver'>,
  lot: string,
  given: { ground: string; reason: string; reference?: string; barred?: (string | undefined)[] },
) {
  const proposed = await actOnLot(app, lot, 'propose-repetition', given, officer);
  if (proposed.status !== 200) throw new Error(proposed.text);
  const action = given.ground.startsWith('panel_') ? 'reconstitute-panel' : 'order-rereview';
  return actOnLot(app, lot, action, { reason: '同意' }, approver);
}

/** Test data: three members of the panel that reported, of whom the first gave the best offer far less than the others. */
export async function scoredExtremely(app: TestApp, lot: string): Promise<void> {
  const members = await Promise.all([0, 1, 2].map(() => makeUser(app, 'panel_member')));
  for (const [i, { id }] of members.entries())
    await app.dataSource.query(
      `WITH m AS (INSERT INTO review_member (review_id, user_id, kind, appointed_at, locked_at, signed_at)
         SELECT id, $2, 'expert', business_now(), business_now(), business_now() FROM review
         WHERE lot_id = $1 AND state = 'reported' RETURNING id)
       INSERT INTO review_score (member_id, bid_id, criterion, points)
       SELECT m.id, d.id, 3, CASE WHEN $3 = 0 AND d.price = (SELECT min(price) FROM bid WHERE lot_id = $1) THEN 600 ELSE 2400 END
       FROM m, bid d WHERE d.lot_id = $1`,
      [lot, id, i],
    );
}

/** What a suspension must state beside its complaint: the number of the written notice and its days. */
export const SUSPENSION_NOTICE = { notice: '财停〔2025〕1号', days: 30 };

/**
 * A challenge that was answered, and a complaint after it that the authority has accepted and, unless told otherwise, sent the
 * copies of: without them it is not decided.
 */
export async function acceptedComplaint(
  app: TestApp,
  { officer, finance }: Pick<Bureau, 'officer' | 'finance'>,
  rival: TestAccount,
  about: { tender: string; lot?: number; stage?: string; knownOn?: string; copies?: false; accepted?: false },
): Promise<string> {
  const { stage = 'process', knownOn, copies = true, accepted = true, ...tender } = about;
  const words = { grounds: '评审未按采购文件进行', requests: '重新评审' };
  const challenge = await app.http
    .post('/api/v1/challenges')
    .set(rival.auth)
    .send({ ...tender, stage, ...(knownOn && { knownOn }), ...words });
  const { id } = challenge.body as { id: string };
  await actOnRemedy(app, 'challenges', id, 'answer', { result: 'not_upheld', reason: '不成立' }, officer);
  const complaint = await app.http
    .post('/api/v1/complaints')
    .set(rival.auth)
    .send({ ...tender, challenge: id, ...words });
  const { id: made } = complaint.body as { id: string };
  for (const action of accepted ? (copies ? ['accept', 'send-copies'] : ['accept']) : []) {
    const done = await actOnRemedy(app, 'complaints', made, action, {}, finance);
    if (done.status !== 200) throw new Error(done.text);
  }
  return made;
}

/** The same, decided as it is said. */
export async function decided(app: TestApp, finance: TestAccount, complaint: string, effect: string): Promise<void> {
  const given = { result: 'upheld', effect, reference: '财决〔2025〕9号', reason: '评审违法' };
  const answer = await actOnRemedy(app, 'complaints', complaint, 'decide', given, finance);
  if (answer.status !== 200) throw new Error(answer.text);
}

/** One request about a challenge or a complaint, with its version as it stands. */
export async function actOnRemedy(
  app: TestApp,
  kind: 'challenges' | 'complaints',
  id: string,
  action: string,
  body: object,
  by: TestAccount,
) {
  const version = await readVersion(app, kind === 'challenges' ? 'challenge' : 'complaint', id);
  return app.http
    .post(`/api/v1/${kind}/${id}/actions/${action}`)
    .set({ ...by.auth, 'If-Match': `"${version}"` })
    .send(body);
}
