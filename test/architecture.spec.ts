import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'));
const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
const code = sources.filter((file) => !file.endsWith('.spec.ts'));

/** Relative imports of a file, as paths below src; type-only ones too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    relative(src, normalize(join(src, dirname(file), target)))
      .split(sep)
      .join('/')
      .replace(/\.js$/, '.ts'),
  );
}

/**
 * Floors hold several rooms; any other folder of src is a room itself. `order` is upstream first: a room may import those
 * before it, and itself. Readers may read all; nobody imports them but the shell and, in this order, each other.
 */
const {
  floors: FLOORS,
  order: ORDER,
  readers: READERS,
} = JSON.parse(readFileSync(join(root, 'scripts/rooms.json'), 'utf8')) as Record<
  'floors' | 'order' | 'readers',
  string[]
>;

const roomOf = (file: string): string => {
  const [top = '', room = ''] = file.split('/');
  if (top.endsWith('.ts') || top === 'boot') return 'shell';
  return FLOORS.includes(top) ? `${top}/${room}` : top;
};

/**
 * Terms of the glossary that the kernel says in another sense, or because it must.
 */
const SAID_BY_KERNEL = {
  dataset: 'rows of one origin are never mixed with others: kept by the kernel for every table',
  flag: 'an option of a command or a file',
  method: 'of HTTP, of compression',
  need: 'the verb',
  notice: 'what PostgreSQL sends beside answers',
  opening: 'the settings of the key that opens what is sealed',
  recipient: 'whose key seals (RFC 9180)',
  resident: 'identity numbers of residents (GB 11643); memory of a process',
  sheet: 'a spreadsheet',
  window: 'a span of bytes or of rows',
};

/** The words by which code names the terms of docs/glossary.md, but those of the kernel. */
function glossaryWords(): string[] {
  const [business = ''] = readFileSync(join(root, 'docs/glossary.md'), 'utf8').split('## Words of the kernel');
  return [...business.matchAll(/^\|[^|]*\|[^|]*\|[^|]*\| `(\w+)` \|/gm)].map(([, word = '']) => toSnake(word));
}
const toSnake = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** What stands between the name of a file and `.ts`: `.rules` and `.spec` of `quota.rules.spec.ts`. */
const suffixesOf = (file: string): string[] =>
  basename(file)
    .split('.')
    .slice(1, -1)
    .map((part) => `.${part}.ts`);

/** Folders whose files stand beside one another, as many as there are. */
const LISTS = /(^|\/)(actions|indicators)$/;
const MOST_FILES = 20;

/** Ways of imports that come back to where they began, one of each. */
function findCircles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const follow = (file: string, way: readonly string[]): void => {
    const begins = way.indexOf(file);
    if (begins >= 0) circles.push([...way.slice(begins), file].join(' → '));
    if (begins >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) follow(target, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) follow(file, []);
  return circles;
}

/** Loops in which one row that breaks stops those behind it, and why it should. */
const STOPPED_LOOPS = {
  'demonstration/demonstration-loader.ts': 'the second dataset is not loaded without the first',
  'purchase/bids/comparison/compared-texts.ts': 'a bid is compared by all of its files',
  'care/delivery/records/moved/old-records.ts': 'a command: who started it sees the fault, and begins again',
};

/** Lines of `for … of` that run transactions of the system one after another and stop where one of them breaks. */
function findBareLoops(text: string): number[] {
  const tree = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const some = (node: ts.Node, test: (node: ts.Node) => boolean): boolean =>
    test(node) || ts.forEachChild(node, (child) => some(child, test) || undefined) === true;
  const runsTransaction = (node: ts.Node): boolean =>
    ts.isCallExpression(node) &&
    node.expression.getText().endsWith('transactions.run') &&
    node.arguments[0]?.getText() === 'SYSTEM';
  const methods = new Set<string>();
  const breaks = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isTryStatement(node)) return false;
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText();
      if (called.endsWith('.catch')) return false;
      if (runsTransaction(node) || methods.has(called)) return true;
    }
    return ts.forEachChild(node, (child) => breaks(child) || undefined) === true;
  };
  const lines: number[] = [];
  const visit = (node: ts.Node, look: (node: ts.Node) => void): void => {
    look(node);
    ts.forEachChild(node, (child) => visit(child, look));
  };
  visit(tree, (node) => {
    if (ts.isMethodDeclaration(node) && some(node, runsTransaction)) methods.add(`this.${node.name.getText()}`);
  });
  visit(tree, (node) => {
    if (ts.isForOfStatement(node) && breaks(node.statement))
      lines.push(tree.getLineAndCharacterOfPosition(node.getStart()).line + 1);
  });
  return lines;
}

