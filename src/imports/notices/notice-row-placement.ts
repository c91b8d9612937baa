import { rowFault } from './notice-row-errors.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import type { NoticeKind } from '../../law/code-lists/code-lists.js';
import type { NoticeRow } from './notice-row-types.js';

/**
 * Two notices are about one purchase only where a row says so: by `follows`, or by the same project number of the same
 * buyer. Titles, amounts and dates join nothing.
 */
export type Placement = 'new_purchase' | 'new_round' | 'same_round';

/** What an import knows of the round that a row points at. */
export interface EarlierRound {
  /** A tender or single-source notice of this round is known. */
  called: boolean;
}

export const isCall = (kind: NoticeKind): boolean => kind === 'tender' || kind === 'single_source';

/**
 * Where a row belongs, given the round it points at (null where it points at none). A tender or single-source notice
 * opens a new round, unless the round was so far known only by other notices (its intention, or a result that was
 * imported first): then it is the call of that round. Everything else joins the round it follows.
 */
export function choosePlacement(kind: NoticeKind, earlier: EarlierRound | null): Placement {
  if (earlier === null) return 'new_purchase';
  return isCall(kind) && earlier.called ? 'new_round' : 'same_round';
}

/** The key of the second way of joining; null unless both parts are known. */
export function projectKey(row: Pick<NoticeRow, 'projectNo' | 'buyer'>): string | null {
  return row.projectNo === null || row.buyer === null ? null : JSON.stringify([row.buyer, row.projectNo]);
}

/** The fault of a row that follows a notice nobody has seen. */
export const followsUnknown = (): FieldError => rowFault('/follows', 'follows_unknown');

interface GroupedRound {
  rows: string[];
  called: boolean;
}
interface GroupedPurchase {
  rounds: GroupedRound[];
}
export interface Grouping {
  purchases: GroupedPurchase[];
  /** Rows that follow an id which no earlier row has. */
  unknown: string[];
}

interface Spot {
  purchase: GroupedPurchase;
  round: GroupedRound;
}

/** The rules above over rows in the order of their file; an import applies them with lookups in the database. */
export function groupNotices(rows: Iterable<NoticeRow>): Grouping {
  const grouping: Grouping = { purchases: [], unknown: [] };
  const byRow = new Map<string, Spot>();
  const byProject = new Map<string, GroupedPurchase>();
  for (const row of rows) {
    const key = projectKey(row);
    const earlier = row.follows === null ? latestRound(byProject.get(key ?? '')) : byRow.get(row.follows);
    if (row.follows !== null && earlier === undefined) {
      grouping.unknown.push(row.id);
      continue;
    }
    const spot = place(row, earlier ?? null, grouping.purchases);
    byRow.set(row.id, spot);
    if (key !== null && !byProject.has(key)) byProject.set(key, spot.purchase);
  }
  return grouping;
}

function latestRound(purchase: GroupedPurchase | undefined): Spot | undefined {
  const round = purchase?.rounds.at(-1);
  return purchase === undefined || round === undefined ? undefined : { purchase, round };
}

function place(row: NoticeRow, earlier: Spot | null, purchases: GroupedPurchase[]): Spot {
  const placement = choosePlacement(row.kind, earlier?.round ?? null);
  const purchase = earlier?.purchase ?? { rounds: [] };
  const round = placement === 'same_round' && earlier !== null ? earlier.round : { rows: [], called: false };
  if (placement === 'new_purchase') purchases.push(purchase);
  if (placement !== 'same_round') purchase.rounds.push(round);
  round.rows.push(row.id);
  round.called ||= isCall(row.kind);
  return { purchase, round };
}
