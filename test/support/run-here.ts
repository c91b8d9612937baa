import { runCommand } from '../../src/boot/commands/run-command.js';

/** What a command printed, on both ways out in their order, and its exit code. */
export interface Ran {
  code: number | string;
  output: string;
}

/**
 * Runs a command as a process of its own would, but within this one: with these settings and no other, and what it prints is
 * kept. It costs a tenth of a start; that a command works from a terminal is for a process to show.
 */
export async function runHere(settings: NodeJS.ProcessEnv, ...args: string[]): Promise<Ran> {
  const { env, stdout, stderr } = process;
  const before = [stdout, stderr].map((stream) => ({ stream, write: stream.write }));
  let output = '';
  const keep = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const told = more.at(-1);
    if (typeof told === 'function') process.nextTick(told);
    return true;
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  process.env = Object.fromEntries(given);
  for (const { stream } of before) stream.write = keep;
  try {
    return { code: (await runCommand(args)) ?? 'lives on', output };
  } finally {
    process.env = env;
    for (const { stream, write } of before) stream.write = write;
  }
}
