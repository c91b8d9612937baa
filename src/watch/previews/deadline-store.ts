import type { Tx } from '../../kernel/database/transactions.js';
import type { Text } from '../../kernel/errors/texts.js';
import { deriveBinding } from '../../law/rules/limits/reach.rules.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { LoadedSubject } from '../facts/loading/frame-types.js';
import type { SubjectRef } from '../facts/loading/load.js';

/** Replaces what is kept of these subjects; a row that is what it was is not touched. */
const STORE = `
  WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb)
    AS g(subject_type text, subject_id uuid, key text, title jsonb, since date, due_on date, told boolean)),
  gone AS (
    DELETE FROM statutory_deadline d USING unnest($2::text[], $3::uuid[]) AS s(type, id)
    WHERE d.subject_type = s.type AND d.subject_id = s.id AND NOT EXISTS (
      SELECT FROM given g WHERE g.subject_type = d.subject_type AND g.subject_id = d.subject_id AND g.key = d.key)
  )
  INSERT INTO statutory_deadline AS d (subject_type, subject_id, key, title, since, due_on, told)
  SELECT subject_type, subject_id, key, title, since, due_on, told FROM given
  ON CONFLICT (subject_type, subject_id, key) DO UPDATE
    SET title = EXCLUDED.title, since = EXCLUDED.since, due_on = EXCLUDED.due_on, told = EXCLUDED.told
  WHERE (d.title, d.since, d.due_on, d.told) IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.since, EXCLUDED.due_on, EXCLUDED.told)`;

/** Nothing says what the purchase comes to. */
const UNKNOWN = { state: 'unknown', openTender: 'unknown' } as const;

/** Whether the period runs at all depends on a limit that nobody has stated. */
const toUncertainTitle = ({ en, zh }: Text): Text => ({
  en: `${en} (if the purchase reaches the limit of its place, which is not known)`,
  zh: `${zh}（须达到当地限额标准方适用，是否达到尚不清楚）`,
});

/**
 * Keeps the acts that are due by law and not on record, for the list of tasks. What answers a challenge, a complaint or a
 * suspension is a task by itself, of whoever has to. A purchase below the limit of its place is told of no period of the law of
 * procurement; one of which that is not known is told that it is not.
 */
export async function storeDeadlines(
  tx: Tx,
  subjects: readonly SubjectRef[],
  loaded: readonly LoadedSubject[],
): Promise<void> {
  const asked = subjects.filter(({ type }) => type === 'tender' || type === 'contract');
  if (asked.length === 0) return;
  const rows = loaded.flatMap(({ frame, facts }) =>
    (facts.clocks?.clocks ?? [])
      .filter(
        ({ bound, stage, done, date, from }) =>
          bound === 'maximum' && stage !== 'remedy' && done === null && date !== null && !from.planned,
      )
      .map((clock) => ({ ...clock, binding: deriveBinding(getRule(clock.rule), facts.clocks?.reach ?? UNKNOWN) }))
      .filter(({ binding }) => binding !== 'free')
      .map(({ key, what, from, date, told, binding }) => ({
        subject_type: frame.subject.type,
        subject_id: frame.subject.id,
        key,
        title: binding === 'unknown' ? toUncertainTitle(what) : what,
        since: from.on,
        due_on: date,
        told,
      })),
  );
  await tx.runPreparedQuery(STORE, [JSON.stringify(rows), asked.map(({ type }) => type), asked.map(({ id }) => id)]);
}
