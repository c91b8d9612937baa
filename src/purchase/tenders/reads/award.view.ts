import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { bodyRef, type AwardViewDto } from './tender-view.dto.js';

/** An award as JSON of the database has it. */
export interface AwardRow {
  id: string;
  supplier: string | null;
  name: string | null;
  amount: string | null;
  share: number | null;
  rank: number | null;
  unit_price: string | null;
  unit: string | null;
  fixed_part: string | null;
  decided_on: string | null;
  published_on: string | null;
  state: AwardViewDto['state'];
}

/** An award as it is shown with its lot. */
export const toAwardView = (award: AwardRow): AwardViewDto => ({
  id: award.id,
  supplier: bodyRef(award.supplier, award.name),
  amount: formatYuanOrNull(award.amount),
  share: award.share,
  rank: award.rank,
  unitPrice: formatYuanOrNull(award.unit_price),
  unit: award.unit,
  fixedPart: award.fixed_part,
  decidedOn: award.decided_on,
  publishedOn: award.published_on,
  state: award.state,
});
