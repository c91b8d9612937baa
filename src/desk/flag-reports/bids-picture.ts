import type { Language, Text } from '../../kernel/errors/texts.js';
import { BELOW_HEAD as TOP, buildHeading, buildSignLegend, shortenText, type Picture } from '../pictures/drawing.js';

/** One bid whose price may be told, in yuan. */
interface DrawnBid {
  bidder: string;
  price: number;
  won: boolean;
  /** The evidence names it. */
  named: boolean;
}
/** A lot as its bids are drawn. */
export interface DrawnLot {
  name: string;
  ceiling: number | null;
  bids: readonly DrawnBid[];
  /** Whether an award of the lot is published; before it no bid is called unsuccessful. */
  decided: boolean;
  /** Lots of the finding of which there is no picture. */
  lotsLeftOut: number;
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
/** Rows of a picture: with more the letters of half a page would be too small to read. */
const MOST_ROWS = 16;
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

const byPrice = (a: DrawnBid, b: DrawnBid): number => a.price - b.price || (a.bidder < b.bidder ? -1 : 1);

/** Awarded bids first, then those that the evidence names, then the lowest. */
const chooseBids = (bids: readonly DrawnBid[]): DrawnBid[] =>
  bids
    .toSorted((a, b) => Number(b.won) - Number(a.won) || Number(b.named) - Number(a.named) || byPrice(a, b))
    .slice(0, MOST_ROWS);

/** How many bids there are, and what is left out. */
function describeNumber({ bids, decided, lotsLeftOut: lots }: DrawnLot, drawn: number, lang: Language): string {
  const all = lang === 'zh' ? `共 ${bids.length} 个报价` : `${bids.length} ${bids.length === 1 ? 'bid' : 'bids'}`;
  const first =
    lang === 'zh'
      ? `${decided ? '成交的、' : ''}本预警列出的`
      : `${decided ? 'awarded ones, ' : ''}those that the finding names`;
  const some =
    lang === 'zh' ? `画出 ${drawn} 个：先${first}，再最低的` : `${drawn} of them drawn: ${first}, then the lowest`;
  const others = lang === 'zh' ? `另有 ${lots} 个包未画` : `${lots} more ${lots === 1 ? 'lot' : 'lots'} not drawn`;
  return [all, ...(drawn < bids.length ? [some] : []), ...(lots > 0 ? [others] : [])].join(lang === 'zh' ? '；' : '; ');
}

/** A dot for each bid, cheapest on top; the ceiling is a line. */
export function bidsPicture(lot: DrawnLot, lang: Language): Picture {
  const { name, ceiling, bids, decided } = lot;
  const rows = chooseBids(bids).toSorted(byPrice);
  const about = describeNumber(lot, rows.length, lang);
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
    about,
    series.map((one) => one.name),
  );
  const figures = rows.map(({ bidder, price }) => `${bidder} ${formatPrice(price)}`);
  const told = [about, ...figures, ...(ceiling === null ? [] : [`${WORDS.ceiling[lang]} ${formatPrice(ceiling)}`])];
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
