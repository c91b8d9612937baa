import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { NewServiceRecordDto } from '../../../care/delivery/records/service-record.dto.js';
import { ServiceRecordsService } from '../../../care/delivery/records/service-records.service.js';
import { lockServedContracts } from '../../../care/delivery/step-locks.js';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { BulkFile, BulkKind, BulkRequest } from '../bulk-kind.js';
import { CODE_WORDS } from '../../words/code-words.js';
import { EXTERNAL_ID_COLUMN, listColumns } from '../columns.js';
import { RecordRowDto } from './bulk-record.dto.js';

/** As long as a token may be. */
const MAX_TOKEN = 100;

/** The external id is the token of the record: sent again in the same words it is the record that is there, in others it corrects it with the reason of the file. */
function toRecord({ external, body: { contract: _, ...fields } }: BulkRequest<RecordRowDto>): NewServiceRecordDto {
  const clientToken = external === null ? '' : `${external.system}:${external.id}`;
  if (clientToken.length > MAX_TOKEN)
    throw invalid('/externalId', 'too_long', { en: `At most ${MAX_TOKEN} characters`, zh: `至多 ${MAX_TOKEN} 个字符` });
  return { ...fields, clientToken };
}

/** Records of service, as an agency's own system has them. Confirmations are not among them: a code is tried once. */
@Injectable()
export class BulkRecords implements BulkKind<RecordRowDto> {
  readonly subject = 'contract';
  readonly list = 'service-records';
  readonly places = { '/clientToken': '/externalId' };
  readonly entry = ['externalId'];
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns('text', ['contract', 'Contract', '合同', { required: true, refers: 'contract' }]),
    ...listColumns('day', ['servedOn', 'Day of the service', '服务日期', { required: true }]),
    ...listColumns(
      'text',
      ['form', 'Form', '服务形式', { required: true, words: CODE_WORDS['form'] }],
      ['content', 'Content', '服务内容', { words: CODE_WORDS['content'] ?? CODE_WORDS['measure.content'] }],
    ),
    ...listColumns('integer', ['minutes', 'Minutes', '分钟数', { required: true }]),
    ...listColumns(
      'list',
      ['servedBy', 'Workers, by id', '服务人员编号', { refers: 'worker' }],
      ['recipients', 'Recipients, by id', '服务对象编号', { refers: 'recipient' }],
    ),
    ...listColumns(
      'integer',
      ['licensed', 'Licensed social workers', '持证社工人数', { at: '/workers/licensed_social_worker' }],
      ['assistants', 'Assistants', '助理人数', { at: '/workers/assistant' }],
      ['volunteers', 'Volunteers', '志愿者人数', { at: '/workers/volunteer' }],
      ['supervisors', 'Supervisors', '督导人数', { at: '/workers/supervisor' }],
      ['participants', 'Everybody who took part', '参与人数'],
    ),
    ...listColumns('flag', ['withinContract', 'Asked for by the contract', '合同内服务']),
    ...listColumns(
      'text',
      ['serviceLine', 'Service line', '服务线', { refers: 'service_line' }],
      ['startsAt', 'Began at (HH:MM)', '开始时刻（HH:MM）'],
      ['place', 'Place', '地点'],
      ['note', 'Note', '备注'],
    ),
  ];

  constructor(private readonly records: ServiceRecordsService) {}

  toBody(request: Record<string, unknown>): RecordRowDto {
    return plainToInstance(RecordRowDto, request);
  }

  lock(tx: BatchTx, requests: readonly BulkRequest<RecordRowDto>[]): Promise<void> {
    return lockServedContracts(
      tx,
      requests.map(({ body }) => body.contract),
    );
  }

  /** Those of one contract together, in one order. */
  async take(tx: BatchTx, requests: readonly BulkRequest<RecordRowDto>[], { reason }: BulkFile): Promise<boolean[]> {
    const byContract = new Map<string, number[]>();
    for (const [i, { body }] of requests.entries())
      byContract.set(body.contract, [...(byContract.get(body.contract) ?? []), i]);
    const changed: boolean[] = requests.map(() => false);
    for (const [contract, places] of [...byContract].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const records = places.map((i) => toRecord(requests[i] as BulkRequest<RecordRowDto>));
      const repeated = await this.records.recordAll(tx, contract, records, reason);
      for (const [n, i] of places.entries()) changed[i] = !repeated[n];
    }
    return changed;
  }
}
