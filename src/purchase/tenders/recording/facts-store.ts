import { randomUUID } from 'node:crypto';
import { canonicalText } from '../../../kernel/audit/canonical.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { shareCalls } from '../../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ContractFactKind, FactSource, TenderFactKind } from './fact-types.js';
import { noteMovedReference } from '../../../people/organisations/merges/merge-references.js';
import { isActive } from './facts-in-force.rules.js';
import type { ContractFact, StoredFact, TenderFact } from '../purchases/purchase-types.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Fact } from './fact.entity.js';

/** A fact that is about to be stored: checked, parties resolved. */
export interface NewFact {
  /** Of what is known under this id already; absent: a new one. */
  id?: string;
  kind: TenderFactKind | ContractFactKind;
  lot: number | null;
  data: Record<string, unknown>;
  source: FactSource;
  replaces: string | null;
  reason: string | null;
}

interface FactRow extends Omit<StoredRow<Fact>, 'seq' | 'subject_type' | 'kind' | 'recorded_by'> {
  kind: string;
  replaced_by: string | null;
}

/** SQL: what the fact `f` says; a body whose record was merged is named by the record in which it goes on (`recordedAs`: as it was). */
export const FACT_DATA = `
  CASE WHEN EXISTS (SELECT FROM organisation m WHERE m.merged_into IS NOT NULL) THEN merged_parties(f.data) ELSE f.data END`;

const SELECT = `
  SELECT f.id, f.subject_id, f.kind, f.lot, ${FACT_DATA} AS data, f.source, f.replaces, by_id.id AS replaced_by, f.reason, f.recorded_at
  FROM fact f LEFT JOIN fact by_id ON by_id.replaces = f.id`;

const toStoredFact = (row: FactRow): StoredFact<string> => ({
  id: row.id,
  kind: row.kind,
  lot: row.lot,
  data: row.data,
  source: row.source,
  replaces: row.replaces,
  replacedBy: row.replaced_by,
  reason: row.reason,
  recordedAt: row.recorded_at.toISOString(),
});

/** All facts of some roots, corrected ones too, oldest first. One statement. */
export async function factsOfRoots<F extends TenderFact | ContractFact>(
  manager: Reader,
  roots: readonly string[],
): Promise<Map<string, F[]>> {
  const facts = new Map<string, F[]>(roots.map((id) => [id, []]));
  if (roots.length === 0) return facts;
  const rows = await manager.query<FactRow[]>(`${SELECT} WHERE f.subject_id = ANY($1::uuid[]) ORDER BY f.seq`, [roots]);
  for (const row of rows) facts.get(row.subject_id)?.push(toStoredFact(row) as F);
  return facts;
}

/** The same in a unit of work, where others may ask beside it. */
export const loadFacts = async <F extends TenderFact | ContractFact>(
  tx: Tx,
  roots: readonly string[],
): Promise<Map<string, F[]>> =>
  roots.length === 0 ? new Map() : ((await loadSharedFacts(tx, roots)) as Map<string, F[]>);

const loadSharedFacts = shareCalls(async (tx, calls: readonly (readonly string[])[]) => {
  const facts = await factsOfRoots(tx.manager, [...new Set(calls.flat())]);
  return calls.map((roots) => new Map(roots.map((id) => [id, facts.get(id) ?? []])));
});

