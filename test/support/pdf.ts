import { inflateSync } from 'node:zlib';

/** What is inside a PDF: its streams, unpacked where they were packed. */
function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\r?\n/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    try {
      return [inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1')];
    } catch {
      return [];
    }
  });
}

/** Texts of a PDF with one embedded font, piece by piece in the order in which they were set. */
export function textsOf(pdf: Buffer): string[] {
  const streams = streamsOf(pdf);
  const characters = streams
    .flatMap((s) => [...s.matchAll(/beginbfrange\n<(\w+)> <\w+> \[([^\]]*)\]/g)])
    .flatMap(([, first = '0', list = '']) =>
      [...list.matchAll(/<([\w ]+)>/g)].map(([, code = ''], i) => [parseInt(first, 16) + i, code] as const),
    );
  const map = new Map(characters);
  // A ligature stands for several characters.
  const characterOf = (id: string): string =>
    (map.get(parseInt(id, 16)) ?? '')
      .split(' ')
      .map((code) => String.fromCharCode(parseInt(code, 16)))
      .join('');
  const read = (hex: string): string => (hex.match(/.{4}/g) ?? []).map(characterOf).join('');
  return streams.flatMap((s) =>
    [...s.matchAll(/\[([^\]]*)\] TJ/g)].map(([, set = '']) =>
      [...set.matchAll(/<(\w+)>/g)].map(([, hex = '']) => read(hex)).join(''),
    ),
  );
}

/** Rectangles of its pages, in points from the upper left corner. */
export const rectanglesOf = (pdf: Buffer): [x: number, y: number, width: number, height: number][] =>
  streamsOf(pdf).flatMap((s) =>
    [...s.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)].map(
      ([, x, y, w, h]) => [x, y, w, h].map(Number) as [number, number, number, number],
    ),
  );
