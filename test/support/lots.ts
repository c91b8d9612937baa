import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import type { Bureau } from './drafts.js';

/** What an action on a lot answers: its tender, or a refusal. */
export interface LotAnswer {
  code?: string;
  facts: { kind: string; lot: number | null; data: Record<string, unknown> }[];
  state: string;
  version: number;
  lots: { id: string; no: number; state: string }[];
}

/** One request about a lot, with the version of its tender as it stands. */
export async function actOnLot(app: TestApp, lot: string, action: string, body: object, by: TestAccount) {
  const [row] = await app.dataSource.query<{ version: number }[]>(
    `SELECT t.version FROM tender t JOIN lot l ON l.tender_id = t.id WHERE l.id = $1`,
    [lot],
  );
  const answer = await app.http
    .post(`/api/v1/lots/${lot}/actions/${action}`)
    .set({ ...by.auth, 'If-Match': `"${row?.version ?? 1}"` })
    .send(body);
  return { status: answer.status, text: answer.text, body: answer.body as LotAnswer };
}

/** Once an award was made: one person proposes the end, another decides it. */
export async function failAwarded(app: TestApp, { officer, approver }: Bureau, lot: string) {
  const words = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
  const proposed = await actOnLot(app, lot, 'propose-ending', words, officer);
  if (proposed.status !== 200) throw new Error(proposed.text);
  return actOnLot(app, lot, 'fail', { reason: '同意' }, approver);
}

/** A challenge that was answered, and a complaint after it that the authority has accepted. */
export async function acceptedComplaint(
  app: TestApp,
  { officer, finance }: Pick<Bureau, 'officer' | 'finance'>,
  rival: TestAccount,
  about: { tender: string; lot?: number; stage?: string; knownOn?: string },
): Promise<string> {
  const { stage = 'process', knownOn, ...tender } = about;
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
  const accepted = await actOnRemedy(app, 'complaints', made, 'accept', {}, finance);
  if (accepted.status !== 200) throw new Error(accepted.text);
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
  const seen = await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth);
  const { version = 1 } = seen.body as { version?: number };
  return app.http
    .post(`/api/v1/${kind}/${id}/actions/${action}`)
    .set({ ...by.auth, 'If-Match': `"${version}"` })
    .send(body);
}
