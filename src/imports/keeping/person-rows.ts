import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { PersonKinds, type PersonKind } from '../../people/personal-data/person-kinds.js';
import { KINDS_OF_PEOPLE } from '../bulk/bulk-kind-names.js';

/** Rows of workers and recipients that were not taken go with what is erased of them. */
@Injectable()
export class PersonRows implements OnModuleInit {
  constructor(private readonly kinds: PersonKinds) {}

  onModuleInit(): void {
    this.kinds.contributeTraces(deleteRowsOfPerson);
  }
}

/** Those that say the number of the person, in a file of the body whose number it is. */
async function deleteRowsOfPerson(tx: Tx, type: PersonKind, person: string): Promise<void> {
  if (type !== 'worker' && type !== 'recipient') return;
  await tx.query(
    `DELETE FROM import_reject r USING import i, external_id e
     WHERE e.root_type = $1 AND e.root_id = $2 AND i.kind = $3 AND e.system = ANY (i.sender_bodies::text[])
       AND r.import_id = i.id AND r.row_id = e.value`,
    [type, person, KINDS_OF_PEOPLE[type]],
  );
}
