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

/** One picture at a time lies in memory. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Takes out of a picture what it says beside what it shows: a photo of a visit names neither the home nor the telephone. Other
 * kinds of files stay as they are. Answers what lies there now.
 * @throws Problem `validation_failed` for a picture whose parts cannot be told apart
 */
export async function barePicture(path: string, mediaType: string, received: Stored): Promise<Stored> {
  const bare = BARE[mediaType];
  if (!bare) return received;
  const work = turn.then(() => rewrite(path, bare, received));
  turn = work.catch(() => undefined);
  return work;
}

async function rewrite(path: string, bare: (bytes: Buffer) => Buffer | null, received: Stored): Promise<Stored> {
  const bytes = await readFile(path);
  const picture = bare(bytes);
  if (picture === null) throw invalid('/file', 'broken_picture', { en: 'The picture is damaged', zh: '图片已损坏' });
  if (picture.equals(bytes)) return received;
  await writeFile(path, picture, { mode: 0o600, flush: true });
  return { size: picture.length, sha256: createHash('sha256').update(picture).digest('hex') };
}
