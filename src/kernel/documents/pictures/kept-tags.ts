/** What is kept of the Exif of a picture: how it is held, and when it was taken. */
const ORIENTATION = 0x0112;
const EXIF_FOLDER = 0x8769;
const TAKEN_AT = 0x9003;
const TAKEN_OFFSET = 0x9011;
const [ASCII, SHORT, LONG] = [2, 3, 4];

/** More entries than any camera writes. */
const MAX_ENTRIES = 512;
const ENTRY_BYTES = 12;

interface Tag {
  id: number;
  type: number;
  count: number;
  value: Buffer;
}

/** The tags of one folder of a TIFF by their ids; none where it does not lie whole in the bytes. */
function readFolder(tiff: Buffer, isLittle: boolean, at: number): Map<number, Tag> {
  const read16 = (from: number) => (isLittle ? tiff.readUInt16LE(from) : tiff.readUInt16BE(from));
  const read32 = (from: number) => (isLittle ? tiff.readUInt32LE(from) : tiff.readUInt32BE(from));
  const tags = new Map<number, Tag>();
  if (at < 8 || at + 2 > tiff.length) return tags;
  const count = Math.min(read16(at), MAX_ENTRIES);
  for (let i = 0; i < count; i += 1) {
    const from = at + 2 + i * ENTRY_BYTES;
    if (from + ENTRY_BYTES > tiff.length) break;
    const [id, type, values] = [read16(from), read16(from + 2), read32(from + 4)];
    const size = type === ASCII ? values : type === SHORT ? values * 2 : type === LONG ? values * 4 : 0;
    const start = size <= 4 ? from + 8 : read32(from + 8);
    if (size === 0 || start + size > tiff.length) continue;
    tags.set(id, { id, type, count: values, value: tiff.subarray(start, start + size) });
  }
  return tags;
}

const isDay = (text: string): boolean => /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d\0?$/.test(text);
const isOffset = (text: string): boolean => /^[+-]\d\d:\d\d\0?$/.test(text);

/** A folder in TIFF's words, at its place: entries in the order of their ids, what does not fit into them behind. */
function writeFolder(tags: readonly { id: number; type: number; count: number; value: Buffer }[], at: number): Buffer {
  const head = Buffer.alloc(2 + tags.length * ENTRY_BYTES + 4);
  const behind: Buffer[] = [];
  let end = at + head.length;
  head.writeUInt16BE(tags.length, 0);
  for (const [i, { id, type, count, value }] of tags.entries()) {
    const from = 2 + i * ENTRY_BYTES;
    head.writeUInt16BE(id, from);
    head.writeUInt16BE(type, from + 2);
    head.writeUInt32BE(count, from + 4);
    if (value.length <= 4) value.copy(head, from + 8);
    else {
      head.writeUInt32BE(end, from + 8);
      behind.push(value);
      end += value.length;
    }
  }
  return Buffer.concat([head, ...behind]);
}

const toText = (id: number, text: string) => ({
  ...{ id, type: ASCII, count: text.length + 1, value: Buffer.from(`${text}\0`, 'latin1') },
});

/**
 * The same Exif with what is kept alone: neither place, device, names nor a small picture. Null where nothing of it is kept.
 * @param tiff what stands behind `Exif\0\0`
 */
export function keepTags(tiff: Buffer): Buffer | null {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const isLittle = order === 'II';
  const read = (bytes: Buffer) => (isLittle ? bytes.readUInt16LE(0) : bytes.readUInt16BE(0));
  const readAddress = (bytes: Buffer) => (isLittle ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0));
  const first = readFolder(tiff, isLittle, readAddress(tiff.subarray(4)));
  const folder = first.get(EXIF_FOLDER);
  const inner = folder?.type === LONG ? readFolder(tiff, isLittle, readAddress(folder.value)) : new Map<number, Tag>();
  const readText = (id: number, isRight: (text: string) => boolean) => {
    const text = inner.get(id)?.type === ASCII ? (inner.get(id)?.value.toString('latin1') ?? '') : '';
    return isRight(text) ? [toText(id, text.replace('\0', ''))] : [];
  };
  const held = first.get(ORIENTATION)?.type === SHORT ? read(first.get(ORIENTATION)?.value as Buffer) : 0;
  const orientation = Buffer.alloc(2);
  orientation.writeUInt16BE(held, 0);
  const outer = held >= 1 && held <= 8 ? [{ id: ORIENTATION, type: SHORT, count: 1, value: orientation }] : [];
  const taken = readText(TAKEN_AT, isDay);
  const innerTags = taken.length > 0 ? [...taken, ...readText(TAKEN_OFFSET, isOffset)] : [];
  if (outer.length + innerTags.length === 0) return null;
  const head = Buffer.from('MM\0*\0\0\0\b', 'latin1');
  if (innerTags.length === 0) return Buffer.concat([head, writeFolder(outer, head.length)]);
  const place = Buffer.alloc(4);
  const outerTags = [...outer, { id: EXIF_FOLDER, type: LONG, count: 1, value: place }];
  const innerAt = head.length + writeFolder(outerTags, head.length).length;
  place.writeUInt32BE(innerAt, 0);
  return Buffer.concat([head, writeFolder(outerTags, head.length), writeFolder(innerTags, innerAt)]);
}
