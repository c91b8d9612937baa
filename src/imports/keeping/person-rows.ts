import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { PersonNumbers } from '../../people/organisations/persons/person-numbers.js';
import { PersonKinds, type PersonKind } from '../../people/personal-data/person-kinds.js';
import { KINDS_OF_PEOPLE, type BulkKindName } from '../bulk/bulk-kind-names.js';
import { BulkKinds } from '../bulk/bulk-kinds.js';
import { parseExternalId } from '../bulk/references.js';
import { readRow } from '../bulk/row-reader.js';
import { ImportSeals } from '../import-seals.js';
import type { ImportRow } from '../import.entity.js';

/** Rows that are read again in one go. */
const PAGE = 500;

type RejectedOfPeople = Pick<ImportRow, 'id' | 'file_type' | 'headings'> & {
  line: number;
  raw: string;
  /** Numbers of these persons in its body. */
  values: string[];
};

/** Rows of workers and recipients that were not taken go with what is erased of them, or with the number that they say. */
@Injectable()
export class PersonRows implements OnModuleInit {
  constructor(
    private readonly kinds: PersonKinds,
    private readonly bulk: BulkKinds,
    private readonly seals: ImportSeals,
    private readonly numbers: PersonNumbers,
  ) {}

  onModuleInit(): void {
    this.kinds.contributeTraces((tx, type, ids) => this.deleteRowsOfPersons(tx, type, ids));
  }

  /** Those that say the number of such a person, in a file of the body whose number it is. */
  private async deleteRowsOfPersons(tx: Tx, type: PersonKind, persons: readonly string[]): Promise<void> {
    if (type !== 'worker' && type !== 'recipient') return;
    const kind = KINDS_OF_PEOPLE[type];
    await tx.query(
      `DELETE FROM import_reject r USING import i, external_id e
       WHERE e.root_type = $1 AND e.root_id = ANY ($2::uuid[]) AND i.kind = $3 AND e.system = ANY (i.sender_bodies::text[])
         AND r.import_id = i.id AND r.row_id = e.value`,
      [type, persons, kind],
    );
    let last: { id: string; line: number } | undefined = { id: '00000000-0000-0000-0000-000000000000', line: 0 };
    while (last !== undefined) {
      const rows: RejectedOfPeople[] = await tx.query(OF_OTHER_KEYS, [
        ...[type, persons, kind, last.id, last.line, PAGE],
      ]);
      const said = rows.filter((row) => this.saysNumber(row, kind));
      if (said.length > 0)
        await tx.query(
          `DELETE FROM import_reject r USING unnest($1::uuid[], $2::integer[]) AS g(id, line) WHERE r.import_id = g.id AND r.line = g.line`,
          [said.map(({ id }) => id), said.map(({ line }) => line)],
        );
      last = rows[PAGE - 1];
    }
  }

  /** Whether a row says one of these numbers, whatever key it and they were hashed with. What can be read no more says nothing. */
  private saysNumber(row: RejectedOfPeople, kind: BulkKindName): boolean {
    const { id, line, file_type: fileType, headings } = row;
    const raw = this.seals.readLine({ id, kind }, line, Buffer.from(row.raw, 'base64'));
    const number = raw && readRow(this.bulk.get(kind), { fileType, headings }, { line, raw }).id;
    if (!number) return false;
    return this.numbers.listHashes(parseExternalId(number)).some((hash) => row.values.includes(hash));
  }
}

/** A page of rows whose number stands there under another key than numbers of these persons, and those numbers. */
const OF_OTHER_KEYS = `
  SELECT i.id, r.line, r.raw, i.file_type, i.headings, array_agg(e.value) AS values
  FROM import i JOIN import_reject r ON r.import_id = i.id
    JOIN external_id e ON e.system = ANY (i.sender_bodies::text[]) AND split_part(e.value, ':', 1) <> split_part(r.row_id, ':', 1)
  WHERE e.root_type = $1 AND e.root_id = ANY ($2::uuid[]) AND i.kind = $3 AND (r.import_id, r.line) > ($4::uuid, $5::integer)
  GROUP BY i.id, r.import_id, r.line ORDER BY r.import_id, r.line LIMIT $6`;
