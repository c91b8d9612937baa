import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { sayFacts } from './action-facts.js';
import type { AroundDocument, Intended } from '../drafts/intended.rules.js';
import { loadTenderDocument } from './tender-document.js';

/** Publishes the intent of the draft as it was approved. One that is revised later is another draft. */
export async function publishIntent(tx: Tx, tender: string): Promise<void> {
  const { terms: _, plan: __, lots, ...document } = await loadTenderDocument(tx, tender);
  const [row] = await tx.query<AroundDocument & { ids: Record<string, string> }>(
    `SELECT programme_id AS programme, term_text AS "termText", region_text AS "regionText", project_no AS "projectNo",
       (SELECT coalesce(jsonb_object_agg(l.no, l.id), '{}') FROM lot l WHERE l.tender_id = t.id) AS ids
     FROM tender t WHERE t.id = $1`,
    [tender],
  );
  if (row === undefined) throw new Error(`no tender ${tender}`);
  const { ids, ...around } = row;
  const said = lots.map(({ terms: ___, ...lot }) => ({ ...lot, id: ids[lot.no] }));
  const intended: Intended = { ...document, lots: said, ...around };
  // The action that publishes makes the next version.
  await tx.query(
    `UPDATE tender SET published = true, intended_draft = draft_no,
       intended = $2::jsonb || jsonb_build_object('version', version + 1, 'updatedAt', clock_timestamp()::text) WHERE id = $1`,
    [tender, JSON.stringify(intended)],
  );
  const on = todayInShanghai(await tx.now());
  // Its notice says what the intent says.
  await sayFacts(tx, tender, [{ kind: 'intention', data: { publishedOn: on } }]);
}

/** The last intent, and whether it was published for the draft as it is now. */
export async function lastIntent(tx: Tx, tender: string): Promise<{ on: PlainDate; fits: boolean } | null> {
  const [intent] = await tx.query<{ on: PlainDate; fits: boolean }>(
    `SELECT f.data ->> 'publishedOn' AS "on", t.intended_draft IS NOT DISTINCT FROM t.draft_no AS fits
     FROM tender t JOIN fact f ON f.subject_id = t.id AND f.kind = 'intention' WHERE t.id = $1 ORDER BY f.seq DESC LIMIT 1`,
    [tender],
  );
  return intent ?? null;
}

/** SQL: what outsiders see in place of a draft `r` whose intent is published; null where its documents are. */
export const intendedSql = (insider: string): string =>
  `CASE WHEN r.conducted = 'here' AND r.revision IS NULL AND NOT (${insider}) THEN r.intended END AS intended`;
