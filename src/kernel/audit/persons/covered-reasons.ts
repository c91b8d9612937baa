import type { Reader } from '../../database/reader.js';
import type { Change } from '../../outbox/change.js';
import type { StoredRow } from '../../database/row-types.js';
import { CHAIN_PURPOSE, parseRecord, type AuditRecord } from '../audit-chain.js';
import type { AuditEntry } from '../audit-entry.entity.js';
import type { StatementSeals } from '../statement-seals.js';
import type { PersonKeys, PersonText } from './person-keys.js';

/** What an entry says, its reason readable again. */
export interface OpenedRecord extends AuditRecord {
  /** It had a reason that nobody can read any more. */
  reasonErased: boolean;
}

type Named = Pick<Change, 'aggregate' | 'id' | 'action'>;

const toPlace = (person: PersonText['person'], { aggregate, id, action }: Named): PersonText => ({
  person,
  place: `throughline reason 1|${person}|${aggregate}:${id}|${action}`,
});

/** The same changes; of one about a person, the reason is under that person's key. */
export async function coverReasons(
  manager: Reader,
  keys: PersonKeys,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  const about = changes.flatMap((change, index) =>
    change.person && change.reason ? [{ index, ...toPlace(change.person, change), text: change.reason }] : [],
  );
  if (about.length === 0) return changes;
  const covered = await keys.cover(manager, about);
  const copy = [...changes];
  for (const [at, { index, person }] of about.entries()) {
    const { reason: _, ...change } = copy[index] as Change;
    copy[index] = { ...change, coveredReason: { person, text: covered[at]?.toString('base64') ?? null } };
  }
  return copy;
}

/** An entry as it is stored: its place, the bytes that say everything, and their seal. */
export type SealedRow = Pick<
  StoredRow<AuditEntry>,
  'aggregate_type' | 'aggregate_id' | 'seq' | 'canonical' | 'seal' | 'key_id'
>;

/** What opens entries. */
interface Openers {
  seals: StatementSeals;
  persons: PersonKeys;
}

/** What the bytes of an entry say; null where we did not seal them, or not for its place. */
function readSealedRecord(seals: StatementSeals, row: SealedRow): AuditRecord | null {
  if (!seals.holds(CHAIN_PURPOSE, row.canonical, { key: row.key_id, seal: row.seal })) return null;
  const record = parseRecord(row.canonical);
  const isOfPlace =
    record?.aggregate === row.aggregate_type && record.id === row.aggregate_id && record.seq === row.seq;
  return isOfPlace ? record : null;
}

/** What the sealed bytes of entries say, by entry; null where they are not ours. */
export async function openRecords<R extends SealedRow>(
  reader: Reader,
  { seals, persons: keys }: Openers,
  rows: readonly R[],
): Promise<(row: R) => OpenedRecord | null> {
  const records = new Map(rows.map((row) => [row, readSealedRecord(seals, row)]));
  const covered = rows.flatMap((row) => {
    const record = records.get(row);
    const { person, text } = record?.coveredReason ?? {};
    return record && person && text ? [{ row, ...toPlace(person, record), covered: Buffer.from(text, 'base64') }] : [];
  });
  const read = await keys.read(reader, covered);
  const reasons = new Map(covered.map(({ row }, at) => [row, read[at] ?? null]));
  return (row) => {
    const record = records.get(row) ?? null;
    if (record === null) return null;
    const reason = reasons.get(row) ?? record.reason;
    return { ...record, reason, reasonErased: record.coveredReason !== undefined && reason === null };
  };
}
