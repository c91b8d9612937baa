import type { Language, Text } from '../../kernel/errors/texts.js';
import { BELOW_HEAD as TOP, buildHeading, buildSignLegend, shortenText, type Picture } from '../pictures/drawing.js';

/** One bid whose price may be told, in yuan. */
interface DrawnBid {
  bidder: string;
  price: number;
  won: boolean;
}
/** A lot as its bids are drawn. */
export interface DrawnLot {
  name: string;
  ceiling: number | null;
  bids: readonly DrawnBid[];
  /** Whether an award of the lot is published; before it no bid is called unsuccessful. */
  decided: boolean;
}

const WORDS = {
  title: { zh: '各供应商报价与最高限价', en: 'Prices by bidder, against the ceiling' },
  titleAlone: { zh: '各供应商报价', en: 'Prices by bidder' },
  won: { zh: '成交', en: 'Awarded' },
  lost: { zh: '未成交', en: 'Not awarded' },
  open: { zh: '报价', en: 'Bid' },
  ceiling: { zh: '最高限价', en: 'Ceiling' },
  yuan: { zh: '报价（元）', en: 'Price (yuan)' },
} satisfies Record<string, Text>;
const WON = '#1f5f99';
const LOST = '#e8590c';
const OPEN = '#5c6670';
const ROW = 34;
/** Share of the range that is left free on either side. */
const MARGIN = 0.12;

/** To the fen, but for a sum of whole yuan. */
const formatPrice = (price: number): string =>
  price.toLocaleString('en-US', { minimumFractionDigits: Number.isInteger(price) ? 0 : 2, maximumFractionDigits: 2 });

interface Sign {
  word: keyof typeof WORDS;
  symbol: 'circle' | 'diamond';
  color: string;
  isOf: (bid: DrawnBid) => boolean;
}
const SIGNS: readonly Sign[] = [
  { word: 'won', symbol: 'circle', color: WON, isOf: ({ won }) => won },
  { word: 'lost', symbol: 'diamond', color: LOST, isOf: ({ won }) => !won },
];
const UNDECIDED: readonly Sign[] = [{ word: 'open', symbol: 'circle', color: OPEN, isOf: () => true }];

/** A dot for each bid, cheapest on top; the ceiling is a line. */
export function bidsPicture({ name, ceiling, bids, decided }: DrawnLot, lang: Language): Picture {
  const rows = bids.toSorted((a, b) => a.price - b.price || (a.bidder < b.bidder ? -1 : 1));
  const prices = [...rows.map(({ price }) => price), ...(ceiling === null ? [] : [ceiling])];
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  const room = Math.max((most - least) * MARGIN, most * 0.005, 1);
  const series = (decided ? SIGNS : UNDECIDED).map(({ word, symbol, color, isOf }, at) => ({
    type: 'scatter',
    name: WORDS[word][lang],
    symbol,
    symbolSize: 13,
    itemStyle: { color },
    data: rows.flatMap((bid, i) => (isOf(bid) ? [[bid.price, i]] : [])),
    ...(at === 0 &&
      ceiling !== null && {
        markLine: {
          symbol: 'none',
          lineStyle: { color: '#222222', type: 'dashed' },
          label: { formatter: `${WORDS.ceiling[lang]} ${formatPrice(ceiling)}`, position: 'start' },
          data: [{ xAxis: ceiling }],
        },
      }),
  }));
  const title = WORDS[ceiling === null ? 'titleAlone' : 'title'][lang];
  const heading = buildHeading(
    title,
    name,
    lang === 'zh' ? `共 ${rows.length} 个报价` : `${rows.length} ${rows.length === 1 ? 'bid' : 'bids'}`,
    series.map((one) => one.name),
  );
  const figures = rows.map(({ bidder, price }) => `${bidder} ${formatPrice(price)}`);
  const told = [...figures, ...(ceiling === null ? [] : [`${WORDS.ceiling[lang]} ${formatPrice(ceiling)}`])];
  return {
    lang,
    title: `${title} · ${shortenText(name, 80)}`,
    description: told.join(lang === 'zh' ? '；' : '; '),
    width: 900,
    height: TOP + rows.length * ROW + 74,
    chart: {
      ...heading,
      legend: buildSignLegend(heading),
      grid: { left: 250, right: 120, top: TOP, bottom: 66 },
      xAxis: {
        type: 'value',
        min: Math.floor(least - room),
        max: Math.ceil(most + room),
        splitNumber: 4,
        name: WORDS.yuan[lang],
        nameLocation: 'middle',
        nameGap: 42,
        axisLabel: { formatter: formatPrice, showMinLabel: false, showMaxLabel: false },
      },
      yAxis: [
        {
          type: 'category',
          data: rows.map((_, i) => i),
          inverse: true,
          axisTick: { show: false },
          splitLine: { show: true, lineStyle: { color: '#eeeeee' } },
          axisLabel: { formatter: (i: string) => shortenText(rows[Number(i)]?.bidder ?? '', 34) },
        },
        {
          type: 'category',
          data: rows.map((_, i) => i),
          inverse: true,
          axisTick: { show: false },
          axisLine: { show: false },
          axisLabel: { formatter: (i: string) => formatPrice(rows[Number(i)]?.price ?? 0) },
        },
      ],
      series,
    },
  };
}
