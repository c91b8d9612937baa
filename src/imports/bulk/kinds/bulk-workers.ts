import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { actingBody } from '../../../kernel/access/acting.js';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { PersonNumbers } from '../../../people/organisations/persons/person-numbers.js';
import { WorkersService } from '../../../people/organisations/workers/workers.service.js';
import { CODE_WORDS } from '../../words/code-words.js';
import type { BulkKind, BulkRequest } from '../bulk-kind.js';
import { EXTERNAL_ID_COLUMN, listColumns } from '../columns.js';
import { WorkerRowDto } from './bulk-person.dto.js';
import { findPeople, PLACES_OF_NUMBERS, putPeople } from './put-people.js';

/** Who works for an agency, by its own numbers. */
@Injectable()
export class BulkWorkers implements BulkKind<WorkerRowDto> {
  readonly subject = 'externalId';
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns(
      'text',
      ['name', 'Name', '姓名', { required: true }],
      ['kind', 'Kind', '类别', { required: true, words: CODE_WORDS['workers.kind'] }],
      ['licence', 'Number of the certificate', '证书编号'],
    ),
    ...listColumns('day', ['since', 'Since', '开始日期']),
    ...listColumns('text', ['organisation', 'Body', '所属机构', { refers: 'organisation' }]),
    ...listColumns('text', ['worker', 'Id of the worker here', '工作人员在本系统的标识', { isOurId: true }]),
  ];
  readonly places = PLACES_OF_NUMBERS;

  constructor(
    private readonly workers: WorkersService,
    private readonly numbers: PersonNumbers,
  ) {}

  toBody(request: Record<string, unknown>): WorkerRowDto {
    return plainToInstance(WorkerRowDto, request);
  }

  async lock(tx: BatchTx, requests: readonly BulkRequest<WorkerRowDto>[]): Promise<void> {
    const own = listPermittedBodies(tx.principal, 'worker.manage');
    // Whose a row is that names nobody, where the caller acts for several, is said when it is taken.
    const findBody = ({ organisation }: WorkerRowDto): string => organisation ?? own[0] ?? 'nobody';
    const people = await findPeople(tx, this.numbers, 'worker', requests, findBody);
    await this.workers.lockRoots(
      tx,
      people.filter((id) => id !== null),
    );
  }

  take(tx: BatchTx, requests: readonly BulkRequest<WorkerRowDto>[]): Promise<boolean[]> {
    const findBody = ({ organisation }: WorkerRowDto): string =>
      actingBody(tx.principal, 'worker.manage', organisation, '/organisation');
    return putPeople(tx, this.numbers, 'worker', requests, {
      findBody,
      put: (known, number, { worker: _, ...body }) =>
        this.workers.putRoot(tx, known, number, { ...body, organisation: findBody(body) }),
      attach: (id, number) => this.workers.attachRoot(tx, id, number),
    });
  }
}
