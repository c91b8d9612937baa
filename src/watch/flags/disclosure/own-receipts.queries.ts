import type { Reader } from '../../../kernel/database/reader.js';
import { loadOwnReceipts } from '../../../purchase/bids/handed-in/meetings.queries.js';
import type { Evidence } from '../../runs/assessment-types.js';

const isReceipt = ({ record, field }: Evidence): boolean => field === 'receivedAt' && record.startsWith('lot:');

/**
 * Which pieces of evidence are instants at which the readers' own bids came in: of a lot they are said without their bidders.
 * @param own bodies that read; null: who oversees the flag
 */
export async function findOwnReceipts(
  reader: Reader,
  evidence: readonly Evidence[],
  own: ReadonlySet<string> | null,
): Promise<(each: Evidence) => boolean> {
  const lots = own === null ? [] : evidence.filter(isReceipt).map(({ record }) => record.slice('lot:'.length));
  const receipts = await loadOwnReceipts(reader, [...new Set(lots)], [...(own ?? [])]);
  const known = new Set(receipts.flatMap(({ lot, at, receipt }) => [`lot:${lot} ${at}`, `lot:${lot} ${receipt}`]));
  return (each) => isReceipt(each) && known.has(`${each.record} ${each.value}`);
}
