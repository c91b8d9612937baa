import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { PersonNumbers, type NumberedType } from '../../people/organisations/persons/person-numbers.js';
import { PersonKinds } from '../../people/personal-data/person-kinds.js';
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

/** Rows of workers and recipients that were not taken go with what is erased of them, or with the number that they say, once it is taken back. */
@Injectable()
export class PersonRows implements OnModuleInit {
  constructor(
    private readonly kinds: PersonKinds,
    private readonly bulk: BulkKinds,
    private readonly seals: ImportSeals,
    private readonly numbers: PersonNumbers,
  ) {}

  onModuleInit(): void {
    this.kinds.contributeTraces(async (tx, type, id) => {
      if (type === 'worker' || type === 'recipient') await this.deleteRowsOfPerson(tx, type, id, null);
    });
    // Nobody could tell later whose they were: an erasure of the person would leave them.
    this.numbers.contributeNumberTraces((tx, type, id, bodies) => this.deleteRowsOfPerson(tx, type, id, bodies));
  }

  /**
   * Those that say a number of the person, in a file of the body whose number it is: of all bodies, and with what names the person by
   * our id, or of these alone.
   */
  private async deleteRowsOfPerson(
    tx: Tx,
    type: NumberedType,
    person: string,
    bodies: readonly string[] | null,
  ): Promise<void> {
    const kind = KINDS_OF_PEOPLE[type];
    await tx.query(
      `DELETE FROM import_reject r USING import i, external_id e
       WHERE e.root_type = $1 AND e.root_id = $2 AND i.kind = $3 AND e.system = ANY (i.sender_bodies::text[])
         AND ($4::text[] IS NULL OR e.system = ANY ($4)) AND r.import_id = i.id AND r.row_id = e.value`,
      [type, person, kind, bodies],
    );
    let last: { id: string; line: number } | undefined = { id: '00000000-0000-0000-0000-000000000000', line: 0 };
    while (last !== undefined) {
      const rows: RejectedOfPeople[] = await tx.query(ROWS_OF_BODIES, [
        ...[type, person, kind, last.id, last.line, PAGE, bodies],
      ]);
      const said = rows.filter((row) => this.saysNumber(row, type, bodies === null ? person.toLowerCase() : null));
      if (said.length > 0)
        await tx.query(
          `DELETE FROM import_reject r USING unnest($1::uuid[], $2::integer[]) AS g(id, line) WHERE r.import_id = g.id AND r.line = g.line`,
          [said.map(({ id }) => id), said.map(({ line }) => line)],
        );
      last = rows[PAGE - 1];
    }
  }

  /** Whether a row says the person's number, whatever key it was hashed with, or this id of ours. What can be read no more says nothing. */
  private saysNumber(row: RejectedOfPeople, type: NumberedType, ours: string | null): boolean {
    const { id, line, file_type: fileType, headings } = row;
    const kind = KINDS_OF_PEOPLE[type];
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
    WHERE e.root_type = $1 AND e.root_id = $2 AND e.system = ANY (i.sender_bodies::text[])
      AND ($7::text[] IS NULL OR e.system = ANY ($7))) AS values
  FROM import i JOIN import_reject r ON r.import_id = i.id
  WHERE i.kind = $3 AND (r.import_id, r.line) > ($4::uuid, $5::integer) AND i.sender_bodies && ARRAY(
    SELECT w.organisation_id FROM worker w WHERE w.id = $2 UNION SELECT p.holder_id FROM recipient p WHERE p.id = $2
    UNION SELECT h.from_id FROM handover_recipient p JOIN handover h ON h.id = p.handover_id WHERE p.recipient_id = $2)
  ORDER BY r.import_id, r.line LIMIT $6`;
