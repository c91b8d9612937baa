import { Injectable } from '@nestjs/common';
import { openRecords } from '../../../kernel/audit/persons/covered-reasons.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { PersonKind } from '../person-kinds.js';
import type { PersonEntryDto } from './personal-data-request.dto.js';

/** Chains of the audit that are about one person, by kind. */
const CHAINS: Partial<Record<PersonKind, string>> = {
  account: 'user',
  worker: 'worker',
  recipient: 'recipient',
  registration: 'registration',
};
const MOST = 1000;

/** What the audit holds of a person, for that person. */
@Injectable()
export class PersonEntries {
  /** The newest thousand. */
  async list(tx: Tx, kind: PersonKind, id: string): Promise<PersonEntryDto[]> {
    const chain = CHAINS[kind];
    if (chain === undefined) return [];
    const rows = await tx.query<{ at: Date; action: string; canonical: Buffer }>(
      `SELECT at, action, canonical FROM audit_entry WHERE aggregate_type = $1 AND aggregate_id = $2
       ORDER BY seq DESC LIMIT $3`,
      [chain, id, MOST],
    );
    const records = await openRecords(tx.manager, tx.persons, rows);
    return rows.map(({ at, action }, index) => ({
      at: at.toISOString(),
      action,
      reason: records[index]?.reason ?? null,
      data: records[index]?.data ?? {},
    }));
  }
}