describe('the house', () => {
  it('holds at most twenty files in a folder, but actions and indicators', () => {
    const counts = new Map<string, number>();
    for (const folder of files.map(dirname)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    const full = [...counts].filter(([folder, n]) => !LISTS.test(folder) && n > MOST_FILES);
    expect(full).toEqual([]);
  });

  it('uses twelve suffixes, each of which docs/house.md explains', () => {
    const [, section = ''] = readFileSync(join(root, 'docs/house.md'), 'utf8').split('## Suffixes');
    const explained = [...section.matchAll(/^\| `(\.\w+\.ts)` \|/gm)].map(([, suffix = '']) => suffix);
    expect(explained.length).toBeLessThanOrEqual(12);
    expect([...new Set(sources.flatMap(suffixesOf))].sort()).toEqual(explained.sort());
  });

  it('gives a file one suffix, and a second one to specs alone', () => {
    const wrong = sources.filter((file) => suffixesOf(file.replace(/\.spec\.ts$/, '.ts')).length > 1);
    expect(wrong).toEqual([]);
  });

  it('writes nothing in queries', () => {
    const wrong = code
      .filter((file) => file.endsWith('.queries.ts'))
      .filter((file) =>
        /\b(INSERT INTO|DELETE FROM|UPDATE \w+( \w+)? SET)\b/.test(readFileSync(join(src, file), 'utf8')),
      );
    expect(wrong).toEqual([]);
  });

  it('knows every room', () => {
    const rooms = new Set(code.map(roomOf));
    rooms.delete('shell');
    expect([...rooms].sort()).toEqual([...ORDER, ...READERS].sort());
  });

  it('lets data go one way', () => {
    const order = [...ORDER, ...READERS];
    const wrong = code.flatMap((file) => {
      const from = roomOf(file);
      if (from === 'shell') return [];
      return importsOf(file)
        .map((target) => [target, roomOf(target)] as const)
        .filter(([, to]) => to === 'shell' || order.indexOf(to) > order.indexOf(from))
        .filter(([target]) => !target.startsWith('../migrations/'))
        .map(([target]) => `${file} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('has no two files that import each other, by whatever way, types included', () => {
    expect(findCircles(new Map(code.map((file) => [file, importsOf(file)])))).toEqual([]);
  });

  it('keeps the terms of the glossary out of the kernel, but ten that are named', () => {
    const words = glossaryWords();
    expect(words.length).toBeGreaterThan(50);
    const said = new Map<string, string>();
    for (const file of code.filter((f) => f.startsWith('kernel/'))) {
      const text = readFileSync(join(src, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*|^import [\s\S]*?;$/gm, '')
        .replace(/\W+/g, ' ');
      const names = ` ${toSnake(text).replace(/_/g, ' ')} `;
      for (const word of words) if (new RegExp(` ${word.replace(/_/g, ' ')}s? `).test(names)) said.set(word, file);
    }
    expect(Object.keys(SAID_BY_KERNEL)).toHaveLength(10);
    expect([...said].filter(([word]) => !Object.hasOwn(SAID_BY_KERNEL, word))).toEqual([]);
    expect(Object.keys(SAID_BY_KERNEL).filter((word) => !said.has(word))).toEqual([]);
  });

  it('keeps rules pure: no clock, no database, no framework', () => {
    const pure = code.filter((f) => f.endsWith('.rules.ts') || /watch\/indicators\/[^/]+\.ts$/.test(f));
    expect(pure.length).toBeGreaterThan(20);
    const wrong = pure.flatMap((file) => {
      const text = readFileSync(join(src, file), 'utf8');
      const bad = [
        /from '(@nestjs|typeorm|pg|bullmq|ioredis|express)/,
        /\bDate\.now\(/,
        /new Date\(\)/,
        /Math\.random\(/,
        /process\.env/,
      ];
      return bad.filter((pattern) => pattern.test(text)).map((pattern) => `${file}: ${pattern}`);
    });
    expect(wrong).toEqual([]);
  });

  it('lets controllers decide nothing', () => {
    const wrong = code
      .filter((f) => f.endsWith('.controller.ts'))
      .filter((file) => /\bif \(|\bswitch \(|\.query\(/.test(readFileSync(join(src, file), 'utf8')));
    expect(wrong.filter((f) => !f.endsWith('health.controller.ts'))).toEqual([]);
  });

  it('opens no nested transaction and talks to no queue inside a request', () => {
    const wrong = code
      .filter((f) => !f.startsWith('kernel/') && roomOf(f) !== 'shell')
      .filter((file) =>
        /dataSource\.transaction|manager\.transaction|createQueryRunner|\.addAll\(|\.addBulk\(/.test(
          readFileSync(join(src, file), 'utf8'),
        ),
      );
    expect(wrong).toEqual([]);
  });

  it('works through several rows by performEach, so that one that breaks stops no other', () => {
    const bare = `class A {
      async sweep() { for (const one of due) await this.end(one); }
      async end(one) { await this.transactions.run(SYSTEM, work); }
      async other() { for (const one of due) await this.transactions.run(SYSTEM, work).catch(note); }
      async each() { await performEach(due, (one) => this.end(one)); }
    }`;
    expect(findBareLoops(bare)).toEqual([2]);
    const found = code.filter((file) => findBareLoops(readFileSync(join(src, file), 'utf8')).length > 0);
    expect(found.sort()).toEqual(Object.keys(STOPPED_LOOPS).sort());
  });

  it('speaks of itself alone', () => {
    const folders = ['src', 'migrations', 'test', 'bench', 'docs', 'docker', 'scripts'];
    const places = [`${'/wo'}rk/`, `..${'/sha'}red`, `${'/ro'}ot/`];
    const wrong = folders
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
      )
      .filter((file) => /\.(ts|mjs|cjs|md|json|yaml|jsonl)$|Dockerfile$/.test(file))
      .filter((file) => places.some((place) => readFileSync(join(root, file), 'utf8').includes(place)));
    expect(wrong).toEqual([]);
  });

  it('has no file that hides a part of itself: at most 300 lines', () => {
    const long = code.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 301);
    expect(long).toEqual([]);
  });
});
