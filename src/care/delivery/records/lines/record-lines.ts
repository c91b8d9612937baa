import type { Tx } from '../../../../kernel/database/transactions.js';
import type { SentEntry } from '../storing/recorded-entry.js';
import type { Refusal } from '../service-record.rules.js';

/** The lines of a contract, and those of the recipients whom its records name. */
export interface RecordLines {
  contract: readonly string[];
  /** By recipient. */
  recipients: ReadonlyMap<string, string>;
}

export async function loadRecordLines(
  tx: Tx,
  contract: string,
  entries: readonly Pick<SentEntry, 'recipients'>[],
): Promise<RecordLines> {
  const rows = await tx.query<{ line: string }>(
    `SELECT service_line_id AS line FROM contract_service_line WHERE contract_id = $1 ORDER BY 1`,
    [contract],
  );
  const named = await tx.query<{ id: string; line: string }>(
    `SELECT id, service_line_id AS line FROM recipient WHERE id = ANY ($1::uuid[])`,
    [[...new Set(entries.flatMap(({ recipients }) => recipients))]],
  );
  return {
    contract: rows.map(({ line }) => line),
    recipients: new Map(named.map(({ id, line }) => [id, line])),
  };
}

/** The line for which a record speaks by itself: none where its recipients say it, and the only one where there is one. */
export const chooseLine = (
  { recipients, serviceLine }: Pick<SentEntry, 'recipients' | 'serviceLine'>,
  { contract }: RecordLines,
): string | null =>
  recipients.length > 0 ? null : (serviceLine ?? (contract.length === 1 ? (contract[0] ?? null) : null));

/** Why it is not known for which line a record speaks; null where it is. Pointers are below `at`. */
export function findLineRefusal(entry: SentEntry, lines: RecordLines, at: string): Refusal | null {
  const { serviceLine, recipients } = entry;
  const possible = recipients.length > 0 ? recipients.map((id) => lines.recipients.get(id)) : lines.contract;
  if (serviceLine !== null && !possible.includes(serviceLine))
    return {
      code: 'record_line_unknown',
      errors: [
        {
          pointer: `${at}/serviceLine`,
          code: 'unknown_reference',
          text: { en: 'No line of the contract, or not that of the recipients', zh: '不是合同或所列服务对象的服务线' },
        },
      ],
      facts: { serviceLines: [...new Set(possible)] },
    };
  if (recipients.length > 0 || lines.contract.length <= 1 || serviceLine !== null) return null;
  return {
    code: 'record_line_missing',
    errors: [
      {
        pointer: `${at}/serviceLine`,
        code: 'required',
        text: { en: 'The contract has several lines: say for which', zh: '合同有多条服务线，请指明' },
      },
    ],
    facts: { serviceLines: lines.contract },
  };
}
