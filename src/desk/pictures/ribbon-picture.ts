import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';
import { calendarDays } from '../../kernel/clock/plain-date.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { BELOW_HEAD as TOP, FAMILIES, buildHeading, buildEmptyNote, shortenText, type Picture } from './drawing.js';
import { dayOfLeapYear, MONTH_STARTS, monthName } from './months.js';
import { deriveRibbon, type RibbonGround, type RibbonPart, type RibbonRow } from './ribbon.rules.js';

const WORDS = {
  title: { zh: '服务线覆盖情况', en: 'Coverage of a service line' },
  contracted: { zh: '有合同', en: 'Contracted' },
  evidenced: { zh: '当日有服务记录（仅限在此登记的合同）', en: 'With a record that day (where they are kept here)' },
  unknown: { zh: '可能有合同，起止日不明', en: 'Perhaps with a contract, days not known' },
  gap: { zh: '无合同', en: 'Without a contract' },
  none: { zh: '尚无可计的日子', en: 'No day to count yet' },
} satisfies Record<string, Text>;
const COLOURS = { contracted: '#9ec5e8', evidenced: '#1f5f99', unknown: '#efefef', gap: '#e8590c' } as const;
/** Of what is not known: hatched, with a dashed edge. */
const HATCH = '#767676';
const EDGE = { borderColor: HATCH, borderWidth: 1, borderType: 'dashed' } as const;
const STEP = 9;
const ROW = 34;

/** Years below one another, months from left to right: what is signed, what is evidenced, and what is left out. */
export function ribbonPicture(ground: RibbonGround, lang: Language): Picture {
  const { rows, yearsLeftOut, asOf } = deriveRibbon(ground);
  const title = WORDS.title[lang];
  const height = TOP + Math.max(1, rows.length) * ROW + 46;
  const kinds = (['contracted', 'evidenced', 'unknown', 'gap'] as const).filter(
    (kind) => kind !== 'unknown' || rows.some(({ unknownDays }) => unknownDays > 0),
  );
  const years = rows.map(({ year }) => String(year));
  const ratio = ({ ratio: value, unknownDays }: RibbonRow): string => {
    const least = unknownDays > 0;
    return lang === 'zh' ? `有合同${least ? '至少' : ''} ${value}%` : `${least ? 'at least ' : ''}${value}% contracted`;
  };
  const left =
    yearsLeftOut === 0
      ? ''
      : lang === 'zh'
        ? `，更早 ${yearsLeftOut} 年未画`
        : `, ${yearsLeftOut} earlier years not drawn`;
  const subtext = (lang === 'zh' ? `截至 ${asOf}` : `As of ${asOf}`) + left + describeUndatedContracts(ground, lang);
  return {
    lang,
    title: `${title} · ${shortenText(ground.name, 100)}`,
    description: [
      subtext,
      ...rows.map((row) =>
        lang === 'zh'
          ? `${row.year} 年：${ratio(row)}，无合同 ${row.gapDays} 天${row.unknownDays > 0 ? `，${row.unknownDays} 天可能有合同` : ''}`
          : `${row.year}: ${ratio(row)}, ${row.gapDays} days without a contract${row.unknownDays > 0 ? `, ${row.unknownDays} perhaps with one` : ''}`,
      ),
    ].join(lang === 'zh' ? '；' : '; '),
    width: 900,
    height,
    chart: {
      ...buildHeading(
        title,
        ground.name,
        subtext,
        kinds.map((kind) => WORDS[kind][lang]),
      ),
      grid: { left: 64, right: 170, top: TOP, bottom: 40 },
      graphic: rows.length === 0 ? [buildEmptyNote(TOP + 8, WORDS.none[lang])] : [],
      xAxis: {
        type: 'value',
        min: 0,
        max: 366,
        axisLabel: {
          customValues: MONTH_STARTS.map((day) => day + 15),
          formatter: (at: number) => monthName(at, lang),
        },
        axisTick: { customValues: [...MONTH_STARTS, 366] },
        splitLine: { show: false },
      },
      yAxis: [
        { type: 'category', data: years, inverse: true, axisTick: { show: false } },
        {
          type: 'category',
          data: rows.map(ratio),
          inverse: true,
          axisTick: { show: false },
          axisLine: { show: false },
        },
      ],
      series: kinds.map((kind) => ({
        type: 'custom',
        name: WORDS[kind][lang],
        itemStyle: { color: COLOURS[kind], ...(kind === 'unknown' && EDGE) },
        encode: { x: [1, 2], y: 0 },
        renderItem: part(kind, lang),
        data: rows.flatMap((row, i) =>
          row.parts.filter((one) => one.kind === kind).map((one) => [i, ...toRibbonPlace(one)]),
        ),
      })),
    },
  };
}

/** Contracts that are left out because nobody knows their days. */
function describeUndatedContracts({ undated: { contracts } }: RibbonGround, lang: Language): string {
  if (contracts === 0) return '';
  return lang === 'zh'
    ? `；另有 ${contracts} 份合同起止日不明，未计入`
    : `; ${contracts} more ${contracts === 1 ? 'contract' : 'contracts'} whose days are not known, not counted`;
}

const toRibbonPlace = ({ from, to }: RibbonPart): [number, number, number] => [
  dayOfLeapYear(from),
  dayOfLeapYear(to) + 1,
  calendarDays(from, to),
];

/** A third of a row is left between years; what is evidenced is a strip within what is signed. */
function part(kind: RibbonPart['kind'], lang: Language): CustomSeriesRenderItem {
  return (_, api) => {
    const [left = 0, middle = 0] = api.coord([api.value(1), api.value(0)]);
    const [right = 0] = api.coord([api.value(2), api.value(0)]);
    const height = ROW * (kind === 'evidenced' ? 0.26 : 0.66);
    const shape = {
      x: left,
      y: kind === 'evidenced' ? middle + ROW * 0.07 : middle - height / 2,
      width: Math.max(1, right - left),
      height,
    };
    const days = String(api.value(3));
    const text = kind === 'gap' && shape.width > 60 ? (lang === 'zh' ? `${days} 天` : `${days} days`) : '';
    const box: CustomSeriesRenderItemReturn = {
      type: 'rect',
      shape,
      style: { fill: COLOURS[kind], ...(kind === 'unknown' && { stroke: HATCH, lineDash: [3, 3] }) },
      textContent: { type: 'text', style: { text, fill: '#ffffff', fontSize: 12, fontFamily: FAMILIES } },
      textConfig: { position: 'inside' },
    };
    if (kind !== 'unknown') return box;
    return {
      type: 'group',
      children: [box, { type: 'path', shape: { pathData: hatch(shape) }, style: { stroke: HATCH, fill: 'none' } }],
    };
  };
}

/** Lines that rise from left to right across a box, cut at its sides. */
function hatch({ x, y, width, height }: { x: number; y: number; width: number; height: number }): string {
  const lines: string[] = [];
  for (let at = STEP; at < width + height; at += STEP) {
    const [from, to] = [Math.max(0, at - height), Math.min(at, width)];
    lines.push(`M${x + from} ${y + at - from}L${x + to} ${y + at - to}`);
  }
  return lines.join('');
}
