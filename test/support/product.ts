import { resolve } from 'node:path';
import { Child, runToEnd } from './child.js';

const root = resolve(import.meta.dirname, '../..');
let built: Promise<Child> | undefined;

/** Brings the build up to date, which in a whole run it is already. */
export async function buildProduct(): Promise<void> {
  const { PATH, HOME } = process.env;
  built ??= runToEnd(process.execPath, ['scripts/build.mjs'], { cwd: root, env: { PATH, HOME } });
  const { output, ended } = await built;
  if ((await ended) !== 0) throw new Error(output);
}

/** A process of the product as it is built: its HTTP process, or a command. Build it before. */
export const startProduct = (program: 'main' | 'cli', env: NodeJS.ProcessEnv, ...args: string[]): Child =>
  new Child(process.execPath, [`dist/src/${program}.js`, ...args], { cwd: root, env });
