import { parseArgs } from 'node:util';
import type { Running } from '../bootstrap.js';
import { ownerUrl } from '../../kernel/database/data-source.js';
import { loadSettings, SettingsError, type Settings } from '../../kernel/config/settings.js';

export interface Command {
  /** Its arguments, for the usage. */
  usage: string;
  does: string;
  /** Answers the exit code; undefined where the process lives on. */
  run(args: string[]): Promise<number | undefined>;
}

/** The arguments are off. */
export class UsageError extends Error {}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Settings of a command: a terminal is for people, so only trouble is logged. */
export function commandSettings(): Settings {
  const settings = loadSettings();
  if (process.env.LOG_LEVEL === undefined) settings.logLevel = 'error';
  return settings;
}

/** Runs `work` on the application without HTTP and jobs, on a database that is up to date: outside production it is brought there. */
export async function withApplication<T>(
  work: (app: Running['app'], settings: Settings) => Promise<T>,
  chooseRole: (settings: Settings, owner: string | undefined) => void = () => undefined,
): Promise<T> {
  const settings = commandSettings();
  if (!settings.databaseUrl)
    throw new SettingsError([
      'DATABASE_URL: is not set; `npm run cli -- COMMAND` finds the database of the data folder',
    ]);
  // The product is loaded once it is clear that it may start: that takes seconds, a refusal none.
  const { prepareDatabase, startCommand } = await import('../bootstrap.js');
  const owner = ownerUrl(settings);
  await prepareDatabase(settings);
  chooseRole(settings, owner);
  const running = await startCommand(settings);
  try {
    return await work(running.app, settings);
  } finally {
    await running.close();
  }
}

const LONGEST_REASON = 500;

/** The reason that a command must be given, which goes into the audit. */
export function readReason(command: string, args: string[]): string {
  let reason: string | undefined;
  try {
    reason = parseArgs({ args, options: { reason: { type: 'string' } } }).values.reason?.trim();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (!reason) throw new UsageError(`${command} --reason TEXT`);
  if (reason.length > LONGEST_REASON) throw new UsageError(`The reason has at most ${LONGEST_REASON} characters.`);
  return reason;
}