/** SQL: the same of one root `r`, as a column of the statement that reads the root itself. */
export const FACTS_OF_ROOT = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot, 'data', ${FACT_DATA}, 'source', f.source,
     'replaces', f.replaces, 'replacedBy', (SELECT by_id.id FROM fact by_id WHERE by_id.replaces = f.id),
     'reason', f.reason, 'recordedAt', f.recorded_at) ORDER BY f.seq), '[]')
   FROM fact f WHERE f.subject_id = r.id)`;
/** What that column holds; only its times are written in PostgreSQL's way. */
export const factsOfRow = <F extends TenderFact | ContractFact>(column: readonly StoredFact<string>[]): F[] =>
  column.map((fact) => ({ ...fact, recordedAt: new Date(fact.recordedAt).toISOString() }) as F);

/**
 * The same words from the same source; the order of keys does not matter. Another source that says the same is a fact of its
 * own: two payments may be alike.
 */
const formatFactWords = ({ kind, lot, data, source }: NewFact | StoredFact<string>): string =>
  canonicalText([kind, lot, data, source]);

/** What two facts of the same words have in common at least. */
const formatPlace = ({ kind, lot }: NewFact | StoredFact<string>): string => `${kind} ${lot}`;

/** What is not stored yet: a fact or a correction given twice, in one request or in two, is one. */
export function unknownFacts(facts: readonly NewFact[], existing: readonly StoredFact<string>[]): NewFact[] {
  const known = new Set<string>();
  const remember = (fact: NewFact | StoredFact<string>, words: string): void => {
    known.add(words);
    if (fact.replaces !== null) known.add(`${fact.replaces} ${words}`);
  };
  const places = new Set(facts.map(formatPlace));
  for (const fact of existing)
    if (isActive(fact) && places.has(formatPlace(fact))) remember(fact, formatFactWords(fact));
  return facts.filter((fact) => {
    const words = formatFactWords(fact);
    const isKnown = known.has(fact.replaces === null ? words : `${fact.replaces} ${words}`);
    remember(fact, words);
    return !isKnown;
  });
}

/** A correction names a fact in force, of its own kind and lot. `facts` are those of the request, `fresh` the new ones. */
export function mustReplace(
  facts: readonly NewFact[],
  fresh: readonly NewFact[],
  existing: readonly StoredFact<string>[],
): void {
  const taken = new Set<string>();
  for (const fact of fresh) {
    if (fact.replaces === null) continue;
    const old = existing.find((f) => f.id === fact.replaces);
    if (!old || !isActive(old) || old.kind !== fact.kind || old.lot !== fact.lot || taken.has(old.id))
      throw Problem.ofField('fact_not_replaceable', `/facts/${facts.indexOf(fact)}/replaces`, {
        en: 'Not a fact in force of this kind and lot',
        zh: '不是同一种类、同一包的有效事实',
      });
    taken.add(old.id);
  }
}

const isMergedParty = (value: unknown): value is { recordedAs: string } =>
  typeof value === 'object' && value !== null && 'recordedAs' in value;

/** A fact is stored of the record that its source means. */
function restoreRecord(_: string, value: unknown): unknown {
  if (!isMergedParty(value)) return value;
  const { recordedAs: organisation, ...party } = value;
  return { ...party, organisation };
}

/** The merged records that facts name. */
function listMergedRecords(facts: readonly NewFact[]): string[] {
  const parties = facts.flatMap(({ data }) => Object.values(data).flat());
  return parties.flatMap((party) => (isMergedParty(party) ? [party.recordedAs] : []));
}

/** Stores facts and answers them as stored, in the order given, together with the earlier ones they correct. */
export async function storeFacts(
  tx: Tx,
  subject: { type: 'tender' | 'contract'; id: string },
  facts: readonly NewFact[],
  existing: readonly StoredFact<string>[],
): Promise<StoredFact<string>[]> {
  if (facts.length === 0) return [...existing];
  const added = await insertFacts(
    tx,
    facts.map((fact) => ({ ...fact, id: fact.id ?? randomUUID(), subject })),
  );
  const merged = listMergedRecords(facts);
  if (merged.length > 0) await noteMovedReference(tx, merged, { ...subject, field: 'facts' });
  const corrected = new Map(added.flatMap((f) => (f.replaces === null ? [] : [[f.replaces, f.id] as const])));
  return [...existing.map((f) => ({ ...f, replacedBy: corrected.get(f.id) ?? f.replacedBy })), ...added];
}

type InsertedFact = NewFact & { id: string; subject: { type: 'tender' | 'contract'; id: string } };

/** Inserts facts of one subject in their order; answers them as stored. */
const insertFacts = shareCalls(async (tx, calls: readonly (readonly InsertedFact[])[]) => {
  const rows = await tx.runPreparedQuery<FactRow>(
    `INSERT INTO fact AS f (id, subject_type, subject_id, kind, lot, data, source, replaces, reason, recorded_at, recorded_by)
     SELECT g.id, g.subject ->> 'type', (g.subject ->> 'id')::uuid, g.kind, g.lot, g.data, g.source, g.replaces, g.reason, $2, $3
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb)
       AS (id uuid, subject jsonb, kind text, lot integer, data jsonb, source jsonb, replaces uuid, reason text)) WITH ORDINALITY
       AS g(id, subject, kind, lot, data, source, replaces, reason, n)
     ORDER BY g.n
     RETURNING f.id, f.subject_id, f.kind, f.lot, ${FACT_DATA} AS data, f.source, f.replaces, NULL::uuid AS replaced_by, f.reason, f.recorded_at`,
    [JSON.stringify(calls.flat(), restoreRecord), await tx.now(), tx.actor.kind === 'user' ? tx.actor.id : null],
  );
  const stored = new Map(rows.map((row) => [row.id, toStoredFact(row)]));
  return calls.map((facts) => facts.flatMap(({ id }) => stored.get(id) ?? []));
});
