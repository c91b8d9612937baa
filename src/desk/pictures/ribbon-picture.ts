import type { CustomSeriesRenderItem } from 'echarts';
import { calendarDays } from '../../kernel/clock/plain-date.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { BELOW_HEAD as TOP, FAMILIES, buildHeading, buildEmptyNote, shortenText, type Picture } from './drawing.js';
import { dayOfLeapYear, MONTH_STARTS, monthName } from './months.js';
import { deriveRibbon, type RibbonGround, type RibbonPart } from './ribbon.rules.js';

const WORDS = {
  title: { zh: '服务线覆盖情况', en: 'Coverage of a service line' },
  contracted: { zh: '有合同', en: 'Contracted' },
  evidenced: { zh: '当日有服务记录（仅限在此登记的合同）', en: 'With a record that day (where they are kept here)' },
  gap: { zh: '无合同', en: 'Without a contract' },
  none: { zh: '尚无可计的日子', en: 'No day to count yet' },
} satisfies Record<string, Text>;
const COLOURS = { contracted: '#9ec5e8', evidenced: '#1f5f99', gap: '#e8590c' } as const;
const ROW = 34;

/** Years below one another, months from left to right: what is signed, what is evidenced, and what is left out. */
export function ribbonPicture(ground: RibbonGround, lang: Language): Picture {
  const { rows, yearsLeftOut, asOf } = deriveRibbon(ground);
  const title = WORDS.title[lang];
  const height = TOP + Math.max(1, rows.length) * ROW + 46;
  const kinds = ['contracted', 'evidenced', 'gap'] as const;
  const years = rows.map(({ year }) => String(year));
  const ratio = (value: string) => (lang === 'zh' ? `有合同 ${value}%` : `${value}% contracted`);
  const left =
    yearsLeftOut === 0
      ? ''
      : lang === 'zh'
        ? `，更早 ${yearsLeftOut} 年未画`
        : `, ${yearsLeftOut} earlier years not drawn`;
  const subtext = (lang === 'zh' ? `截至 ${asOf}` : `As of ${asOf}`) + left;
  return {
    lang,
    title: `${title} · ${shortenText(ground.name, 100)}`,
    description: [
      subtext,
      ...rows.map(({ year, ratio: share, gapDays }) =>
        lang === 'zh'
          ? `${year} 年：有合同 ${share}%，无合同 ${gapDays} 天`
          : `${year}: ${share}% contracted, ${gapDays} days without a contract`,
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
      grid: { left: 64, right: 140, top: TOP, bottom: 40 },
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
          data: rows.map((row) => ratio(row.ratio)),
          inverse: true,
          axisTick: { show: false },
          axisLine: { show: false },
        },
      ],
      series: kinds.map((kind) => ({
        type: 'custom',
        name: WORDS[kind][lang],
        itemStyle: { color: COLOURS[kind] },
        encode: { x: [1, 2], y: 0 },
        renderItem: part(kind, lang),
        data: rows.flatMap((row, i) =>
          row.parts.filter((one) => one.kind === kind).map((one) => [i, ...toRibbonPlace(one)]),
        ),
      })),
    },
  };
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
    return {
      type: 'rect',
      shape,
      style: { fill: COLOURS[kind] },
      textContent: { type: 'text', style: { text, fill: '#ffffff', fontSize: 12, fontFamily: FAMILIES } },
      textConfig: { position: 'inside' },
    };
  };
}
