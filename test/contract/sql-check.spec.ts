import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { BEYOND_ENTITIES } from '../../migrations/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const scripts = resolve(import.meta.dirname, '../../scripts/sql');

interface Finding {
  place: string;
  message: string;
}
interface Check {
  checkStatements(client: pg.Client, program: unknown): Promise<{ findings: Finding[]; statements: unknown[] }>;
}
interface View {
  name: string;
  owner: string;
  text: string;
  placeAt(at: number): string;
}
interface Views {
  readViews(files: readonly string[]): View[];
  checkViews(client: pg.Client, views: readonly View[]): Promise<{ findings: Finding[] }>;
}
interface Relations {
  findCrossings(program: unknown, statements: unknown[], views: readonly View[]): Finding[];
}
interface Programs {
  openProgram(files: string[]): unknown;
}

/** What every source begins with: a sender of statements and a builder, as the product has them. */
const BEFORE = `
declare const tx: { query<T = unknown>(sql: string, params?: unknown[]): Promise<T[]> };
class Sql {
  readonly params: unknown[] = [];
  private readonly conditions: string[] = [];
  p(value: unknown): string { this.params.push(value); return \`$\${this.params.length}\`; }
  and(condition: string): this { this.conditions.push(condition); return this; }
  when<T>(value: T | undefined, condition: (p: string) => string): this {
    if (value !== undefined) this.and(condition(this.p(value)));
    return this;
  }
  get where(): string { return this.conditions.length === 0 ? 'true' : this.conditions.map((c) => \`(\${c})\`).join(' AND '); }
}
`;
const LINES_BEFORE = BEFORE.split('\n').length - 1;

