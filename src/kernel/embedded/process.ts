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
    // 'exit', not 'close': on Windows a started server may keep the pipes open
    child.once('exit', (code) => setImmediate(() => resolve({ code, output, failure: null })));
  });
}
