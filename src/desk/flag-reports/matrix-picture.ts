import type { CustomSeriesRenderItem } from 'echarts';
import type { Language, Text } from '../../kernel/errors/texts.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { BELOW_HEAD as TOP, FAMILIES, buildHeading, shortenText, type Picture } from '../pictures/drawing.js';

/** A lot in which at least one of the group took part. */
export interface MatrixLot {
  name: string;
  on: PlainDate | null;
  /** What became of each of the group that bid, by its place in the group. */
  outcomes: readonly (readonly [member: number, won: boolean])[];
}

const WORDS = {
  title: { zh: '供应商与采购包', en: 'Bidders and lots' },
  won: { zh: '成交', en: 'Awarded' },
  lost: { zh: '未成交', en: 'Not awarded' },
} satisfies Record<string, Text>;
const COLOURS = { won: '#1f5f99', lost: '#f0a878' } as const;
const SIGNS = { won: '●', lost: '○' } as const;
const ROW = 34;
const COLUMN = 30;

/** Members below one another, lots from left to right by day: who met whom, and who was awarded. A sign repeats the colour. */
export function matrixPicture(members: readonly string[], lots: readonly MatrixLot[], lang: Language): Picture {
  const met = lots.filter(({ outcomes }) => outcomes.length > 1).length;
  const about =
    lang === 'zh'
      ? `近 ${lots.length} 个已公布的采购包，其中 ${met} 个有两家以上同时参加`
      : `The latest ${lots.length} published lots, in ${met} of which two or more took part`;
  const kinds = ['won', 'lost'] as const;
  return {
    lang,
    title: WORDS.title[lang],
    description: [
      about,
      ...members.map((name, member) => {
        const own = lots.flatMap(({ outcomes }) => outcomes.filter(([at]) => at === member));
        const won = own.filter(([, isWinner]) => isWinner).length;
        return lang === 'zh'
          ? `${name}：参加 ${own.length} 次，成交 ${won} 次`
          : `${name}: ${own.length} bids, ${won} awards`;
      }),
    ].join(lang === 'zh' ? '；' : '; '),
    width: Math.max(900, 290 + lots.length * COLUMN),
    height: TOP + members.length * ROW + 76,
    chart: {
      ...buildHeading(
        WORDS.title[lang],
        about,
        lang === 'zh' ? '列为采购包，按日期排列' : 'Each column is a lot, by day',
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
        data: members.map((_, i) => i),
        inverse: true,
        axisTick: { show: false },
        axisLabel: { formatter: (i: string) => shortenText(members[Number(i)] ?? '', 34) },
      },
      series: kinds.map((kind) => ({
        type: 'custom',
        name: WORDS[kind][lang],
        itemStyle: { color: COLOURS[kind] },
        encode: { x: 0, y: 1 },
        renderItem: cell(kind),
        data: lots.flatMap(({ outcomes }, column) =>
          outcomes.flatMap(([member, won]) => (won === (kind === 'won') ? [[column, member]] : [])),
        ),
      })),
    },
  };
}

function cell(kind: keyof typeof COLOURS): CustomSeriesRenderItem {
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
