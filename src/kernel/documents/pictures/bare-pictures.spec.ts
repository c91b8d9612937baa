import { describe, expect, it } from '@jest/globals';
import ExifReader from 'exifreader';
import * as fc from 'fast-check';
import { bareJpeg } from './bare-jpeg.js';
import { barePng } from './bare-png.js';
import { keepTags } from './kept-tags.js';

const segment = (marker: number, data: Buffer | string): Buffer => {
  const bytes = Buffer.from(data as string, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
};

/** Exif as a telephone writes it: how it is held, device, when and where it was taken, with a small picture. */
function exifOf(order: 'II' | 'MM', orientation = 6): Buffer {
  const little = order === 'II';
  const entry = (id: number, type: number, count: number, value: number): Buffer => {
    const bytes = Buffer.alloc(12);
    const [w16, w32] = little
      ? ([bytes.writeUInt16LE.bind(bytes), bytes.writeUInt32LE.bind(bytes)] as const)
      : ([bytes.writeUInt16BE.bind(bytes), bytes.writeUInt32BE.bind(bytes)] as const);
    w16(id, 0);
    w16(type, 2);
    w32(count, 4);
    if (type === 3) w16(value, 8);
    else w32(value, 8);
    return bytes;
  };
  const number = (size: 2 | 4, value: number): Buffer => {
    const bytes = Buffer.alloc(size);
    if (little) bytes.writeUIntLE(value, 0, size);
    else bytes.writeUIntBE(value, 0, size);
    return bytes;
  };
  // 8 head; four entries (54); three inner entries (42) at 62; one of the place (18) at 104; texts from 122.
  const outer = [
    entry(0x0110, 2, 12, 122),
    entry(0x0112, 3, 1, orientation),
    entry(0x8769, 4, 1, 62),
    entry(0x8825, 4, 1, 104),
  ];
  const inner = [entry(0x9003, 2, 20, 134), entry(0x9011, 2, 7, 154), entry(0xa431, 2, 10, 161)];
  const place = [entry(0x0001, 2, 2, little ? 0x4e : 0x4e000000)];
  const folder = (entries: Buffer[]): Buffer => Buffer.concat([number(2, entries.length), ...entries, number(4, 0)]);
  return Buffer.concat([
    Buffer.from(order, 'latin1'),
    ...[number(2, 42), number(4, 8)],
    ...[folder(outer), folder(inner), folder(place)],
    Buffer.from('Telephone X\0', 'latin1'),
    Buffer.from('2026:03:14 09:26:53\0+08:00\0SERIAL-77\0GPS31.2304', 'latin1'),
  ]);
}

const SCAN = Buffer.concat([
  segment(0xdb, 'quantities'),
  segment(0xda, 'scan'),
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd3, 0x56]),
]);
const END = Buffer.from([0xff, 0xd9]);
const jpegOf = (...parts: Buffer[]): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, SCAN, END]);
const isGone = (bytes: Buffer): boolean => !/SERIAL|GPS|Telephone|secret/.test(bytes.toString('latin1'));
const bare = (bytes: Buffer): Buffer => bareJpeg(bytes) as Buffer;

