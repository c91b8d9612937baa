import { createRequire } from 'node:module';
/** SIL Open Font License; the same that reports are printed in. */
const FONT = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const FAMILY = 'Noto Sans SC';
/** Where an SVG is looked at, the reader's own Chinese fonts stand in. */
export const FAMILIES = `${FAMILY}, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif`;
/** A PNG has two dots for each of its points, so that small characters stay readable; a large one has one. */
const LARGE = 1_000_000;
const dotsOf = (width, height) => (width * height > LARGE ? 1 : 2);
export const FORMS = { svg: 'image/svg+xml', png: 'image/png' };
async function loaded() {
    // One after another: they share most of their parts.
    const core = await import('echarts/core');
    const charts = await import('echarts/charts');
    const components = await import('echarts/components');
    const renderers = await import('echarts/renderers');
    const canvas = await import('@napi-rs/canvas');
    core.use([charts.BarChart, charts.CustomChart, charts.ScatterChart]);
    core.use([components.GridComponent, components.TitleComponent, components.LegendComponent]);
    core.use([components.GraphicComponent, components.MarkLineComponent]);
    core.use([renderers.SVGRenderer, renderers.CanvasRenderer]);
    if (!canvas.GlobalFonts.has(FAMILY))
        canvas.GlobalFonts.registerFromPath(FONT, FAMILY);
    core.setPlatformAPI({ createCanvas: () => canvas.createCanvas(1, 1) });
    return { core, createCanvas: canvas.createCanvas };
}
/** Loaded with the first picture: whoever draws none does not pay for it. */
let library = null;
const loadedOnce = () => (library ??= loaded().catch((error) => {
    library = null;
    throw error;
}));
const optionOf = ({ chart }) => ({
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FAMILIES, color: '#222222' },
    animation: false,
    ...chart,
});
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** The library numbers what it names through the life of the process: the same picture is to be the same bytes. */
function renumbered(svg) {
    const names = new Map();
    return svg.replace(/\bzr\d+-[a-z]+-?\d+/g, (name) => {
        const known = names.get(name) ?? `p${names.size}`;
        names.set(name, known);
        return known;
    });
}
/** The chart as a document of its own, which asks nothing of anybody and runs nothing. */
export async function svgOf(picture) {
    const { core } = await loadedOnce();
    const { width, height, lang, title, description } = picture;
    const chart = core.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
        chart.setOption(optionOf(picture));
        const drawn = renumbered(chart.renderToSVGString());
        const told = `<title>${escaped(title)}</title><desc>${escaped(description)}</desc>`;
        const named = drawn.replace(/^<svg ([^>]*)>/, (_, given) => `<svg role="img" lang="${lang}" ${given}>${told}`);
        return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${named}`);
    }
    finally {
        chart.dispose();
    }
}
export async function pngOf(picture) {
    const { core, createCanvas } = await loadedOnce();
    const { width, height } = picture;
    const dots = dotsOf(width, height);
    const canvas = createCanvas(width * dots, height * dots);
    const chart = core.init(canvas, null, {
        renderer: 'canvas',
        width,
        height,
        devicePixelRatio: dots,
    });
    try {
        chart.setOption(optionOf(picture));
        chart.getZr().flush();
        return await canvas.encode('png');
    }
    finally {
        chart.dispose();
    }
}
export const drawn = (picture, form) => form === 'svg' ? svgOf(picture) : pngOf(picture);
/** A line of text in the middle of a chart that has nothing to show. */
export const nothingAt = (top, text) => ({
    type: 'text',
    left: 'center',
    top,
    style: { text, fontSize: 14, fill: '#666666', fontFamily: FAMILIES },
});
/** Never longer than so many columns; a Chinese character takes two. */
export function shortened(text, columns) {
    const widthOf = (character) => ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1);
    let width = 0;
    let kept = '';
    // A document of XML holds no control characters.
    for (const character of text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, '')) {
        width += widthOf(character);
        if (width > columns)
            return `${kept}…`;
        kept += character;
    }
    return kept;
}
//# sourceMappingURL=drawing.js.map