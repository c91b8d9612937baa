/**
 * `npm run bench -- ID [--seed S] [--quick] [--json]`: runs bench/ID.mjs, prints both sides and keeps them in bench/RESULTS.md.
 *
 * A benchmark exports `title`, `mark` (what is asked for) and `run({ quick, progress })`, which returns rows: objects of
 * equal keys, each with the measured thing, what it is measured against, their ratio, and `ok`: whether the mark holds.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { command, Refusal, root, say } from './lib/prepare.mjs';
import './lib/load-ts.mjs';

const RESULTS = join(root, 'bench/RESULTS.md');
/** Options of benchmarks that may have their value behind a space. */
const VALUED = ['--seed', '--minutes', '--markets', '--rows', '--lots', '--queue'];
/** A run with one of these is of another length or place than the one whose results are kept. */
const OTHER_RUN = ['--rows', '--minutes', '--queue'];
const HEADER = '# Results\n\nThe last full run of each benchmark. Machines are shared and noisy: read the ratios.\n';

function table(rows) {
  const columns = Object.keys(rows[0]);
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((name) => String(row[name])))]
    .map(line)
    .join('');
}

function machine() {
  const processor = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processor.length} × ${processor[0].model.trim()}, ${memory} GB, Node ${process.versions.node}`;
}

/** Replaces the section of this benchmark, or adds it; the others stay. */
function keep(id, section) {
  const [, ...sections] = (existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : HEADER).split(/^(?=## )/m);
  const others = sections.filter((text) => !text.startsWith(`## ${id} `)).map((text) => `${text.trimEnd()}\n`);
  writeFileSync(RESULTS, [HEADER, ...[...others, section].sort()].join('\n'));
}

await command(async () => {
  const args = process.argv.slice(2);
  const ids = args.filter((arg, i) => !arg.startsWith('--') && !VALUED.includes(args[i - 1]));
  const known = readdirSync(join(root, 'bench')).filter((name) => /^[A-Za-z0-9-]+\.mjs$/.test(name));
  const file = `${ids[0]}.mjs`;
  if (ids.length !== 1 || !known.includes(file)) {
    throw new Refusal(`Which benchmark? npm run bench -- ${known.map((name) => name.slice(0, -4)).join(' | ')}`);
  }
  const quick = args.includes('--quick');
  const { title, mark, run } = await import(`../bench/${file}`);
  const rows = await run({ quick, progress: say });
  // A promise that was not kept is no matter of taste: `fails` says that the run itself has failed.
  if (rows.some(({ fails }) => fails)) process.exitCode = 1;
  if (args.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ id: ids[0], title, mark, quick, machine: machine(), rows })}\n`);
    return;
  }
  const day = new Date().toISOString().slice(0, 10);
  const section = `## ${ids[0]} ${title}\n\nMark: ${mark}. \`npm run bench -- ${ids[0]}\`, ${day}, ${machine()}.\n\n${table(rows)}`;
  process.stdout.write(`${section}\n`);
  const isOther = args.some((arg) => OTHER_RUN.includes(arg.split('=', 1)[0]));
  if (!quick && !isOther) keep(ids[0], section);
});
