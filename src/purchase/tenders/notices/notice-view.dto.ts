import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Moment } from '../../../kernel/clock/moment.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import type { CategoryCode, NoticeKind } from '../../../law/code-lists/code-lists.js';
import type { Method } from '../../../law/code-lists/methods.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Notice } from './notice.entity.js';

export interface NoticeRow extends Omit<
  StoredRow<Notice>,
  'created_at' | 'updated_at' | 'key' | 'deadline_at' | 'category' | 'method' | 'search_text' | 'raw'
> {
  category: CategoryCode | null;
  method: Method | null;
}

/** A published notice. */
export class NoticeDto {
  id: Uuid;
  dataset: string;
  tender: Uuid;
  contract: Uuid | null;
  kind: NoticeKind;
  title: string;
  /** As precise as it was published: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  publishedOn: PartialDate | null;
  url: string | null;
  reference: string | null;
  /** Last moment for bids: RFC 3339, or a date as precise as published. */
  deadline: Moment | null;
  region: string | null;
  regionText: string | null;
  category: CategoryCode | null;
  method: Method | null;
  buyerName: string | null;

  static fromRow(row: NoticeRow): NoticeDto {
    return toView(NoticeDto, row, {
      tender: row.tender_id,
      contract: row.contract_id,
    });
  }
}

/** A page of notices. */
export class NoticeListDto extends ListOf(NoticeDto) {}
