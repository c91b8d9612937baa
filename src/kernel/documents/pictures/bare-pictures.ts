import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { invalid } from '../../http/validation.js';
import { bareJpeg } from './bare-jpeg.js';
import { barePng } from './bare-png.js';

const BARE: Readonly<Record<string, (bytes: Buffer) => Buffer | null>> = {
  'image/jpeg': bareJpeg,
  'image/png': barePng,
};

interface Stored {
  size: number;
  sha256: string;
}

/** Where the content of a file lies, and how another is put in its place. */
interface Place {
  read: () => Promise<Buffer>;
  write: (content: Buffer) => Promise<void>;
}

export const createPlainPlace = (path: string): Place => ({
  read: () => readFile(path),
  write: (content) => writeFile(path, content, { mode: 0o600, flush: true }),
});

/** One picture at a time lies in memory. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Takes out of a picture what it says beside what it shows: a photo of a visit names neither the home nor the telephone. Other
 * kinds of files stay as they are. Answers what lies there now: `received` itself where nothing was taken out.
 * @throws Problem `validation_failed` for a picture whose parts cannot be told apart
 */
export async function barePicture<S extends Stored>(place: Place, mediaType: string, received: S): Promise<S | Stored> {
  const bare = BARE[mediaType];
  if (!bare) return received;
  const work = turn.then(() => rewrite(place, bare, received));
  turn = work.catch(() => undefined);
  return work;
}

async function rewrite<S extends Stored>(
  { read, write }: Place,
  bare: (bytes: Buffer) => Buffer | null,
  received: S,
): Promise<S | Stored> {
  const bytes = await read();
  const picture = bare(bytes);
  if (picture === null) throw invalid('/file', 'broken_picture', { en: 'The picture is damaged', zh: '图片已损坏' });
  if (picture.equals(bytes)) return received;
  await write(picture);
  return { size: picture.length, sha256: createHash('sha256').update(picture).digest('hex') };
}
