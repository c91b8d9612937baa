import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { BEYOND_ENTITIES } from '../../migrations/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const scripts = resolve(import.meta.dirname, '../../scripts/sql');

interface Finding {
  place: string;
  message: string;
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
  findCrossings(program: Program, statements: unknown[], views: readonly View[]): Finding[];
}
interface Program {
  readonly program: object;
  readonly checker: object;
}
/** A text that the tests sent, with the places of the calls that sent it. */
interface Note {
  readonly text: string;
  readonly calls: readonly { path: string; line: number; column: number }[];
}
interface Check {
  checkStatements(client: pg.Client, program: Program): Promise<{ findings: Finding[]; statements: unknown[] }>;
  readCatalog(client: pg.Client): Promise<object>;
  openProgram(files: string[]): Program;
  checkSent(
    client: pg.Client,
    given: Program & { catalog: object; notes: readonly Note[]; known: Iterable<string> },
  ): Promise<{ findings: Finding[]; summary: string }>;
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
  let check: Check & Views & Relations;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-sql-spec-'));
    database = await createDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    const load = (file: string) => import(pathToFileURL(join(scripts, file)).href);
    const files = ['check.mjs', 'program.mjs', 'sent.mjs', 'views.mjs', 'relations.mjs'];
    check = Object.assign({}, ...(await Promise.all(files.map(load)))) as typeof check;
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function openSource(source: string): Program {
    const file = join(folder, 'source.ts');
    writeFileSync(file, `${BEFORE}${source}`);
    return check.openProgram([file]);
  }
  const toLines = (findings: readonly Finding[]): string[] =>
    findings.map(({ place, message }) => {
      const [name = '', line = '0'] = place.split(':');
      expect(basename(name)).toBe('source.ts');
      return `${Number(line) - LINES_BEFORE} ${message.replace(/ \(.*\)$/, '')}`;
    });

  /** Findings in a source, each as `line message`. */
  async function findIn(source: string): Promise<string[]> {
    const { findings } = await check.checkStatements(client, openSource(source));
    return toLines(findings);
  }

  /** The same in what the tests sent from a source: a text, and where its calls begin, innermost first. */
  async function findInSent(source: string, text: string, calls: readonly string[], known: readonly string[] = []) {
    const program = openSource(source);
    const path = relative(process.cwd(), join(folder, 'source.ts'));
    const places = calls.map((call) => {
      const before = source.slice(0, source.indexOf(call)).split('\n');
      return { path, line: LINES_BEFORE + before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    });
    const catalog = await check.readCatalog(client);
    const given = { ...program, catalog, notes: [{ text, calls: places }], known };
    const { findings, summary } = await check.checkSent(client, given);
    return { lines: toLines(findings), summary };
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

  it('takes a column for never null where every row of the statement must meet a condition on it', async () => {
    const source = [
      'lot l WHERE l.ceiling IS NOT NULL',
      'bid b JOIN lot l ON l.ceiling > b.price',
      'lot l WHERE (l.ceiling > 0) AND (l.no = 1 OR l.no = 2)',
      'lot l WHERE l.ceiling IS NOT NULL OR l.no = 1',
      'bid b LEFT JOIN lot l ON l.ceiling > b.price',
      'lot l JOIN lot o ON o.ceiling > 0',
      'lot l WHERE EXISTS (SELECT FROM lot WHERE ceiling IS NOT NULL)',
    ].map((from, i) => `export const f${i} = () => tx.query<{ ceiling: string }>('SELECT l.ceiling FROM ${from}');`);
    const refused = 'column ceiling may be null, declared as string';
    expect(await findIn(source.join('\n'))).toEqual([4, 5, 6, 7].map((line) => `${line} ${refused}`));
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
        place: expect.stringMatching(/^migrations\/lots\/tenders\.sql:\d+$/),
        message: 'column l.number does not exist (view lots)',
      },
    ]);
  });

  it('finds a row type that a text which the tests sent does not answer, at the call', async () => {
    const source = `declare const textOf: () => string;
    export const f = () =>
      tx.query<{ no: string; ceiling: string; width: number }>(textOf());`;
    const { lines } = await findInSent(source, 'SELECT no, ceiling FROM lot', ['query<']);
    expect(lines).toEqual([
      '3 column no is number, declared as string',
      '3 column ceiling may be null, declared as string',
      '3 the row has no column width',
    ]);
  });

  it('takes the row of a text that was sent from the caller where a function leaves it to that', async () => {
    const source = `const lotOf = async <T>(id: string): Promise<T | null> => (await tx.query<T>('', [id]))[0] ?? null;
    export const right = (id: string) => lotOf<{ no: number }>(id);
    export async function wrong(id: string): Promise<{ height: number } | null> {
      return lotOf(id + '');
    }`;
    const text = 'SELECT no FROM lot WHERE id = $1';
    expect((await findInSent(source, text, ['query<', 'lotOf<'])).lines).toEqual([]);
    const { lines } = await findInSent(source, text, ['query<', "lotOf(id + '')"]);
    expect(lines).toEqual(['1 the row has no column height']);
  });

  it('reports a text that was sent and names what is not there', async () => {
    const source = `export const f = (text: string) => tx.query(text);`;
    expect((await findInSent(source, 'SELECT height FROM lot', ['query('])).lines).toEqual([
      '1 column "height" does not exist',
    ]);
  });

  it('counts a text as prepared from the sources whatever its white space and the numbers of its parameters', async () => {
    const source = `export const f = (text: string) => tx.query(text);`;
    const sent = ['SELECT no FROM lot\n  WHERE id = $3', ['query(']] as const;
    const known = await findInSent(source, ...sent, ['SELECT no  FROM lot WHERE id = $1']);
    expect(known.summary).toContain('1 were prepared from the sources as well, 0 are new');
    const unknown = await findInSent(source, ...sent, ['SELECT no FROM lot']);
    expect(unknown.summary).toContain('0 were prepared from the sources as well, 1 are new');
  });
});
