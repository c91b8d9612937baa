import { formatYuan } from '../../../kernel/money/money.js';
import type { Evidence } from '../../runs/assessment-types.js';
import type { CitedRecord } from './cited-records.queries.js';

/**
 * What stands now in place of cited bids whose facts were replaced since: the bid itself, its price in yuan, and what became
 * of it where that is not plainly that it was valid.
 */
export function listReplacements(cited: readonly string[], known: ReadonlyMap<string, CitedRecord>): Evidence[] {
  return cited.flatMap((record) => {
    const replacedBy = known.get(record)?.replacedBy;
    if (!replacedBy) return [];
    const { price = null, status = null } = known.get(replacedBy) ?? {};
    return [
      { record, field: 'replacedBy', value: replacedBy },
      ...(price === null ? [] : [{ record: replacedBy, field: 'price', value: formatYuan(BigInt(price)) }]),
      ...(status === null || status === 'valid' ? [] : [{ record: replacedBy, field: 'status', value: status }]),
    ];
  });
}
