import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { ContractRowDto } from '../../../purchase/contracts/contract-put.dto.js';
import { ContractPutsService } from '../../../purchase/contracts/contract-puts.service.js';
import { lockSpendingTenders } from '../../../purchase/contracts/step-locks.js';
import { putEach, type BulkFile, type BulkKind, type BulkRequest } from '../bulk-kind.js';
import { EXTERNAL_ID_COLUMN, listColumns, listPartyColumns, SOURCE_COLUMNS } from '../columns.js';

/** Contracts of recorded purchases; one that is said otherwise than before is corrected with the reason of the file. */
@Injectable()
export class BulkContracts implements BulkKind<ContractRowDto> {
  readonly subject = 'tender';
  readonly list = 'contracts';
  readonly entry = ['externalId'];
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns('text', ['tender', 'Purchase', '采购项目', { required: true, refers: 'tender' }]),
    ...listColumns('integer', ['lot', 'Lot number', '包号']),
    ...listColumns(
      'text',
      ['number', 'Contract number', '合同编号', { at: '/data/number' }],
      ['termText', 'Term as written', '服务期限（原文）', { at: '/data/termText' }],
      ['unit', 'Unit', '计量单位', { at: '/data/unit' }],
    ),
    ...listPartyColumns('supplier', 'Supplier', '供应商', '/data/supplier'),
    ...listColumns(
      'money',
      ['amount', 'Amount', '合同金额', { at: '/data/amount' }],
      ['unitPrice', 'Unit price', '单价', { at: '/data/unitPrice' }],
    ),
    ...listColumns(
      'date',
      ['signedOn', 'Signed on', '签订日期', { at: '/data/signedOn' }],
      ['publishedOn', 'Published on', '公告日期', { at: '/data/publishedOn' }],
      ['windowStart', 'Service from', '服务开始日期', { at: '/data/window/start' }],
      ['windowEnd', 'Service to', '服务结束日期', { at: '/data/window/end' }],
    ),
    ...SOURCE_COLUMNS,
    ...listColumns('text', ['reference', 'Reference', '来源文号', { at: '/source/reference' }]),
  ];

  constructor(private readonly contracts: ContractPutsService) {}

  toBody(request: Record<string, unknown>): ContractRowDto {
    return plainToInstance(ContractRowDto, { data: {}, source: {}, ...request });
  }

  async lock(tx: BatchTx, requests: readonly BulkRequest<ContractRowDto>[]): Promise<void> {
    await lockSpendingTenders(
      tx,
      requests.map(({ body }) => body.tender.toLowerCase()),
    );
  }

  take(tx: BatchTx, requests: readonly BulkRequest<ContractRowDto>[], { reason }: BulkFile): Promise<boolean[]> {
    return putEach(
      tx,
      'contract',
      requests,
      (known, external, body) => this.contracts.putRoot(tx, known, external, { ...body, reason }),
      { rootOf: ({ tender }) => tender, known: true },
    );
  }
}
