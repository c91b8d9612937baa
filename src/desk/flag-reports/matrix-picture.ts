import type { CustomSeriesRenderItem } from 'echarts';
import type { Language, Text } from '../../kernel/errors/texts.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { BELOW_HEAD as TOP, FAMILIES, buildHeading, shortenText, type Picture } from '../pictures/drawing.js';

const KINDS = ['won', 'lost', 'withdrawn'] as const;
/** What became of a bid. */
export type Outcome = (typeof KINDS)[number];

/** A lot in which at least one of the bodies took part. */
export interface MatrixLot {
  name: string;
  on: PlainDate | null;
  /** What became of each of the bodies that bid, by its place among them. */
  outcomes: readonly (readonly [body: number, outcome: Outcome])[];
}
interface MatrixGround {
  /** Names, as rows are headed. */
  bodies: readonly string[];
  /** Bodies that have no row. */
  bodiesLeftOut: number;
  lots: readonly MatrixLot[];
  /** How many lots the finding lists, of which these are some; null where these are the latest lots of the bodies. */
  listed: number | null;
}

const WORDS = {
  title: { zh: '供应商与采购包', en: 'Bidders and lots' },
  won: { zh: '成交', en: 'Awarded' },
  lost: { zh: '未成交', en: 'Not awarded' },
  withdrawn: { zh: '撤回', en: 'Withdrawn' },
} satisfies Record<string, Text>;
const COLOURS = { won: '#1f5f99', lost: '#f0a878', withdrawn: '#dddddd' } as const;
const SIGNS = { won: '●', lost: '○', withdrawn: '×' } as const;
const ROW = 34;
const COLUMN = 30;

/** Bodies below one another, lots from left to right by day: who met whom, and who was awarded. A sign repeats the colour. */
export function matrixPicture(ground: MatrixGround, lang: Language): Picture {
  const { bodies, lots, listed } = ground;
  const about = describeLots(ground, lang);
  const kinds = KINDS.filter((kind) => kind !== 'withdrawn' || lots.some(({ outcomes }) => outcomes.some(isWithdrawn)));
  return {
    lang,
    title: WORDS.title[lang],
    description: [
      about,
      // Of lots that a rule chose for what it found in them, how often somebody won says nothing.
      ...(listed === null ? countOutcomes(ground, lang) : listOutcomes(ground, lang)),
      ...describeMissingBodies(ground, lang),
    ].join(lang === 'zh' ? '；' : '; '),
    width: Math.max(900, 290 + lots.length * COLUMN),
    height: TOP + bodies.length * ROW + 76,
    chart: {
      ...buildHeading(
        WORDS.title[lang],
        about,
        [
          lang === 'zh'
            ? '列为采购包，按日期排列，只画已公布的'
            : 'Each column is a lot, by day; only what is published is drawn',
          ...describeMissingBodies(ground, lang),
        ].join(lang === 'zh' ? '；' : '; '),
        kinds.map((kind) => WORDS[kind][lang]),
      ),
      grid: { left: 250, right: 30, top: TOP, bottom: 66 },
      xAxis: {
        type: 'category',
        data: lots.map((_, i) => i),
        axisTick: { show: false },
        axisLabel: { interval: 0, rotate: 60, fontSize: 10, formatter: (i: string) => lots[Number(i)]?.on ?? '—' },
      },
      yAxis: {
        type: 'category',
        data: bodies.map((_, i) => i),
        inverse: true,
        axisTick: { show: false },
        axisLabel: { formatter: (i: string) => shortenText(bodies[Number(i)] ?? '', 34) },
      },
      series: kinds.map((kind) => ({
        type: 'custom',
        name: WORDS[kind][lang],
        itemStyle: { color: COLOURS[kind] },
        encode: { x: 0, y: 1 },
        renderItem: cell(kind),
        data: lots.flatMap(({ outcomes }, column) =>
          outcomes.flatMap(([body, outcome]) => (outcome === kind ? [[column, body]] : [])),
        ),
      })),
    },
  };
}

const isWithdrawn = ([, outcome]: MatrixLot['outcomes'][number]): boolean => outcome === 'withdrawn';

function describeLots({ lots, listed }: MatrixGround, lang: Language): string {
  const drawn = lots.length;
  if (listed === null) {
    const met = lots.filter(({ outcomes }) => outcomes.length > 1).length;
    return lang === 'zh'
      ? `图中供应商近 ${drawn} 个已公布结果的采购包，其中 ${met} 个有两家以上同时参加`
      : `The latest ${drawn} lots of these bidders with a published result; in ${met} two or more took part`;
  }
  if (drawn === listed)
    return lang === 'zh' ? `本预警所列的 ${listed} 个包` : `The ${listed} lots that the finding lists`;
  return lang === 'zh'
    ? `本预警所列 ${listed} 个包中的 ${drawn} 个，其余结果未公布或日期较早`
    : `${drawn} of the ${listed} lots that the finding lists; the others have no published result, or are earlier`;
}

/** For each body how often it took part and was awarded. */
const countOutcomes = ({ bodies, lots }: MatrixGround, lang: Language): string[] =>
  bodies.map((name, body) => {
    const own = lots.flatMap(({ outcomes }) => outcomes.filter(([at]) => at === body));
    const won = own.filter(([, outcome]) => outcome === 'won').length;
    const left = own.filter(isWithdrawn).length;
    return lang === 'zh'
      ? `${name}：参加 ${own.length} 次，成交 ${won} 次${left > 0 ? `，撤回 ${left} 次` : ''}`
      : `${name}: ${own.length} bids, ${won} awards${left > 0 ? `, ${left} withdrawn` : ''}`;
  });

/** For each lot what became of each body in it. */
const listOutcomes = ({ bodies, lots }: MatrixGround, lang: Language): string[] =>
  lots.map(({ on, outcomes }) => {
    const told = outcomes.map(([body, outcome]) => `${bodies[body] ?? ''} ${WORDS[outcome][lang]}`);
    return lang === 'zh' ? `${on ?? '—'}：${told.join('，')}` : `${on ?? '—'}: ${told.join(', ')}`;
  });

function describeMissingBodies({ bodiesLeftOut: left }: MatrixGround, lang: Language): string[] {
  if (left === 0) return [];
  return [lang === 'zh' ? `另有 ${left} 家供应商未画` : `${left} more ${left === 1 ? 'bidder' : 'bidders'} not drawn`];
}

function cell(kind: Outcome): CustomSeriesRenderItem {
  return (_, api) => {
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    const size = api.size?.([1, 1]);
    const width = Math.min(COLUMN, Array.isArray(size) ? (size[0] ?? COLUMN) : COLUMN) - 4;
    return {
      type: 'rect',
      shape: { x: x - width / 2, y: y - ROW / 2 + 4, width, height: ROW - 8 },
      style: { fill: COLOURS[kind] },
      textContent: {
        type: 'text',
        style: { text: SIGNS[kind], fill: kind === 'won' ? '#ffffff' : '#222222', fontSize: 13, fontFamily: FAMILIES },
      },
      textConfig: { position: 'inside' },
    };
  };
}
