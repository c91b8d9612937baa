import { runCommand } from './boot/commands/run-command.js';

// `serve` and `worker` end by a signal; every other command when its work is done.
const code = await runCommand(process.argv.slice(2));
if (code !== undefined) process.exit(code);
