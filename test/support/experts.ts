import type { TestAccount } from './accounts.js';
import { upload } from './acceptances.js';
import type { TestApp } from './app.js';

/** Of everybody who appoints, the record that draws refer to. */
const records = new WeakMap<TestApp, Map<string, Promise<string>>>();

function recordOf(app: TestApp, by: TestAccount): Promise<string> {
  const known = records.get(app) ?? new Map<string, Promise<string>>();
  records.set(app, known);
  const made = known.get(by.id) ?? upload(app, by);
  known.set(by.id, made);
  return made;
}

/** Of these people those who have no accepted place for the lot. */
export async function undrawn(app: TestApp, tender: string, lot: number, users: readonly string[]): Promise<string[]> {
  const rows = await app.dataSource.query<{ user: string }[]>(
    `SELECT p.user_id AS user FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id JOIN lot l ON l.id = d.lot_id
     WHERE l.tender_id = $1 AND l.no = $2 AND p.state = 'accepted'`,
    [tender, lot],
  );
  return [...new Set(users)].filter((id) => !rows.some(({ user }) => user === id));
}

/**
 * Makes experts lawful to appoint: those who were not drawn for the lot are recorded as drawn in the library, or, where it
 * is too early for a draw, as picked with consent. What is wrong with a person says the appointment itself.
 */
export async function haveDrawn(
  app: TestApp,
  tender: string,
  by: TestAccount,
  users: readonly string[],
  lot = 1,
): Promise<void> {
  const left = await undrawn(app, tender, lot, users);
  if (left.length === 0) return;
  const [day] = await app.dataSource.query<{ today: string; review: string }[]>(
    `SELECT business_today()::text AS today,
       greatest(business_today(), (coalesce(l.deadline_at, t.deadline_at) AT TIME ZONE 'Asia/Shanghai')::date)::text AS review
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE t.id = $1 AND l.no = $2`,
    [tender, lot],
  );
  if (day === undefined) return;
  const { today, review: reviewOn } = day;
  const drawn = { source: 'library', reference: '抽取记录1号', drawnOn: today };
  const consent = { body: '示例主管预算单位', number: '同意1号', on: today, reason: '专业性强，难以随机抽取' };
  await app.http
    .post(`/api/v1/tenders/${tender}/review/draws`)
    .set(by.auth)
    .send({
      ...{ lot, reviewOn, document: await recordOf(app, by), experts: left.map((user) => ({ user })) },
      ...(reviewOn === today ? drawn : { source: 'picked', consent }),
    });
}
