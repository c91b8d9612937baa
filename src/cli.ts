import { commands, UsageError } from './boot/commands/index.js';
import { SettingsError } from './kernel/config/settings.js';
import { UnreadyDatabaseError } from './kernel/database/schema/old-databases.js';
import { Problem } from './kernel/errors/problem.js';

const usage = (): string =>
  [
    'npm run cli -- COMMAND …',
    '',
    ...Object.entries(commands).map(
      ([name, { usage: args, does }]) => `  ${`${name} ${args}`.trimEnd().padEnd(48)} ${does}`,
    ),
    '',
  ].join('\n');

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (!command || args.includes('--help')) {
  const asked = name === undefined || name === 'help' || args.includes('--help') || name === '--help';
  (asked ? process.stdout : process.stderr).write(asked ? usage() : `There is no command ${name}.\n\n${usage()}`);
  process.exit(asked ? 0 : 2);
}
try {
  // `serve` and `worker` end by a signal; every other command when its work is done.
  const code = await command.run(args);
  if (code !== undefined) process.exit(code);
} catch (error) {
  const known = [UsageError, SettingsError, UnreadyDatabaseError].some((type) => error instanceof type);
  if (error instanceof Problem) {
    const details = error.details.errors?.map((e) => `  ${e.pointer} ${e.code}: ${e.text.en}`) ?? [];
    process.stderr.write([`${error.code}: ${error.message}`, ...details, ''].join('\n'));
  } else process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
