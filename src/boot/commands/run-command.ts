import { SettingsError } from '../../kernel/config/settings.js';
import { UnreadyDatabaseError } from '../../kernel/database/schema/old-databases.js';
import { Problem } from '../../kernel/errors/problem.js';
import { commands, UsageError } from './index.js';

const usage = (): string =>
  [
    'npm run cli -- COMMAND …',
    '',
    ...Object.entries(commands).map(
      ([name, { usage: args, does }]) => `  ${`${name} ${args}`.trimEnd().padEnd(48)} ${does}`,
    ),
    '',
  ].join('\n');

/** Says why a command failed: one sentence where that is expected, else the stack. @returns the exit code */
function tellFailure(error: unknown): number {
  const known = [UsageError, SettingsError, UnreadyDatabaseError].some((type) => error instanceof type);
  if (error instanceof Problem) {
    const details = error.details.errors?.map((e) => `  ${e.pointer} ${e.code}: ${e.text.en}`) ?? [];
    process.stderr.write([`${error.code}: ${error.message}`, ...details, ''].join('\n'));
  } else process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** Runs the command that these arguments name, as from a terminal. @returns the exit code; undefined where the process lives on */
export async function runCommand([name, ...args]: readonly string[]): Promise<number | undefined> {
  const command = name === undefined ? undefined : commands[name];
  if (!command || args.includes('--help')) {
    const asked = name === undefined || name === 'help' || args.includes('--help') || name === '--help';
    (asked ? process.stdout : process.stderr).write(asked ? usage() : `There is no command ${name}.\n\n${usage()}`);
    return asked ? 0 : 2;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return tellFailure(error);
  }
}
