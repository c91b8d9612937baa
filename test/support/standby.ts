import { chmodSync, chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '../../src/kernel/embedded/account.js';
import type { EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { run } from '../../src/kernel/embedded/process.js';
import { findFreePort } from './free-port.js';
import { postgres15 } from './optional-servers.js';

/** A hot standby of a server of the tests, by Debian's programs. */
export interface Standby {
  /** Where it is read from, by the role of the API. */
  url: string;
  start(): Promise<void>;
  /** As if its machine were gone. */
  kill(): Promise<void>;
  promote(): Promise<void>;
  /** A statement by the superuser. */
  ask<T extends object>(sql: string): Promise<T[]>;
}

export async function makeStandby(server: EmbeddedPostgres): Promise<Standby> {
  const programs = postgres15.path ?? '';
  const identity = serverAccount(server.data);
  const home = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'standby-'));
  chmodSync(home, 0o755);
  const [data, log] = [join(home, 'data'), join(home, 'log')];
  mkdirSync(data, { mode: 0o700 });
  mkdirSync(log, { mode: 0o700 });
  if (identity !== null) for (const folder of [data, log]) chownSync(folder, identity.uid, identity.gid);
  const port = await findFreePort();
  const call = async (program: string, ...args: string[]): Promise<void> => {
    const { code, output, failure } = await run(join(programs, program), args, identity);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${failure ?? output}`);
  };
  await call('pg_basebackup', '-d', server.url('postgres'), '-D', data, '-R', '-X', 'stream', '-c', 'fast');
  const moved = (address: string): string => {
    const url = new URL(address);
    url.port = String(port);
    return url.href;
  };
  const owner = moved(server.url());
  const control = (...args: string[]) => call('pg_ctl', ...args, '-D', data, '-w', '-t', '60', '-s');
  return {
    url: moved(server.applicationUrl()),
    start: () => control('start', '-l', join(log, 'log'), '-o', `-p ${port}`),
    kill: () => control('stop', '-m', 'immediate'),
    promote: () => control('promote'),
    async ask<T extends object>(sql: string): Promise<T[]> {
      const client = new pg.Client(owner);
      await client.connect();
      try {
        return (await client.query<T>(sql)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** Ends a server of the tests as if its machine were gone. */
export async function killServer(server: EmbeddedPostgres): Promise<void> {
  const identity = serverAccount(server.data);
  const args = ['stop', '-m', 'immediate', '-D', server.data, '-w', '-s'];
  const { code, output, failure } = await run(join(postgres15.path ?? '', 'pg_ctl'), args, identity);
  if (code !== 0) throw new Error(`pg_ctl: ${failure ?? output}`);
}
