import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { BatchTx } from '../../../kernel/database/batches/batch.js';
import { NewOrganisationDto } from '../../../people/organisations/organisation.dto.js';
import { OrganisationsService } from '../../../people/organisations/organisations.service.js';
import { CODE_WORDS } from '../../words/code-words.js';
import { loadKnownRoots, putEach, type BulkKind, type BulkRequest } from '../bulk-kind.js';
import { EXTERNAL_ID_COLUMN, listColumns } from '../columns.js';

/** Bodies. */
@Injectable()
export class BulkOrganisations implements BulkKind<NewOrganisationDto> {
  readonly subject = 'externalId';
  readonly list = 'organisations';
  readonly entry = ['externalId'];
  readonly columns = [
    EXTERNAL_ID_COLUMN,
    ...listColumns(
      'text',
      ['name', 'Name', '名称', { required: true }],
      ['kind', 'Kind', '机构类型', { words: CODE_WORDS['organisations.kind'] }],
      ['creditCode', 'Unified social credit code', '统一社会信用代码'],
      ['region', 'Region code', '行政区划代码'],
      ['budgetLevel', 'Budget level', '预算级次', { words: CODE_WORDS['budgetLevel'] }],
      ['address', 'Address', '地址'],
      ['contactName', 'Contact', '联系人'],
      ['contactPhone', 'Telephone', '联系电话'],
    ),
    ...listColumns('list', ['categories', 'Categories', '服务类别', { words: CODE_WORDS['categories'] }]),
    ...listColumns(
      'integer',
      ['licensedWorkers', 'Licensed social workers', '持证社工人数'],
      ['fullTimeStaff', 'Full-time staff', '专职人员数'],
    ),
    ...listColumns('date', ['registeredOn', 'Registered on', '登记日期']),
  ];

  constructor(private readonly organisations: OrganisationsService) {}

  toBody(request: Record<string, unknown>): NewOrganisationDto {
    return plainToInstance(NewOrganisationDto, request);
  }

  async lock(tx: BatchTx, requests: readonly BulkRequest<NewOrganisationDto>[]): Promise<void> {
    const known = await loadKnownRoots(tx, 'organisation', requests);
    await this.organisations.lockRoots(
      tx,
      known.map(({ root }) => root),
    );
  }

  take(tx: BatchTx, requests: readonly BulkRequest<NewOrganisationDto>[]): Promise<boolean[]> {
    return putEach(tx, 'organisation', requests, (known, external, body) =>
      this.organisations.putRoot(tx, known, external, body),
    );
  }
}
