import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Child } from './child.js';
import { createDatabase, type TestDatabase } from './database.js';
import { buildProduct, startProduct } from './product.js';
import { runHere, type Ran } from './run-here.js';

const key = () => `k:${randomBytes(32).toString('base64')}`;

/** Commands of the product on a database of their own. */
export class Commands {
  private readonly children: Child[] = [];
  /** Settings of the next command. */
  readonly env: NodeJS.ProcessEnv;

  private constructor(
    private readonly database: TestDatabase,
    private readonly folder: string,
    /** The database, by the role that owns it. */
    readonly client: pg.Client,
    more: Record<string, string>,
  ) {
    this.env = {
      ...{ PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: folder, DATABASE_URL: database.url },
      ...{ TOKEN_KEYS: key(), AUDIT_KEYS: key(), IDENTITY_KEYS: key(), OPENING_PUBLIC_KEY: key() },
      ...more,
    };
  }

  /** @param settings more of them, by the address of the database */
  static async open(settings: (url: string) => Record<string, string> = () => ({})): Promise<Commands> {
    await buildProduct();
    const database = await createDatabase();
    const client = new pg.Client(database.url);
    await client.connect();
    return new Commands(database, mkdtempSync(join(tmpdir(), 'throughline-commands-')), client, settings(database.url));
  }

  async close(): Promise<void> {
    for (const child of this.children) await child.kill();
    await this.client.end();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Within this process. */
  run(...args: string[]): Promise<Ran> {
    return runHere(this.env, ...args);
  }

  /** From a terminal: the built product, in a process of its own. */
  async start(...args: string[]): Promise<Ran> {
    const child = startProduct('cli', this.env, ...args);
    this.children.push(child);
    return { code: await child.end(), output: child.output };
  }
}
