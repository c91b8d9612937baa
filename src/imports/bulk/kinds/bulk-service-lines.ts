import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { NewServiceLineDto } from '../../../people/communities/service-lines/service-line.dto.js';
import { ServiceLinesService } from '../../../people/communities/service-lines/service-lines.service.js';
import { CODE_WORDS } from '../../words/code-words.js';
import { loadKnownRoots, putEach, type BulkKind, type BulkRequest } from '../bulk-kind.js';
import { EXTERNAL_ID_COLUMN, listColumns } from '../columns.js';

/** Lines that residents rely on. */
@Injectable()
export class BulkServiceLines implements BulkKind<NewServiceLineDto> {
  readonly subject = 'externalId';
  readonly list = 'service-lines';
  readonly entry = ['externalId'];
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns(
      'text',
      ['name', 'Name', '名称', { required: true }],
      ['category', 'Category', '服务类别', { required: true, words: CODE_WORDS['category'] }],
      ['targetGroup', 'Target group', '服务对象', { words: CODE_WORDS['targetGroup'] }],
      ['region', 'Region code', '行政区划代码'],
      ['responsible', 'Responsible body', '责任机构', { refers: 'organisation' }],
    ),
    ...listColumns('list', ['communities', 'Communities', '服务社区', { refers: 'community' }]),
    ...listColumns('day', ['since', 'Since', '开始日期', { required: true }], ['until', 'Until', '结束日期']),
  ];

  constructor(private readonly lines: ServiceLinesService) {}

  toBody(request: Record<string, unknown>): NewServiceLineDto {
    return plainToInstance(NewServiceLineDto, request);
  }

  async lock(tx: BatchTx, requests: readonly BulkRequest<NewServiceLineDto>[]): Promise<void> {
    const known = await loadKnownRoots(tx, 'service_line', requests);
    await this.lines.lockRoots(
      tx,
      known.map(({ root }) => root),
    );
  }

  take(tx: BatchTx, requests: readonly BulkRequest<NewServiceLineDto>[]): Promise<boolean[]> {
    return putEach(tx, 'service_line', requests, (known, external, body) =>
      this.lines.putRoot(tx, known, external, body),
    );
  }
}
