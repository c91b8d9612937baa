import { Injectable } from '@nestjs/common';
import { openRecords, type SealedRow } from '../../../kernel/audit/persons/covered-reasons.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { KeptPerson, PersonKind } from '../person-kinds.js';
import type { PersonalDataCopyDto, PersonEntryDto, PersonReadDto } from './personal-data-request.dto.js';

/** Chains of the audit that are about one person, by kind. */
const CHAINS: Partial<Record<PersonKind, string>> = {
  account: 'user',
  worker: 'worker',
  recipient: 'recipient',
  registration: 'registration',
};
const MOST = 1000;

/** What is kept about a person, for that person. */
@Injectable()
export class PersonCopies {
  async copy(
    tx: Tx,
    kind: PersonKind,
    id: string,
    { values, shownIn, entriesOf }: KeptPerson,
  ): Promise<PersonalDataCopyDto> {
    const objects = [`${kind}:${id}`, ...shownIn];
    return {
      kind,
      values,
      entries: await this.list(tx, kind, id, entriesOf ?? null),
      reads: await this.listReads(tx, objects),
    };
  }

  private async listReads(tx: Tx, objects: readonly string[]): Promise<PersonReadDto[]> {
    const rows = await tx.query<Omit<PersonReadDto, 'at'> & { at: Date }>(
      `SELECT at, actor_kind AS "byKind", actor_id AS by, object FROM personal_read
       WHERE object = ANY ($1::text[]) ORDER BY id DESC LIMIT $2`,
      [objects, MOST],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  private async list(
    tx: Tx,
    kind: PersonKind,
    id: string,
    bodies: readonly string[] | null,
  ): Promise<PersonEntryDto[]> {
    const chain = CHAINS[kind];
    if (chain === undefined) return [];
    const rows = await tx.query<SealedRow & { at: Date; action: string }>(
      `SELECT at, action, aggregate_type, aggregate_id, seq, canonical, seal, key_id FROM audit_entry WHERE aggregate_type = $1 AND aggregate_id = $2
         AND ($4::uuid[] IS NULL OR tenants <@ $4::uuid[] AND tenants <> '{}')
       ORDER BY seq DESC LIMIT $3`,
      [chain, id, MOST, bodies],
    );
    const recordOf = await openRecords(tx.manager, tx, rows);
    return rows.map((row) => {
      const { reason = null, data = {} } = recordOf(row) ?? {};
      return { at: row.at.toISOString(), action: row.action, reason, data };
    });
  }
}
