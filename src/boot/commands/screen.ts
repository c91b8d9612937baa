import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { DEFAULT_SCREENING, parseSettings, SettingsFileError } from '../../opendata/screening/settings-file.rules.js';
import type { ScreeningFormat } from '../../opendata/screening/write-report.js';
import { UsageError, type Command } from './command.js';

const ARGUMENTS = 'FILE [--settings FILE] [--format FORMAT] [--out FILE] [--threads N]';
const FORMATS: readonly ScreeningFormat[] = ['json', 'ndjson'];
/** A smaller file is screened before a thread has started. */
const SMALL = 2 * 1024 * 1024;
const MOST_THREADS = 64;
/** Errors that are told on the terminal too. */
const MOST_TOLD = 20;

/** Needs no database. */
export const screen: Command = {
  usage: ARGUMENTS,
  does: 'what eleven published red flags say of a file of OCDS releases, to the letter and corrected, without loading it; exit code 1 where lines were bad, 2 where it could not begin',
  async run(args) {
    const { file, settings, format, out, threads } = readOptions(args);
    const { NothingToScreenError } = await import('../../opendata/screening/blocks.js');
    const { screenSource } = await import('../../opendata/screening/screen-file.js');
    const { writeReport } = await import('../../opendata/screening/write-report.js');
    let screening;
    try {
      screening = await screenSource(openSource(file), { settings, threads: threads ?? countThreads(file) });
    } catch (error) {
      if (error instanceof NothingToScreenError) throw new UsageError(`${file}: nothing to screen. ${error.message}`);
      throw error;
    }
    const { gathering, counts } = screening;
    try {
      const text = Readable.from(writeReport(screening, format));
      if (out === undefined) {
        await pipeline(text, process.stdout, { end: false });
        // The process ends behind this, and with it what a slow reader of a pipe has not taken yet.
        await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
      } else await pipeline(text, createWriteStream(out));
    } finally {
      gathering.close();
    }
    const told = gathering.errors.slice(0, MOST_TOLD);
    for (const { at, code, detail } of told)
      process.stderr.write(`${file}: ${counts} ${at}: ${code}${detail === undefined ? '' : `: ${detail}`}\n`);
    if (gathering.errorCount > told.length)
      process.stderr.write(`${file}: ${gathering.errorCount - told.length} errors more\n`);
    return gathering.errorCount > 0 ? 1 : 0;
  },
};

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: { settings: text, format: text, out: text, threads: text },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const [file, ...others] = parsed.positionals;
  const format = FORMATS.find((one) => one === (parsed.values.format ?? 'json'));
  const threads = parsed.values.threads;
  if (file === undefined || others.length > 0 || format === undefined) throw new UsageError(`screen ${ARGUMENTS}, with a format of ${FORMATS.join(' or ')}`); // prettier-ignore
  if (threads !== undefined && (!/^[1-9]\d?$/.test(threads) || Number(threads) > MOST_THREADS))
    throw new UsageError(`--threads takes 1 to ${MOST_THREADS}`);
  return {
    ...{ file, format, out: parsed.values.out, threads: threads === undefined ? undefined : Number(threads) },
    settings: parsed.values.settings === undefined ? DEFAULT_SCREENING : readSettings(parsed.values.settings),
  };
}

function readSettings(file: string) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  try {
    return parseSettings(text);
  } catch (error) {
    throw error instanceof SettingsFileError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}

function openSource(file: string): AsyncIterable<Uint8Array> {
  if (file === '-') return process.stdin;
  if (findSize(file) === null) throw new UsageError(`${file} cannot be read: there is no such file`);
  const bytes = createReadStream(file, { highWaterMark: 1024 * 1024 });
  if (!file.endsWith('.gz')) return bytes;
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  // Its failure ends the stream that is read.
  bytes.on('error', (error) => unpacked.destroy(error));
  return bytes.pipe(unpacked);
}

/** Null where there is no file. */
function findSize(file: string): number | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true || found?.isFIFO() === true ? found.size : null;
}

function countThreads(file: string): number {
  const size = file === '-' ? null : findSize(file);
  return size !== null && size > 0 && size < SMALL ? 0 : Math.min(availableParallelism(), MOST_THREADS);
}
