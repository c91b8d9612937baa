import type { EChartsCoreOption } from 'echarts/core';
import type { Language } from '../../kernel/errors/texts.js';
import { CHINESE_FONT } from '../../kernel/documents/chinese-font.js';
import { cleanText, escapeMarkup } from '../../kernel/documents/papers/clean-text.js';

const { family: FAMILY, bytes: FONT } = CHINESE_FONT;
/** Where an SVG is looked at, the reader's own Chinese fonts stand in. */
export const FAMILIES = `${FAMILY}, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif`;
/** A PNG has two dots for each of its points, so that small characters stay readable; a large one has one. */
const LARGE = 1_000_000;
const chooseDots = (width: number, height: number): number => (width * height > LARGE ? 1 : 2);

/** What is to be drawn: a chart, and what it says to those who do not see it. */
export interface Picture {
  lang: Language;
  title: string;
  description: string;
  width: number;
  height: number;
  chart: EChartsCoreOption;
}

export const FORMS = { svg: 'image/svg+xml', png: 'image/png' } as const;
export type PictureForm = keyof typeof FORMS;

async function loadDrawingLibraries() {
  const { init, setPlatformAPI } = await import('./chart-library.js');
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(FAMILY) && GlobalFonts.register(FONT, FAMILY) === null)
    throw new Error(`${FAMILY} cannot be used as a font`);
  setPlatformAPI({ createCanvas: () => createCanvas(1, 1) });
  return { init, createCanvas };
}
/** Loaded with the first picture: whoever draws none does not pay for it. */
let library: ReturnType<typeof loadDrawingLibraries> | null = null;
const loadedOnce = (): ReturnType<typeof loadDrawingLibraries> =>
  (library ??= loadDrawingLibraries().catch((error: unknown) => {
    library = null;
    throw error;
  }));

const toChartOption = ({ chart }: Picture): EChartsCoreOption => ({
  backgroundColor: '#ffffff',
  textStyle: { fontFamily: FAMILIES, color: '#222222' },
  animation: false,
  ...chart,
});

/** The library numbers what it names through the life of the process: the same picture is to be the same bytes. */
function renumberNames(svg: string): string {
  const names = new Map<string, string>();
  return svg.replace(/\bzr\d+-[a-z]+-?\d+/g, (name) => {
    const known = names.get(name) ?? `p${names.size}`;
    names.set(name, known);
    return known;
  });
}

/** The chart as a document of its own, which asks nothing of anybody and runs nothing. */
export async function renderSvg(picture: Picture): Promise<Buffer> {
  const { init } = await loadedOnce();
  const { width, height, lang, title, description } = picture;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(toChartOption(picture));
    const drawn = renumberNames(chart.renderToSVGString());
    const told = `<title>${escapeMarkup(title)}</title><desc>${escapeMarkup(description)}</desc>`;
    const named = drawn.replace(
      /^<svg ([^>]*)>/,
      (_, given: string) => `<svg role="img" lang="${lang}" ${given}>${told}`,
    );
    return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${named}`);
  } finally {
    chart.dispose();
  }
}

export async function renderPng(picture: Picture): Promise<Buffer> {
  const { init, createCanvas } = await loadedOnce();
  const { width, height } = picture;
  const dots = chooseDots(width, height);
  const canvas = createCanvas(width * dots, height * dots);
  const chart = init(canvas, null, {
    renderer: 'canvas',
    width,
    height,
    devicePixelRatio: dots,
  });
  try {
    chart.setOption(toChartOption(picture));
    chart.getZr().flush();
    return await canvas.encode('png');
  } finally {
    chart.dispose();
  }
}

export const renderPicture = (picture: Picture, form: PictureForm): Promise<Buffer> =>
  form === 'svg' ? renderSvg(picture) : renderPng(picture);

/** Where a chart begins below its head and its legend. */
export const BELOW_HEAD = 126;

/** Above every chart: what it shows, of what, and as of when; then the legend. */
export const buildHeading = (what: string, name: string, about: string, legend: string[]) => ({
  title: {
    text: what,
    subtext: `${shortenText(name, 100)}\n${about}`,
    left: 16,
    top: 10,
    itemGap: 8,
    textStyle: { fontSize: 17, fontWeight: 'normal' as const },
    subtextStyle: { fontSize: 13, lineHeight: 19, color: '#555555' },
  },
  legend: { top: 84, left: 16, itemWidth: 18, itemHeight: 10, data: legend },
});

/** The legend of a chart whose series are signs: as wide as high, as they are drawn. */
export const buildSignLegend = ({ legend }: ReturnType<typeof buildHeading>) => ({
  ...legend,
  itemWidth: 12,
  itemHeight: 12,
});

/** A line of text in the middle of a chart that has nothing to show. */
export const buildEmptyNote = (top: number, text: string) => ({
  type: 'text',
  left: 'center',
  top,
  style: { text, fontSize: 14, fill: '#666666', fontFamily: FAMILIES },
});

const measureCharacter = (character: string): number => ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1);

/** What of a text takes no more than so many columns; a Chinese character takes two. */
function fitting(text: string, columns: number): string {
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += measureCharacter(character);
    if (width > columns) break;
    kept += character;
  }
  return kept;
}

/** Never longer than so many columns. */
export function shortenText(text: string, columns: number): string {
  const clean = cleanText(text.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, ''));
  const kept = fitting(clean, columns);
  return kept === clean ? clean : `${kept}…`;
}

/** In two lines of so many columns each. */
export function foldText(text: string, columns: number): string {
  const clean = shortenText(text, 2 * columns - 3);
  const first = fitting(clean, columns);
  return first === clean ? clean : `${first}\n${clean.slice(first.length)}`;
}
