import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { RecipientsService } from '../../../care/delivery/records/recipients.service.js';
import { lockOwnRecipients, lockServedPlaces } from '../../../care/delivery/step-locks.js';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { PersonNumbers } from '../../../people/organisations/persons/person-numbers.js';
import type { BulkKind, BulkRequest } from '../bulk-kind.js';
import { EXTERNAL_ID_COLUMN, listColumns } from '../columns.js';
import { RecipientRowDto } from './bulk-person.dto.js';
import { findPeople, PLACES_OF_NUMBERS, putPeople } from './put-people.js';

/** Whom the lines of an agency serve, by its own numbers. */
@Injectable()
export class BulkRecipients implements BulkKind<RecipientRowDto> {
  readonly subject = 'contract';
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns(
      'text',
      ['contract', 'Contract', '合同', { required: true, refers: 'contract' }],
      ['serviceLine', 'Service line', '服务线', { required: true, refers: 'service_line' }],
      ['displayName', 'Name', '姓名', { required: true }],
      ['community', 'Community', '社区', { refers: 'community' }],
    ),
    ...listColumns('day', ['since', 'Since', '开始日期']),
    ...listColumns('text', ['recipient', 'Id of the recipient here', '服务对象在本系统的标识', { isOurId: true }]),
  ];
  readonly places = PLACES_OF_NUMBERS;

  constructor(
    private readonly recipients: RecipientsService,
    private readonly numbers: PersonNumbers,
  ) {}

  toBody(request: Record<string, unknown>): RecipientRowDto {
    return plainToInstance(RecipientRowDto, request);
  }

  async lock(tx: BatchTx, requests: readonly BulkRequest<RecipientRowDto>[]): Promise<void> {
    const people = await findPeople(tx, this.numbers, 'recipient', requests, await loadBodies(tx, requests));
    await lockServedPlaces(
      tx,
      requests.flatMap(({ body }, i) => (people[i] === null ? [body] : [])),
    );
    await lockOwnRecipients(
      tx,
      people.filter((id) => id !== null),
    );
  }

  async take(tx: BatchTx, requests: readonly BulkRequest<RecipientRowDto>[]): Promise<boolean[]> {
    return putPeople(tx, this.numbers, 'recipient', requests, {
      findBody: await loadBodies(tx, requests),
      put: (known, number, { serviceLine: line, recipient: _, ...body }) =>
        this.recipients.putRoot(tx, known, number, { ...body, line }),
      attach: (id, number) => this.recipients.attachRoot(tx, id, number),
    });
  }
}

/** Who carries the contract of a row out, where it is a body of the caller: of a contract that is not nobody is known. */
async function loadBodies(
  tx: BatchTx,
  requests: readonly BulkRequest<RecipientRowDto>[],
): Promise<(row: RecipientRowDto) => string> {
  const bodies = listPermittedBodies(tx.principal, 'service.record');
  const rows = await tx.query<{ id: string; body: string }>(
    `SELECT id, supplier_id AS body FROM contract WHERE id = ANY ($1::uuid[]) AND supplier_id = ANY ($2::uuid[])`,
    [requests.map(({ body }) => body.contract), bodies],
  );
  const suppliers = new Map(rows.map(({ id, body }) => [id, body]));
  return ({ contract }) => suppliers.get(contract.toLowerCase()) ?? 'nobody';
}
