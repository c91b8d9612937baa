import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';

/**
 * How an earlier contract of the same buyer was judged, and why it stands here. It refuses nothing (law
 * article 22 II, Regulation articles 19 and 20).
 */
export class EarlierGradeDto {
  contract: Uuid;
  title: string;
  category: CategoryCode | null;
  supplier: Uuid | null;
  supplierName: string | null;
  kind: 'midterm' | 'final' | null;
  on: PartialDate | null;
  score: string | null;
  /** In the words of the publication. */
  grade: string | null;
  reason: string;
}
