import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A server that some suites need and that npm cannot install; without it they are skipped, and the run says so. */
export interface OptionalServer {
  readonly name: string;
  readonly suites: string;
  /** How Debian calls its package. */
  readonly debian: string;
  /** Its program, or for PostgreSQL the folder of its programs; null where it is not installed. */
  readonly path: string | null;
}

function onPath(program: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

const POSTGRES_15 = '/usr/lib/postgresql/15/bin';

export const redis: OptionalServer = {
  name: 'redis-server',
  suites: 'queues on Redis',
  debian: 'redis-server',
  path: onPath('redis-server'),
};

export const postgres15: OptionalServer = {
  name: 'PostgreSQL 15',
  suites: 'the oldest supported PostgreSQL',
  debian: 'postgresql-15',
  path: existsSync(join(POSTGRES_15, 'postgres')) ? POSTGRES_15 : null,
};

/** No server: what residents see is looked at in it. */
export const chromium: OptionalServer = {
  name: 'Chromium',
  suites: 'the pages in a browser',
  debian: 'chromium',
  path: onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome'),
};

export const clamd: OptionalServer = {
  name: 'clamd',
  suites: 'uploads under an antivirus',
  debian: 'clamav-daemon',
  path: onPath('clamd') ?? (existsSync('/usr/sbin/clamd') ? '/usr/sbin/clamd' : null),
};

export const nginx: OptionalServer = {
  name: 'nginx',
  suites: 'the proxy in front',
  debian: 'nginx',
  path: onPath('nginx') ?? (existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : null),
};

/** No servers: what the examples for integrators are run with. */
export const curl: OptionalServer = {
  name: 'curl',
  suites: 'the examples of docs/integrating.md',
  debian: 'curl',
  path: onPath('curl'),
};

export const python: OptionalServer = {
  name: 'python3',
  suites: 'a client and the examples of docs/integrating.md in Python',
  debian: 'python3',
  path: onPath('python3'),
};

export const optionalServers = [redis, postgres15, chromium, clamd, nginx, curl, python];
