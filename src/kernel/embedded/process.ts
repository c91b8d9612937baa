import { spawn } from 'node:child_process';

/** The system account a server process runs as when we are root; PostgreSQL refuses to run as root. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

export interface Outcome {
  /** Exit code, or null when the process could not be started or was killed. */
  readonly code: number | null;
  readonly output: string;
  /** System error of a process that could not be started, such as ENOENT or EPERM. */
  readonly failure: string | null;
}

/**
 * The server must not see our environment (PGPORT, PGDATA and the like change what it does) and must stand in a folder
 * that its account may enter.
 */
function surroundings(identity: Identity | null): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  windowsHide: boolean;
  uid?: number;
  gid?: number;
} {
  const { PATH, SystemRoot, TEMP } = process.env;
  const env = { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: process.platform === 'win32' ? process.cwd() : '/', env, windowsHide: true, ...identity };
}

/** How long what a program has said may still be on its way after its end. */
const LAST_WORDS_MS = 1_000;

/** Runs a program of PostgreSQL to its end, in its own session so that a Ctrl-C at the terminal does not reach it. */
export function run(program: string, args: readonly string[], identity: Identity | null): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...surroundings(identity),
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: null, output, failure: error.code ?? error.message }),
    );
    // 'close' has everything that was said; on Windows a started server may keep the pipes open, so 'exit' waits no longer
    child.once('exit', (code) => {
      const end = (): void => {
        clearTimeout(enough);
        resolve({ code, output, failure: null });
      };
      const enough = setTimeout(end, LAST_WORDS_MS);
      child.once('close', end);
    });
  });
}
