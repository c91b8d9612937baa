import type { CustomSeriesRenderItem } from 'echarts';
import type { Language, Text } from '../../kernel/errors/texts.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import {
  BELOW_HEAD as TOP,
  FAMILIES,
  foldText,
  buildHeading,
  buildEmptyNote,
  shortenText,
  type Picture,
} from './drawing.js';
import { listMonths, nameOfMonth } from './months.js';

export interface CalendarContract {
  title: string;
  from: PlainDate;
  to: PlainDate;
  /** Records of services within the contract by month `YYYY-MM`; null where they are not kept here. */
  records: Readonly<Record<string, number>> | null;
}
export interface CalendarGround {
  name: string;
  year: number;
  asOf: PlainDate;
  /** By their first day. */
  contracts: readonly CalendarContract[];
  /** Contracts of the programme beyond those. */
  contractsLeftOut: number;
}

const WORDS = {
  title: { zh: '履行期内各月服务记录', en: 'Service records by month of the contract' },
  none: { zh: '尚无已签且起止日期明确的合同', en: 'No signed contract whose days are known yet' },
  ahead: { zh: '尚未到来', en: 'Ahead' },
  unknown: { zh: '未在此登记', en: 'Not recorded here' },
} satisfies Record<string, Text>;
/** Three years; later months are counted and not drawn. */
const MOST_MONTHS = 36;
const ROW = 36;
/** Nothing, then by how many records; each has a word in the legend, so that colour alone says nothing. */
const LEVELS = [
  { least: 0, colour: '#ffffff', ink: '#c92a2a' },
  { least: 1, colour: '#d0e4f5', ink: '#222222' },
  { least: 10, colour: '#8fbbe0', ink: '#222222' },
  { least: 50, colour: '#3f7fba', ink: '#ffffff' },
  { least: 200, colour: '#123e6b', ink: '#ffffff' },
] as const;
const AHEAD = '#f1f3f5';
const UNKNOWN = '#e9ecef';

const levelName = (i: number): string => {
  const { least } = LEVELS[i] ?? LEVELS[0];
  const next = LEVELS[i + 1]?.least;
  return next === undefined ? `≥ ${least}` : next - least === 1 ? String(least) : `${least}–${next - 1}`;
};
const findLevel = (records: number): number => LEVELS.findLastIndex(({ least }) => records >= least);

