import type { CustomSeriesRenderItem } from 'echarts';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { FAMILIES, buildHeading, shortenText, type Picture } from '../pictures/drawing.js';

/** A lot, and which of the group was awarded it. */
interface Turn {
  on: PlainDate;
  /** Place in the group; null = another body, several, or none. */
  winner: number | null;
}

const WORDS = {
  title: { zh: '成交先后', en: 'Awards in turn' },
  others: { zh: '其他', en: 'Others' },
  column: {
    zh: '每格为本预警所列的一个包，按成交日期排列',
    en: 'Each cell is a lot that the finding lists, by the day of its award',
  },
} satisfies Record<string, Text>;
/** Dark enough for white letters. */
const COLOURS = ['#1f5f99', '#b3470b', '#2b7a3d', '#7b3f98', '#8a6d00', '#a11d4b', '#00707a', '#5b5b5b'];
const OTHERS = '#d9d9d9';
const COLUMN = 30;
/** The legend takes a line for each two of the group. */
const LEGEND_ROW = 24;
const CELL = 38;

const nameSign = (member: number): string => String.fromCharCode(65 + member);

/** A ribbon of cells, one for each lot from left to right: a letter and a colour for who was awarded. */
export function turnsPicture(members: readonly string[], turns: readonly Turn[], lang: Language): Picture {
  const order = turns.map(({ winner }) => (winner === null ? '–' : nameSign(winner))).join(' ');
  const rows = [
    ...members.map((name, at) => ({ at, name: `${nameSign(at)} ${shortenText(name, 40)}` })),
    { at: null, name: `– ${WORDS.others[lang]}` },
  ];
  const used = rows.filter(({ at }) => turns.some(({ winner }) => winner === at));
  const top = 96 + Math.ceil(used.length / 2) * LEGEND_ROW;
  const heading = buildHeading(
    WORDS.title[lang],
    order,
    WORDS.column[lang],
    used.map(({ name }) => name),
  );
  return {
    lang,
    title: WORDS.title[lang],
    description: [order, ...used.map(({ name }) => name)].join(lang === 'zh' ? '；' : '; '),
    width: Math.max(900, 60 + turns.length * COLUMN),
    height: top + CELL + 90,
    chart: {
      ...heading,
      legend: { ...heading.legend, width: 860 },
      grid: { left: 30, right: 30, top, height: CELL },
      xAxis: {
        type: 'category',
        data: turns.map((_, i) => i),
        axisTick: { show: false },
        axisLabel: { interval: 0, rotate: 60, fontSize: 10, formatter: (i: string) => turns[Number(i)]?.on ?? '—' },
      },
      yAxis: { type: 'category', data: [0], show: false },
      series: used.map(({ at, name }) => ({
        type: 'custom',
        name,
        itemStyle: { color: at === null ? OTHERS : COLOURS[at] },
        encode: { x: 0, y: 1 },
        renderItem: cell(at),
        data: turns.flatMap(({ winner }, column) => (winner === at ? [[column, 0]] : [])),
      })),
    },
  };
}

function cell(member: number | null): CustomSeriesRenderItem {
  return (_, api) => {
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    const size = api.size?.([1, 1]);
    const width = Math.min(2 * COLUMN, Array.isArray(size) ? (size[0] ?? COLUMN) : COLUMN) - 2;
    return {
      type: 'rect',
      shape: { x: x - width / 2, y: y - CELL / 2 + 2, width, height: CELL - 4 },
      style: { fill: member === null ? OTHERS : COLOURS[member] },
      textContent: {
        type: 'text',
        style: {
          text: member === null ? '–' : nameSign(member),
          fill: member === null ? '#222222' : '#ffffff',
          fontSize: 14,
          fontFamily: FAMILIES,
        },
      },
      textConfig: { position: 'inside' },
    };
  };
}
