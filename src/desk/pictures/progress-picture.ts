import type { CustomSeriesRenderItem } from 'echarts';
import type { Language, Text } from '../../kernel/errors/texts.js';
import type { ContractProgressDto, IndicatorProgressDto } from '../../care/delivery/progress/progress.dto.js';
import { BELOW_HEAD as TOP, buildHeading, buildEmptyNote, shortenText, type Picture } from './drawing.js';

const WORDS = {
  title: { zh: '目标与完成', en: 'Targets and what is done' },
  done: { zh: '已完成', en: 'Done' },
  forecast: { zh: '预计（95% 区间）', en: 'Forecast (95 % interval)' },
  target: { zh: '目标', en: 'Target' },
  share: { zh: '占目标的百分比', en: 'Percent of the target' },
  none: { zh: '没有可计量的目标', en: 'No target that can be counted' },
} satisfies Record<string, Text>;

const STATES: Record<IndicatorProgressDto['state'], Text> = {
  reached: { zh: '已达到', en: 'reached' },
  on_course: { zh: '预计可达到', en: 'on course' },
  misses: { zh: '预计达不到', en: 'expected to miss' },
  insufficient_data: { zh: '数据不足', en: 'insufficient data' },
  not_applicable: { zh: '无目标', en: 'no target' },
};
const DONE = '#1f5f99';
const FORECAST = '#e8590c';
const ROW = 46;
/** Standards beyond these are counted and not drawn. */
const MOST_STANDARDS = 30;
/** Beyond so many percent a bar says nothing more by its length. */
const MOST_PERCENT = 200;
/** Percent from one line of the grid to the next. */
const STEP = 20;

interface Row {
  label: string;
  figures: string;
  done: number;
  expected: number | null;
  low: number | null;
  high: number | null;
}

const computePercent = (value: string | number, target: number): number =>
  Math.min(MOST_PERCENT, Math.round((Number(value) / target) * 1000) / 10);

function toRows({ text, unit, target, done, forecast, state }: IndicatorProgressDto, lang: Language): Row[] {
  if (target === null || target <= 0 || done === null) return [];
  // Once no day is left there is nothing to expect: what is done stands alone.
  const of = forecast && forecast.low !== forecast.high ? forecast : null;
  return [
    {
      label: shortenText(text, 22),
      figures: `${done} / ${target}${unit === null ? '' : ` ${shortenText(unit, 8)}`} · ${STATES[state][lang]}`,
      done: computePercent(done, target),
      expected: of && computePercent(of.expected, target),
      low: of && computePercent(of.low, target),
      high: of && computePercent(of.high, target),
    },
  ];
}

/** Each standard with a target: what is done of it, and between what it will lie at the end. */
export function progressPicture(contract: string, progress: ContractProgressDto, lang: Language): Picture {
  const told = progress.indicators.flatMap((indicator) => toRows(indicator, lang));
  const rows = told.slice(0, MOST_STANDARDS);
  const uncounted = progress.indicators.length - told.length;
  const title = WORDS.title[lang];
  const subtext = [
    lang === 'zh' ? `截至 ${progress.asOf}` : `As of ${progress.asOf}`,
    ...formatDays(progress, lang),
    ...(uncounted === 0 ? [] : [lang === 'zh' ? `另有 ${uncounted} 项不可计量` : `${uncounted} cannot be counted`]),
    ...(told.length === rows.length
      ? []
      : [lang === 'zh' ? `另有 ${told.length - rows.length} 项未画` : `${told.length - rows.length} not drawn`]),
  ].join(lang === 'zh' ? '，' : ', ');
  const names = rows.map(({ label }) => label);
  const most = Math.max(110, ...rows.map(({ done, high }) => Math.max(done, high ?? 0)));
  return {
    lang,
    title: `${title} · ${shortenText(contract, 100)}`,
    description: [subtext, ...rows.map(({ label, figures }) => `${label}: ${figures}`)].join('; '),
    width: 980,
    height: TOP + Math.max(1, rows.length) * ROW + 64,
    chart: {
      ...buildHeading(title, contract, subtext, [WORDS.done[lang], WORDS.forecast[lang]]),
      grid: { left: 200, right: 280, top: TOP, bottom: 56 },
      graphic: rows.length === 0 ? [buildEmptyNote(TOP + 8, WORDS.none[lang])] : [],
      xAxis: {
        type: 'value',
        min: 0,
        max: Math.ceil(most / STEP) * STEP,
        interval: STEP,
        name: WORDS.share[lang],
        nameLocation: 'middle',
        nameGap: 30,
        axisLabel: { formatter: '{value}%' },
      },
      yAxis: [
        {
          type: 'category',
          data: names.map((_, i) => i),
          inverse: true,
          axisTick: { show: false },
          axisLabel: { formatter: (i: string) => names[Number(i)] ?? '' },
        },
        {
          type: 'category',
          data: rows.map((_, i) => i),
          inverse: true,
          axisTick: { show: false },
          axisLine: { show: false },
          axisLabel: { formatter: (i: string) => rows[Number(i)]?.figures ?? '' },
        },
      ],
      series: [
        {
          type: 'bar',
          name: WORDS.done[lang],
          barWidth: 16,
          itemStyle: { color: DONE },
          data: rows.map(({ done }) => done),
          markLine: {
            symbol: 'none',
            lineStyle: { color: '#222222', type: 'dashed' },
            label: { formatter: WORDS.target[lang], position: 'start' },
            data: [{ xAxis: 100 }],
          },
        },
        {
          type: 'custom',
          name: WORDS.forecast[lang],
          itemStyle: { color: FORECAST },
          encode: { x: [1, 2, 3], y: 0 },
          renderItem: interval,
          data: rows.flatMap(({ low, expected, high }, i) => (expected === null ? [] : [[i, low, expected, high]])),
        },
      ],
    },
  };
}

function formatDays({ effectiveDays, missingYears }: ContractProgressDto, lang: Language): string[] {
  if (effectiveDays !== null)
    return [
      lang === 'zh'
        ? `有效工作日 ${effectiveDays.elapsed} / ${effectiveDays.total}`
        : `${effectiveDays.elapsed} of ${effectiveDays.total} effective days`,
    ];
  if (missingYears.length === 0) return [];
  return [lang === 'zh' ? `缺 ${missingYears.join('、')} 年日历` : `no calendar of ${missingYears.join(', ')}`];
}

/** From the low end to the high one, with the expected value between. */
const interval: CustomSeriesRenderItem = (_, api) => {
  const toPoint = (dimension: number): [number, number] => {
    const [x = 0, y = 0] = api.coord([api.value(dimension), api.value(0)]);
    return [x, y];
  };
  const [[low, middle], [expected], [high]] = [toPoint(1), toPoint(2), toPoint(3)];
  const style = { stroke: FORECAST, lineWidth: 2, fill: FORECAST };
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line' as const,
    shape: { x1, y1, x2, y2 },
    style,
  });
  return {
    type: 'group',
    children: [
      line(low, middle, high, middle),
      line(low, middle - 6, low, middle + 6),
      // What lies beyond the picture has no end in it.
      ...(Number(api.value(3)) < MOST_PERCENT ? [line(high, middle - 6, high, middle + 6)] : []),
      ...(Number(api.value(2)) < MOST_PERCENT
        ? [{ type: 'circle' as const, shape: { cx: expected, cy: middle, r: 4 }, style }]
        : []),
    ],
  };
};
