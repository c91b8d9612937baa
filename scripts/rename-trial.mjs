/**
 * Shows that a renamed column is found wherever it is used: renames `TABLE.COLUMN` in a copy of the checkout, in its entity
 * and by a migration, and prints what the type check and `npm run lint:sql` say there. What names the column in a literal
 * and was not found comes last, for a person to look at: other tables and JSON have such names too.
 *
 *     node scripts/rename-trial.mjs lot.ceiling
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { command, Refusal, root, say } from './lib/prepare.mjs';
import { openProgram, placeAt } from './sql/program.mjs';

const COPIED = [
  'src',
  'migrations',
  'scripts',
  'openapi/examples',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.check.json',
];
const camel = (name) => name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase());

function change(path, edit) {
  const text = readFileSync(path, 'utf8');
  const changed = edit(text);
  if (changed === text) throw new Refusal(`nothing to rename in ${path}`);
  writeFileSync(path, changed);
}

/** The entity of a table: its file below the checkout. */
function findEntity({ sources }, table) {
  const file = sources.find((one) => one.fileName.endsWith('.entity.ts') && one.text.includes(`@Entity('${table}'`));
  if (!file) throw new Refusal(`no entity of ${table}`);
  return file.fileName.slice(root.length + 1);
}

function renameIn(copy, entity, table, column, to) {
  change(join(copy, entity), (text) =>
    text.replaceAll(new RegExp(`\\b(${camel(column)}|${column})\\b(?=\\??:)`, 'g'), camel(to)),
  );
  writeFileSync(
    join(copy, 'migrations/1999999999999-rename-trial.ts'),
    `import type { MigrationInterface, QueryRunner } from 'typeorm';
export class RenameTrial1999999999999 implements MigrationInterface {
  name = 'RenameTrial1999999999999';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ${table} RENAME COLUMN ${column} TO ${to}');
  }
  down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
`,
  );
  change(
    join(copy, 'migrations/every-migration.ts'),
    (text) => `${text}export { RenameTrial1999999999999 } from './1999999999999-rename-trial.js';\n`,
  );
}

function run(copy, program, args) {
  const { stdout, stderr } = spawnSync(program, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { stdout, stderr };
}

/** Every place in a literal of the sources that names the column. */
function literalsThatName({ sources }, column) {
  const places = new Set();
  const names = new RegExp(`(?<![\\w'])${column}(?![\\w'])`, 'g');
  const visit = (file, node) => {
    if (
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    )
      for (const { index } of node.getText().matchAll(names)) places.add(placeAt(file, node.getStart() + index));
    ts.forEachChild(node, (child) => visit(file, child));
  };
  for (const file of sources) if (file.fileName.startsWith(`${root}/src/`)) visit(file, file);
  return places;
}

await command(async () => {
  const [named = ''] = process.argv.slice(2);
  const [table, column] = named.split('.');
  if (!column) throw new Refusal('node scripts/rename-trial.mjs TABLE.COLUMN');
  const program = openProgram();
  const copy = mkdtempSync(join(tmpdir(), 'throughline-rename-'));
  try {
    for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    renameIn(copy, findEntity(program, table), table, column, `${column}_renamed`);
    const types = run(copy, 'npx', ['tsc', '-p', 'tsconfig.json', '--noEmit', '--incremental', 'false']);
    const sql = run(copy, process.execPath, ['scripts/lint-sql.mjs']);
    const found = new Map();
    for (const [, file, line, message] of types.stdout.matchAll(/^(\S+?)\((\d+),\d+\): (.*)$/gm))
      found.set(`${file}:${line}`, `types: ${message}`);
    for (const [, place, message] of sql.stdout.matchAll(/^(\S+:\d+) (.*)$/gm)) found.set(place, `SQL: ${message}`);
    for (const [place, message] of [...found].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })))
      console.log(`${place} ${message}`);
    const others = [...literalsThatName(program, column)].filter((place) => !found.has(place));
    console.log(`\n${found.size} places found; ${others.length} literals name ${column} and were not:`);
    for (const place of others) {
      const [file, line] = place.split(':');
      console.log(`${place} ${readFileSync(join(root, file), 'utf8').split('\n')[line - 1].trim()}`);
    }
    say(sql.stderr.trim());
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}, []);
