import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { listChineseWords } from '../../../law/code-lists/code-lists.js';
import { getNoticeWords } from '../../../law/code-lists/notice-words.js';
import { lockSpendingTenders } from '../../../purchase/contracts/step-locks.js';
import { NewTenderDto } from '../../../purchase/tenders/reads/tender.dto.js';
import { TenderChangesService } from '../../../purchase/tenders/tender-changes.service.js';
import { loadKnownRoots, putEach, type BulkKind, type BulkRequest } from '../bulk-kind.js';
import { CODE_WORDS } from '../../words/code-words.js';
import { BULK_PERMITS } from '../bulk-kind-names.js';
import { EXTERNAL_ID_COLUMN, listColumns } from '../columns.js';

const LOT = '/lots/0';
/** Purchases that are conducted elsewhere, with their lots: a row for each lot, or one that lists them. */
@Injectable()
export class BulkPurchases implements BulkKind<NewTenderDto> {
  readonly subject = 'externalId';
  readonly joins = 'lots';
  readonly makes = 'tender';
  readonly list = 'tenders';
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns(
      'text',
      ['buyer', 'Buyer', '采购人', { refers: 'organisation' }],
      ['title', 'Title', '项目名称', { required: true }],
      ['method', 'Method', '采购方式', { words: CODE_WORDS['method'], otherWords: getNoticeWords('methods') }],
      ['category', 'Category', '服务类别', { words: CODE_WORDS['category'], otherWords: getNoticeWords('categories') }],
      ['region', 'Region code', '行政区划代码'],
      ['regionText', 'Region as written', '区域（原文）'],
      ['budgetLevel', 'Budget level', '预算级次', { words: CODE_WORDS['budgetLevel'] }],
      ['programme', 'Programme', '采购计划'],
      ['termText', 'Term as written', '服务期限（原文）'],
      ['projectNo', 'Project number', '项目编号'],
      ['follows', 'Earlier round', '上一轮采购', { refers: 'tender' }],
    ),
    ...listColumns('money', ['budget', 'Budget', '预算金额']),
    ...listColumns(
      'date',
      ['windowStart', 'Service from', '服务开始日期', { at: '/window/start' }],
      ['windowEnd', 'Service to', '服务结束日期', { at: '/window/end' }],
    ),
    ...listColumns('list', ['serviceLines', 'Service lines', '服务线', { refers: 'service_line' }]),
    ...listColumns(
      'integer',
      ['lotNo', 'Lot: number', '包号', { at: `${LOT}/no` }],
      ['lotSuppliersMost', 'Lot: suppliers at most', '包：最多供应商数', { at: `${LOT}/suppliersMost` }],
    ),
    ...listColumns(
      'text',
      ['lotName', 'Lot: name', '包名称', { at: `${LOT}/name` }],
      [
        'lotPricing',
        'Lot: pricing',
        '包：计价方式',
        { at: `${LOT}/pricing`, words: listChineseWords('pricing'), otherWords: getNoticeWords('pricing') },
      ],
      ['lotTermText', 'Lot: term as written', '包：服务期限（原文）', { at: `${LOT}/termText` }],
    ),
    ...listColumns(
      'money',
      ['lotCeiling', 'Lot: highest price', '包：最高限价', { at: `${LOT}/ceiling` }],
      ['lotBudget', 'Lot: budget', '包：预算金额', { at: `${LOT}/budget` }],
    ),
    ...listColumns(
      'date',
      ['lotWindowStart', 'Lot: service from', '包：服务开始日期', { at: `${LOT}/window/start` }],
      ['lotWindowEnd', 'Lot: service to', '包：服务结束日期', { at: `${LOT}/window/end` }],
    ),
    ...listColumns('list', [
      ...(['lotServiceLines', 'Lot: service lines', '包：服务线'] as const),
      { at: `${LOT}/serviceLines`, refers: 'service_line' as const },
    ]),
  ];

  constructor(private readonly tenders: TenderChangesService) {}

  /** Whoever acts for one body need not name it. */
  toBody(request: Record<string, unknown>, caller: Principal): NewTenderDto {
    const own = listPermittedBodies(caller, BULK_PERMITS.purchases);
    return plainToInstance(NewTenderDto, own.length === 1 ? { buyer: own[0], ...request } : request);
  }

  /** Those that are there: what an own programme is given to spends it from then on. */
  async lock(tx: BatchTx, requests: readonly BulkRequest<NewTenderDto>[]): Promise<void> {
    const known = await loadKnownRoots(tx, 'tender', requests);
    const spending = known.filter(({ body }) => body.programme !== undefined || body.category !== undefined);
    await lockSpendingTenders(
      tx,
      known.map(({ root }) => root),
      {
        tenders: spending.map(({ root }) => root),
        programmes: spending.flatMap(({ body }) => body.programme ?? []),
      },
    );
  }

  take(tx: BatchTx, requests: readonly BulkRequest<NewTenderDto>[]): Promise<boolean[]> {
    return putEach(
      tx,
      'tender',
      requests,
      (known, external, body) => this.tenders.putRoot(tx, known, external, body),
      // One that is a draft here changes in a savepoint, which no other may stand in.
      { rootOf: ({ follows }) => follows, known: false },
    );
  }
}
