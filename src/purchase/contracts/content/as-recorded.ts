import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import type { ContractRoot } from '../conducted/conducted-contract.js';
import type { WrittenContentDto } from '../conducted/contract-content.dto.js';
import { isSame } from './content.rules.js';

/**
 * What both have signed elsewhere is on record and is not written over here: another amount, window or number is refused.
 * A number that the record does not know may be said.
 */
export async function mustBeAsRecorded(tx: Tx, contract: ContractRoot, written: WrittenContentDto): Promise<void> {
  const recorded: Partial<Record<keyof WrittenContentDto, unknown>> = {
    amount: formatYuanOrNull(contract.amount),
    window: { start: contract.window_start, end: contract.window_end },
  };
  const [fact] = await tx.query<{ number: string }>(
    `SELECT data ->> 'number' AS number FROM fact
     WHERE ((subject_id = $1 AND lot IS NOT DISTINCT FROM (SELECT no FROM lot WHERE id = $2) AND kind = 'contract')
       OR (subject_id = $3 AND kind = 'signed')) AND data ->> 'number' = $4 LIMIT 1`,
    [contract.tender_id, contract.lot_id, contract.id, contract.number],
  );
  if (fact) recorded.number = fact.number;
  for (const [member, value] of Object.entries(recorded) as [keyof WrittenContentDto, unknown][])
    if (written[member] !== undefined && !isSame(written[member], value))
      throw invalid(`/content/${member}`, 'not_allowed_value', {
        en: 'It stands in what was signed elsewhere; a fact of the record corrects it',
        zh: '以已签订并录入的合同为准，如有误请更正录入的事实',
      });
}