describe('a JPEG that is kept', () => {
  it.each(['II', 'MM'] as const)(
    '(%s) has neither place nor device, is held as it was, and says when it was taken',
    (order) => {
      const picture = bare(jpegOf(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exifOf(order)]))));
      expect(isGone(picture)).toBe(true);
      const tags = ExifReader.load(picture) as Record<string, { value?: unknown; description?: string }>;
      expect(tags['Orientation']?.value).toBe(6);
      expect(tags['DateTimeOriginal']?.description).toBe('2026:03:14 09:26:53');
      expect(tags['OffsetTimeOriginal']?.description).toBe('+08:00');
      expect(Object.keys(tags).filter((name) => /GPS|Model|Serial/.test(name))).toEqual([]);
    },
  );

  it('has the same coded picture, colours and order of its parts', () => {
    const colours = [segment(0xe2, 'ICC_PROFILE\0\x01\x01colours'), segment(0xee, 'Adobe\0d')];
    const jfif = segment(0xe0, 'JFIF\0\x01\x02\0\0\x01\0\x01\0\0');
    const picture = jpegOf(jfif, ...colours);
    expect(bare(picture)).toEqual(picture);
  });

  it.each([
    ['XMP', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0secret')],
    ['IPTC', segment(0xed, 'Photoshop 3.0\0secret')],
    ['a comment', segment(0xfe, 'secret')],
    ['several pictures in one', segment(0xe2, 'MPF\0secret')],
    ['provenance', segment(0xeb, 'JP\0secret')],
    ['a small picture of its own', segment(0xe0, 'JFXX\0secret')],
  ])('has no %s', (_, part) => {
    expect(bare(jpegOf(part))).toEqual(jpegOf());
  });

  it('has no small picture in its header, and nothing behind its end', () => {
    const header = 'JFIF\0\x01\x02\0\0\x01\0\x01';
    const picture = Buffer.concat([jpegOf(segment(0xe0, `${header}\x02\x01secret`)), Buffer.from('secret video')]);
    expect(bare(picture)).toEqual(jpegOf(segment(0xe0, `${header}\0\0`)));
  });

  it('is shown as far as it goes where it breaks off in the coded picture, and in several scans', () => {
    const whole = jpegOf();
    expect(bare(whole.subarray(0, -4))).toEqual(whole.subarray(0, -4));
    const scans = Buffer.concat([whole.subarray(0, -2), segment(0xfe, 'secret'), SCAN, END]);
    expect(bare(scans)).toEqual(Buffer.concat([whole.subarray(0, -2), SCAN, END]));
  });

  it.each([
    ['another kind of file', Buffer.from('%PDF-1.7')],
    ['a part longer than the file', jpegOf().subarray(0, 10)],
    ['a part without length', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 1])],
    ['rubbish between its parts', Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from('rubbish'), SCAN, END])],
    ['nothing', Buffer.alloc(0)],
  ])('is none: %s', (_, bytes) => {
    expect(bareJpeg(bytes)).toBeNull();
  });

  it('is not changed again, whatever it held', () => {
    const part = fc
      .tuple(fc.integer({ min: 0xe0, max: 0xfe }), fc.uint8Array({ maxLength: 40 }))
      .filter(([marker]) => marker !== 0xda)
      .map(([marker, data]) => segment(marker, Buffer.from(data)));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const once = bare(jpegOf(...parts));
        expect(bare(once)).toEqual(once);
        expect(once.subarray(-SCAN.length - 2)).toEqual(Buffer.concat([SCAN, END]));
      }),
    );
  });

  it('is told from anything else without end or fault', () => {
    const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(any, (bytes) => {
        for (const picture of [bytes, Buffer.concat([Buffer.from([0xff, 0xd8]), bytes])]) bareJpeg(picture);
        barePng(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), bytes]));
        for (const order of ['II*\0', 'MM\0*']) keepTags(Buffer.concat([Buffer.from(order, 'latin1'), bytes]));
      }),
    );
  });
});

describe('the Exif that is kept', () => {
  it('is none where it says nothing of these', () => {
    expect(keepTags(Buffer.from('MM\0*\0\0\0\b\0\0\0\0\0\0', 'latin1'))).toBeNull();
    expect(keepTags(Buffer.from('XX', 'latin1'))).toBeNull();
  });

  it('has no orientation that is none, and still the time', () => {
    const kept = keepTags(exifOf('II', 99)) as Buffer;
    expect(isGone(kept)).toBe(true);
    expect(kept.toString('latin1')).toContain('2026:03:14 09:26:53');
    expect(kept.includes(Buffer.from([0x01, 0x12]))).toBe(false);
  });
});

describe('a PNG that is kept', () => {
  const chunk = (type: string, data = ''): Buffer => {
    const bytes = Buffer.alloc(12 + data.length);
    bytes.writeUInt32BE(data.length, 0);
    bytes.write(type + data, 4, 'latin1');
    return bytes;
  };
  const pngOf = (...chunks: Buffer[]): Buffer =>
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', 'thirteen byte'),
      ...chunks,
      chunk('IDAT', 'picture'),
      chunk('IEND'),
    ]);

  it.each(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'caBX', 'prVt'])('has no %s', (type) => {
    expect(barePng(pngOf(chunk(type, 'secret')))).toEqual(pngOf());
  });

  it('has its colours and frames, and nothing behind its end', () => {
    const picture = pngOf(chunk('iCCP', 'colours'), chunk('acTL', 'frames'));
    expect(barePng(Buffer.concat([picture, Buffer.from('secret')]))).toEqual(picture);
  });

  it.each([
    ['without end', pngOf().subarray(0, -12)],
    ['with a part longer than the file', pngOf().subarray(0, 20)],
    ['of another kind', Buffer.from('GIF89a')],
  ])('is none: %s', (_, bytes) => {
    expect(barePng(bytes)).toBeNull();
  });
});
