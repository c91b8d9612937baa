import { formatYuan, percent } from '../../kernel/money/money.js';
import { CODE_LISTS } from '../../law/code-lists/code-lists.js';
import type { AwardsDto, AwardsRowDto, AwardsTotalDto, Grouping } from './awards.dto.js';

/** Sums of one group, as the database gives them. */
export interface AwardSums {
  key: string | null;
  /** Name of an organisation; codes have theirs in a code list. */
  name: string | null;
  deals: number;
  /** Fen; the sum of the known amounts. */
  amount: bigint;
  unknown: number;
  /** Deals in the wider region, where one was asked for. */
  withinDeals: number;
}

const LISTS = { category: 'categories', method: 'methods', region: 'regions' } as const;
const UNKNOWN = { zh: '未知', en: 'Unknown' };
/** Agencies may be many; what is left out is counted and stays in the total. */
export const MAX_ROWS = 1000;

/** Place of each code in its list; codes that are not in it come after, in their own order, the unknown last. */
function orderSums(groupBy: Grouping, sums: readonly AwardSums[]): AwardSums[] {
  if (groupBy === 'agency')
    return [...sums].sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        (a.amount === b.amount ? b.deals - a.deals : a.amount < b.amount ? 1 : -1) ||
        compare(a.name ?? '', b.name ?? '') ||
        compare(a.key ?? '', b.key ?? ''),
    );
  // The list of regions is in the order of their codes; places below a district are in no list.
  if (groupBy === 'region')
    return [...sums].sort(
      (a, b) => Number(a.key === null) - Number(b.key === null) || compare(a.key ?? '', b.key ?? ''),
    );
  const places = new Map(CODE_LISTS[LISTS[groupBy]]?.map((item, i) => [item.code, i]));
  const place = ({ key }: AwardSums) => (key === null ? Infinity : (places.get(key) ?? places.size));
  return [...sums].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return x === y ? compare(a.key ?? '', b.key ?? '') : x - y;
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function label(groupBy: Grouping, { key, name }: AwardSums): { zh: string; en: string } {
  if (key === null) return UNKNOWN;
  if (groupBy === 'agency') return { zh: name ?? key, en: name ?? key };
  return CODE_LISTS[LISTS[groupBy]]?.find((item) => item.code === key)?.label ?? { zh: key, en: key };
}

/** Shares are computed in integers, of the sum of the known amounts. */
function figures(sums: Omit<AwardSums, 'key' | 'name'>, whole: bigint, wider: boolean): AwardsTotalDto {
  const nothingKnown = sums.deals > 0 && sums.unknown === sums.deals;
  return {
    deals: sums.deals,
    amount: nothingKnown ? null : formatYuan(sums.amount),
    share: nothingKnown ? null : percent(sums.amount, whole),
    amountUnknown: sums.unknown,
    ...(wider && { withinDeals: sums.withinDeals, dealShare: percent(sums.deals, sums.withinDeals) }),
  };
}

/** The table of one grouping: groups without a deal have no row, `withinDeals` of the total sums the rows. */
export function awardsTable(
  groupBy: Grouping,
  sums: readonly AwardSums[],
  wider: boolean,
): Pick<AwardsDto, 'rows' | 'total' | 'rowsLeftOut'> {
  const groups = orderSums(
    groupBy,
    sums.filter((s) => s.deals > 0),
  );
  const total = groups.reduce(
    (all, s) => ({
      deals: all.deals + s.deals,
      amount: all.amount + s.amount,
      unknown: all.unknown + s.unknown,
      withinDeals: all.withinDeals + s.withinDeals,
    }),
    { deals: 0, amount: 0n, unknown: 0, withinDeals: 0 },
  );
  const rows = groups.slice(0, MAX_ROWS).map((s): AwardsRowDto => {
    const { zh, en } = label(groupBy, s);
    return { key: s.key, label: zh, labelEn: en, ...figures(s, total.amount, wider) };
  });
  return { rows, total: figures(total, total.amount, wider), rowsLeftOut: groups.length - rows.length };
}
