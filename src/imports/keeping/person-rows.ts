import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { PersonNumbers, type NumberedType } from '../../people/organisations/persons/person-numbers.js';
import { PersonKinds, type PersonKind } from '../../people/personal-data/person-kinds.js';
import { KINDS_OF_PEOPLE } from '../bulk/bulk-kind-names.js';
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
  /** Numbers of the person in its body. */
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
    this.kinds.contributeTraces((tx, type, id) => this.deleteRowsOfPerson(tx, type, id));
  }

  /** Those that say a number of the person, in a file of the body whose number it is, or name the person by our id. */
  private async deleteRowsOfPerson(tx: Tx, type: PersonKind, person: string): Promise<void> {
    if (type !== 'worker' && type !== 'recipient') return;
    const kind = KINDS_OF_PEOPLE[type];
    await tx.query(
      `DELETE FROM import_reject r USING import i, external_id e
       WHERE e.root_type = $1 AND e.root_id = $2 AND i.kind = $3 AND e.system = ANY (i.sender_bodies::text[])
         AND r.import_id = i.id AND r.row_id = e.value`,
      [type, person, kind],
    );
    let last: { id: string; line: number } | undefined = { id: '00000000-0000-0000-0000-000000000000', line: 0 };
    while (last !== undefined) {
      const rows: RejectedOfPeople[] = await tx.query(ROWS_OF_BODIES, [
        ...[type, person, kind, last.id, last.line, PAGE],
      ]);
      const said = rows.filter((row) => this.saysPerson(row, type, person));
      if (said.length > 0)
        await tx.query(
          `DELETE FROM import_reject r USING unnest($1::uuid[], $2::integer[]) AS g(id, line) WHERE r.import_id = g.id AND r.line = g.line`,
          [said.map(({ id }) => id), said.map(({ line }) => line)],
        );
      last = rows[PAGE - 1];
    }
  }

  /** Whether a row says the person's number, whatever key it was hashed with, or id. What can be read no more says nothing. */
  private saysPerson(row: RejectedOfPeople, type: NumberedType, person: string): boolean {
    const { id, line, file_type: fileType, headings } = row;
    const [kind, ours] = [KINDS_OF_PEOPLE[type], person.toLowerCase()];
    const raw = this.seals.readLine({ id, kind }, line, Buffer.from(row.raw, 'base64'));
    if (!raw) return false;
    const { id: number, said } = readRow(this.bulk.get(kind), { fileType, headings }, { line, raw });
    if (said.some(({ column, value }) => column.key === type && String(value).toLowerCase() === ours)) return true;
    return (
      number !== null && this.numbers.listHashes(parseExternalId(number)).some((hash) => row.values.includes(hash))
    );
  }
}

/** A page of rows of whoever has or had the person, and what they call the person. Our ids are told apart across tables. */
const ROWS_OF_BODIES = `
  SELECT i.id, r.line, r.raw, i.file_type, i.headings, ARRAY(SELECT e.value FROM external_id e
    WHERE e.root_type = $1 AND e.root_id = $2 AND e.system = ANY (i.sender_bodies::text[])) AS values
  FROM import i JOIN import_reject r ON r.import_id = i.id
  WHERE i.kind = $3 AND (r.import_id, r.line) > ($4::uuid, $5::integer) AND i.sender_bodies && ARRAY(
    SELECT w.organisation_id FROM worker w WHERE w.id = $2 UNION SELECT p.holder_id FROM recipient p WHERE p.id = $2
    UNION SELECT h.from_id FROM handover_recipient p JOIN handover h ON h.id = p.handover_id WHERE p.recipient_id = $2)
  ORDER BY r.import_id, r.line LIMIT $6`;