/** Months from left to right, contracts below one another: a cell for each month of the window, and none outside it. */
export function calendarPicture(ground: CalendarGround, lang: Language): Picture {
  const { contracts, asOf, contractsLeftOut } = ground;
  const from = contracts.map((one) => one.from).sort()[0];
  const to = contracts
    .map((one) => one.to)
    .sort()
    .at(-1);
  const all = from === undefined || to === undefined ? [] : listMonths(from, to);
  const months = all.slice(0, MOST_MONTHS);
  const title = WORDS.title[lang];
  const left = [
    ...(contractsLeftOut === 0
      ? []
      : [lang === 'zh' ? `另有 ${contractsLeftOut} 份合同未画` : `${contractsLeftOut} contracts not drawn`]),
    ...(all.length === months.length
      ? []
      : [
          lang === 'zh'
            ? `其后 ${all.length - months.length} 个月未画`
            : `${all.length - months.length} later months not drawn`,
        ]),
  ];
  const about = lang === 'zh' ? [`${ground.year} 年度`, `截至 ${asOf}`] : [`Year ${ground.year}`, `as of ${asOf}`];
  const subtext = [...about, ...left].join(lang === 'zh' ? '，' : ', ');
  const cells = contracts.flatMap((contract, row) =>
    listMonths(contract.from, contract.to).flatMap((month) => {
      const column = months.indexOf(month);
      return column < 0
        ? []
        : [
            {
              row,
              column,
              ahead: month > asOf.slice(0, 7),
              records: contract.records && (contract.records[month] ?? 0),
            },
          ];
    }),
  );
  const series = [
    ...LEVELS.map(({ colour, ink }, level) => ({
      name: levelName(level),
      itemStyle: { color: colour, borderColor: '#adb5bd', borderWidth: 1 },
      renderItem: cell(colour, ink),
      data: cells
        .filter(({ ahead, records }) => records !== null && (!ahead || records > 0) && findLevel(records) === level)
        .map(({ row, column, records }) => [column, row, records]),
    })),
    {
      name: WORDS.ahead[lang],
      itemStyle: { color: AHEAD, borderColor: '#adb5bd', borderWidth: 1 },
      renderItem: cell(AHEAD, null),
      data: cells.filter(({ ahead, records }) => ahead && records === 0).map(({ row, column }) => [column, row, 0]),
    },
    // Where nobody keeps records here, nothing is known: that is no zero.
    {
      name: WORDS.unknown[lang],
      itemStyle: { color: UNKNOWN, borderColor: '#adb5bd', borderWidth: 1 },
      renderItem: cell(UNKNOWN, '#868e96', '–'),
      data: cells.filter(({ records }) => records === null).map(({ row, column }) => [column, row, 0]),
    },
  ];
  return {
    lang,
    title: `${title} · ${shortenText(ground.name, 100)}`,
    description: [
      subtext,
      ...contracts.map((contract) => {
        const told = formatSum(contract, lang);
        return lang === 'zh'
          ? `${shortenText(contract.title, 60)}（${contract.from} 至 ${contract.to}）：${told}`
          : `${shortenText(contract.title, 60)} (${contract.from} to ${contract.to}): ${told}`;
      }),
    ].join(lang === 'zh' ? '；' : '; '),
    width: Math.max(900, 240 + months.length * 34),
    height: TOP + Math.max(1, contracts.length) * ROW + 56,
    chart: {
      ...buildHeading(
        title,
        ground.name,
        subtext,
        series.map(({ name }) => name),
      ),
      grid: { left: 216, right: 24, top: TOP - 8, bottom: 52 },
      graphic: contracts.length === 0 ? [buildEmptyNote(TOP, WORDS.none[lang])] : [],
      xAxis: {
        type: 'category',
        data: months,
        splitArea: { show: false },
        axisTick: { show: false },
        axisLabel: { interval: 0, formatter: (month: string) => monthLabel(month, month === months[0], lang) },
      },
      yAxis: {
        type: 'category',
        data: contracts.map((_, i) => i),
        inverse: true,
        axisTick: { show: false },
        // Two lines: titles of one programme differ in the middle.
        axisLabel: {
          formatter: (i: string) => foldText(contracts[Number(i)]?.title ?? '', 34),
          fontSize: 11,
          lineHeight: 14,
        },
      },
      series: series.map((one) => ({ type: 'custom', encode: { x: 0, y: 1 }, ...one })),
    },
  };
}

function formatSum({ records }: CalendarContract, lang: Language): string {
  if (!records) return WORDS.unknown[lang];
  const sum = Object.values(records).reduce((total, one) => total + one, 0);
  return lang === 'zh' ? `${sum} 条记录` : `${sum} records`;
}

/** The year stands below its first month. */
function monthLabel(month: string, first: boolean, lang: Language): string {
  const [year = '', number = ''] = month.split('-');
  const name = nameOfMonth(Number(number) - 1, lang);
  return first || number === '01' ? `${name}\n${year}` : name;
}

/** With its number in it, or with what stands for one. */
function cell(colour: string, ink: string | null, text?: string): CustomSeriesRenderItem {
  return (_, api) => {
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    const size = api.size?.([1, 1]);
    const [width = 0, height = 0] = Array.isArray(size) ? size : [size ?? 0, ROW];
    return {
      type: 'rect',
      shape: { x: x - width / 2 + 1, y: y - height / 2 + 2, width: width - 2, height: height - 4 },
      style: { fill: colour, stroke: '#ced4da', lineWidth: 1 },
      textContent:
        ink === null
          ? undefined
          : {
              type: 'text',
              style: { text: text ?? String(api.value(2)), fill: ink, fontSize: 11, fontFamily: FAMILIES },
            },
      textConfig: { position: 'inside' },
    };
  };
}
