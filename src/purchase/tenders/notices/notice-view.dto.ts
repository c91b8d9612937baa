import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Moment } from '../../../kernel/clock/moment.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import type { CategoryCode, NoticeKind } from '../../../law/code-lists/code-lists.js';
import type { Method } from '../../../law/code-lists/methods.js';

export interface NoticeRow {
  id: string;
  dataset: string;
  tender_id: string;
  contract_id: string | null;
  kind: NoticeKind;
  title: string;
  published_on: string | null;
  url: string | null;
  reference: string | null;
  deadline: string | null;
  region: string | null;
  region_text: string | null;
  category: CategoryCode | null;
  method: Method | null;
  buyer_name: string | null;
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

  static of(row: NoticeRow): NoticeDto {
    return {
      id: row.id,
      dataset: row.dataset,
      tender: row.tender_id,
      contract: row.contract_id,
      kind: row.kind,
      title: row.title,
      publishedOn: row.published_on,
      url: row.url,
      reference: row.reference,
      deadline: row.deadline,
      region: row.region,
      regionText: row.region_text,
      category: row.category,
      method: row.method,
      buyerName: row.buyer_name,
    };
  }
}

/** A page of notices. */
export class NoticeListDto extends ListOf(NoticeDto) {}