describe('the check of SQL', () => {
  let folder: string;
  let database: TestDatabase;
  let client: pg.Client;
  let check: Check & Programs & Views & Relations;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-sql-spec-'));
    database = await createDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    const load = (file: string) => import(pathToFileURL(join(scripts, file)).href);
    check = {
      ...((await load('check.mjs')) as Check),
      ...((await load('program.mjs')) as Programs),
      ...((await load('views.mjs')) as Views),
      ...((await load('relations.mjs')) as Relations),
    };
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Findings in a source, each as `line message`. */
  async function findIn(source: string): Promise<string[]> {
    const file = join(folder, 'source.ts');
    writeFileSync(file, `${BEFORE}${source}`);
    const { findings } = await check.checkStatements(client, check.openProgram([file]));
    return findings.map(({ place, message }) => {
      const [name = '', line = '0'] = place.split(':');
      expect(basename(name)).toBe('source.ts');
      return `${Number(line) - LINES_BEFORE} ${message.replace(/ \(.*\)$/, '')}`;
    });
  }

  it('accepts a statement whose row and parameters are those of the schema', async () => {
    const source = `export const f = (id: string) =>
      tx.query<{ no: number; ceiling: string | null }>('SELECT no, ceiling FROM lot WHERE id = $1', [id]);`;
    expect(await findIn(source)).toEqual([]);
  });

  it('names each line of a statement that names a column which is not there', async () => {
    const source = `export const f = () => tx.query(\`SELECT l.id,
        l.height
      FROM lot l
      ORDER BY l.height\`);`;
    expect(await findIn(source)).toEqual(['2 column l.height does not exist', '4 column l.height does not exist']);
  });

  it('finds a column in a condition that the builder takes only for some requests', async () => {
    const source = `export function f(state?: string) {
      const sql = new Sql().and(\`l.no > \${new Sql().p(1)}\`);
      if (state === undefined) return null;
      sql.when(state, (p) => \`l.colour = \${p}\`);
      return tx.query(\`SELECT l.id FROM lot l WHERE \${sql.where}\`, sql.params);
    }`;
    expect(await findIn(source)).toEqual(['4 column l.colour does not exist']);
  });

  it('prepares each of the texts that a statement can come to', async () => {
    const source = `const PARTS = { lot: 'SELECT no FROM lot', bid: 'SELECT size FROM bid' };
    const part = (kind: keyof typeof PARTS) => PARTS[kind];
    export const f = (kind: keyof typeof PARTS) => tx.query(part(kind));`;
    expect(await findIn(source)).toEqual(['1 column "size" does not exist']);
  });

  it('looks at a text that a function is given from its callers', async () => {
    const source = `const lotsWhere = (condition: string) => tx.query(\`SELECT id FROM lot WHERE \${condition}\`);
    export const few = () => lotsWhere('no < 3');
    export const wide = () => lotsWhere('width > 3');`;
    expect(await findIn(source)).toEqual(['3 column "width" does not exist']);
  });

  it('reads a text that another room contributes where it is written', async () => {
    const source = `type Contributed<F> = F & { contribute(by: F): void };
    declare function contributed<F>(what: string): Contributed<F>;
    const awardOf = contributed<(lot: string) => string>('award of a lot');
    export const f = () => tx.query(\`SELECT id, (\${awardOf('lot.id')}) AS award FROM lot\`);
    awardOf.contribute((lot) => \`SELECT a.height
      FROM award a WHERE a.lot_id = \${lot}\`);`;
    expect(await findIn(source)).toEqual(['5 column a.height does not exist']);
  });

  it('reports a row with a property that is no column, of another type, or null where none is declared', async () => {
    const source = `export const f = () =>
      tx.query<{ no: string; ceiling: string; width: number }>('SELECT no, ceiling FROM lot');`;
    expect(await findIn(source)).toEqual([
      '2 column no is number, declared as string',
      '2 column ceiling may be null, declared as string',
      '2 the row has no column width',
    ]);
  });

  it('reports parameters of another type and another number of them', async () => {
    const source = `export const f = (id: Date) => tx.query('SELECT no FROM lot WHERE id = $1', [id]);
    export const g = (id: string) => tx.query('SELECT no FROM lot WHERE id = $1', [id, id]);`;
    expect(await findIn(source)).toEqual([
      '1 parameter $1 is uuid, given Date',
      '2 the statement takes 1 parameters and is given 2',
    ]);
  });

  it('reports a call whose text cannot be read', async () => {
    const source = `declare const texts: Map<string, string>;
    export const f = () => tx.query(\`SELECT \${texts.get('columns')} FROM lot\`);`;
    expect(await findIn(source)).toEqual(['2 the check cannot read how this statement is put together']);
  });

  it('reports a null of a column that a view shows as it reports one of its table', async () => {
    const source = `export const f = () => tx.query<{ no: number; ceiling: string }>('SELECT no, ceiling FROM lots');
    export const g = () => tx.query<{ conducted: string; number: string }>('SELECT conducted, number FROM signed_contracts');`;
    expect(await findIn(source)).toEqual([
      '1 column ceiling may be null, declared as string',
      '2 column number may be null, declared as string',
    ]);
  });

  describe('between rooms', () => {
    const TABLES = ['purchase/tenders/lots/lot', 'watch/flags/flag'].map((name) =>
      resolve(import.meta.dirname, `../../src/${name}.entity.ts`),
    );

    /** What a source of a room does against the others, each as `line message`. */
    async function findCrossingsIn(room: string, source: string): Promise<string[]> {
      const file = join(folder, 'src', room, 'crossing.ts');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${BEFORE}${source}`);
      const program = check.openProgram([file, ...TABLES]);
      const { statements } = await check.checkStatements(client, program);
      const views = check.readViews(BEYOND_ENTITIES).filter(({ name }) => name === 'lots' || name === 'flags');
      return check
        .findCrossings(program, statements, views)
        .map(({ place, message }) => `${Number(place.split(':')[1]) - LINES_BEFORE} ${message}`);
    }

    it.each(['watch', 'desk/tasks'])('finds a table that %s reads where its room publishes views', async (room) => {
      const source = `const PART = 'JOIN lot l ON l.tender_id = t.id';
      export const f = () => tx.query(\`SELECT t.id
        FROM tenders t \${PART}\`);`;
      expect(await findCrossingsIn(room, source)).toEqual([
        `1 ${room} reads lot, a table of purchase/tenders, which publishes views`,
      ]);
    });

    it('lets watch read views and its own tables, and desk the views of watch', async () => {
      const source = `export const f = () => tx.query('SELECT l.id FROM lots l');`;
      expect(
        await findCrossingsIn('watch', `${source} export const g = () => tx.query('SELECT id FROM flag');`),
      ).toEqual([]);
      expect(
        await findCrossingsIn('desk/tasks', `${source} export const g = () => tx.query('SELECT id FROM flags');`),
      ).toEqual([]);
    });

    it('lets any other later room read the table, and none write to a view', async () => {
      const source = `export const f = () => tx.query('SELECT id FROM lot');
      export const g = () => tx.query("UPDATE lots SET state = 'planned'");`;
      expect(await findCrossingsIn('purchase/contracts', source)).toEqual([
        '2 purchase/contracts writes lots, a view of purchase/tenders',
      ]);
    });

    it('finds a view of a later room, in a statement and in another view', async () => {
      const source = `export const f = () => tx.query('SELECT id FROM flags');`;
      expect(await findCrossingsIn('purchase/contracts', source)).toEqual([
        '1 purchase/contracts reads flags, a view of watch',
      ]);
      const program = check.openProgram(TABLES);
      const view = { name: 'warned', owner: 'tenders', text: 'SELECT f.id FROM flag f', placeAt: () => 'here:1' };
      expect(check.findCrossings(program, [], [view])).toEqual([
        { place: 'here:1', message: 'purchase/tenders reads flag, a table of watch' },
      ]);
    });
  });

  it('names the line of a view that names a column which is not there', async () => {
    const [lots] = check.readViews(BEYOND_ENTITIES).filter(({ name }) => name === 'lots');
    if (!lots) throw new Error('there is no view of lots');
    const { findings } = await check.checkViews(client, [{ ...lots, text: lots.text.replace('l.no,', 'l.number,') }]);
    expect(findings).toEqual([
      {
        place: expect.stringMatching(/^migrations\/views\/tenders\.sql:\d+$/),
        message: 'column l.number does not exist (view lots)',
      },
    ]);
  });
});
