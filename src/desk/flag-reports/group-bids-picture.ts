import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { BELOW_HEAD as TOP, buildHeading, buildSignLegend, shortenText, type Picture } from '../pictures/drawing.js';

/** A lot with the prices that may be told, in yuan. */
interface PricedLot {
  name: string;
  on: PlainDate;
  ceiling: number | null;
  /** `member`: of a body that the finding speaks of. */
  bids: readonly { price: number; won: boolean; member: boolean }[];
}

const WORDS = {
  title: { zh: '各包报价', en: 'Prices in these lots' },
  won: { zh: '预警所涉供应商成交', en: 'Named by the finding, awarded' },
  lost: { zh: '预警所涉供应商未成交', en: 'Named by the finding, not awarded' },
  othersWon: { zh: '其他供应商成交', en: 'Others, awarded' },
  others: { zh: '其他供应商未成交', en: 'Others, not awarded' },
  ofCeiling: { zh: '报价占最高限价的百分比', en: 'Price in percent of the ceiling' },
  ofLowest: { zh: '报价占本包最低报价的百分比', en: 'Price in percent of the lowest of the lot' },
} satisfies Record<string, Text>;
const KINDS = {
  won: { symbol: 'circle', color: '#1f5f99', size: 13 },
  lost: { symbol: 'diamond', color: '#e8590c', size: 13 },
  othersWon: { symbol: 'rect', color: '#4a4a4a', size: 10 },
  others: { symbol: 'triangle', color: '#8c8c8c', size: 9 },
} as const;
type Kind = keyof typeof KINDS;
const ROW = 30;
/** Marks nearer to each other than this share of the axis would cover each other. */
const NEAR = 0.022;
/** Pixels between such marks, and how far they spread at most: a line is as high as its row. */
const [STEP, SPREAD] = [9, 16];

const chooseKind = ({ won, member }: PricedLot['bids'][number]): Kind =>
  member ? (won ? 'won' : 'lost') : won ? 'othersWon' : 'others';

/**
 * Pixels by which each mark of a line stands below it: equal prices stand above each other, none hides another.
 * @param places of the marks along the axis
 * @param near two marks that are not farther from each other than this would cover each other
 */
export function spreadMarks(places: readonly number[], near: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b);
  const below = places.map(() => 0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    const touchesPrevious = (at: number) => (places[order[at] ?? 0] ?? 0) - (places[order[at - 1] ?? 0] ?? 0) <= near;
    while (to < order.length && touchesPrevious(to)) to += 1;
    const [count, marks] = [to - from, order.slice(from, to)];
    const step = count === 1 ? 0 : Math.min(STEP, SPREAD / (count - 1));
    marks.forEach((mark, n) => (below[mark] = (n - (count - 1) / 2) * step));
    from = to;
  }
  return below;
}

/** A line for each lot, oldest on top, a dot for each bid: in percent, so that large and small lots can be compared. */
export function groupBidsPicture(lots: readonly PricedLot[], lang: Language): Picture {
  const byCeiling = lots.every(({ ceiling }) => ceiling !== null && ceiling > 0);
  const whole = ({ ceiling, bids }: PricedLot): number =>
    byCeiling
      ? (ceiling ?? 1)
      : Math.max(Math.min(...bids.map(({ price }) => price).filter((price) => price > 0)), 0.01);
  const share = (lot: PricedLot, price: number): number => Math.round((price / whole(lot)) * 10_000) / 100;
  const shares = lots.flatMap((lot) => lot.bids.map(({ price }) => share(lot, price)));
  const [least, most] = [Math.min(...shares, 100), Math.max(...shares, 100)];
  const room = Math.max((most - least) * 0.06, 1);
  const [start, end] = [Math.floor(least - room), Math.ceil(most + room)];
  const offsets = lots.map((lot) =>
    spreadMarks(
      lot.bids.map(({ price }) => share(lot, price)),
      (end - start) * NEAR,
    ),
  );
  const axis = WORDS[byCeiling ? 'ofCeiling' : 'ofLowest'][lang];
  const count = lots.reduce((sum, { bids }) => sum + bids.length, 0);
  const about =
    lang === 'zh'
      ? `${lots.length} 个采购包，共 ${count} 个已公布报价`
      : `${lots.length} lots, ${count} published prices`;
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) =>
    lots.some(({ bids }) => bids.some((bid) => chooseKind(bid) === kind)),
  );
  const heading = buildHeading(
    WORDS.title[lang],
    about,
    axis,
    kinds.map((kind) => WORDS[kind][lang]),
  );
  return {
    lang,
    title: WORDS.title[lang],
    description: [
      `${about} (${axis})`,
      ...lots.map(
        (lot) =>
          `${lot.on}: ${lot.bids.map((bid) => `${share(lot, bid.price)}% ${WORDS[chooseKind(bid)][lang]}`).join(', ')}`,
      ),
    ].join(lang === 'zh' ? '；' : '; '),
    width: 900,
    height: TOP + lots.length * ROW + 74,
    chart: {
      ...heading,
      legend: { ...buildSignLegend(heading), itemGap: 36 },
      grid: { left: 290, right: 40, top: TOP, bottom: 66 },
      xAxis: {
        type: 'value',
        min: start,
        max: end,
        name: axis,
        nameLocation: 'middle',
        nameGap: 40,
        axisLabel: { formatter: '{value} %' },
      },
      yAxis: {
        type: 'category',
        data: lots.map((_, i) => i),
        inverse: true,
        axisTick: { show: false },
        splitLine: { show: true, lineStyle: { color: '#eeeeee' } },
        axisLabel: {
          interval: 0,
          formatter: (i: string) => `${lots[Number(i)]?.on ?? ''} ${shortenText(lots[Number(i)]?.name ?? '', 26)}`,
        },
      },
      series: kinds.map((kind) => ({
        type: 'scatter',
        name: WORDS[kind][lang],
        symbol: KINDS[kind].symbol,
        symbolSize: KINDS[kind].size,
        itemStyle: { color: KINDS[kind].color, opacity: 0.85 },
        data: lots.flatMap((lot, i) =>
          lot.bids.flatMap((bid, n) =>
            chooseKind(bid) === kind
              ? [{ value: [share(lot, bid.price), i], symbolOffset: [0, offsets[i]?.[n] ?? 0] }]
              : [],
          ),
        ),
        ...(kind === kinds[0] && {
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: '#222222', type: 'dashed' },
            label: { show: false },
            data: [{ xAxis: 100 }],
          },
        }),
      })),
    },
  };
}
