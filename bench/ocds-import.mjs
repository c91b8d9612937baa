/** ocds-import: a package of generated releases by the command line, on an embedded PostgreSQL of its own. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { compareImports } from './support/import-file.mjs';

export const title = 'import of OCDS';
export const mark = 'most resident memory with ten times the releases 1.25 × or less, releases/s 0.5 × or more';

const CNY = (amount) => ({ amount, currency: 'CNY' });
const DAY = 86_400_000;

/** Releases of one process: its call, its award, its contract, two payments. They stand far from each other in the file. */
const STAGES = [
  (n) => ({
    parties: [{ id: `b${n % 500}`, name: `采购人${n % 500}`, roles: ['buyer'] }],
    buyer: { id: `b${n % 500}` },
    tender: {
      id: 't',
      title: `居家养老服务项目${n}`,
      status: 'active',
      procurementMethod: 'open',
      value: CNY(300_000),
      tenderPeriod: { startDate: '2024-01-01T00:00:00+08:00', endDate: '2024-01-21T09:30:00+08:00' },
    },
  }),
  (n) => ({
    parties: [{ id: `s${n % 300}`, name: `机构${n % 300}`, roles: ['supplier'] }],
    tender: { status: 'complete' },
    awards: [
      {
        id: '1',
        status: 'active',
        date: '2024-02-01T00:00:00+08:00',
        value: CNY(280_000 + (n % 20_000)),
        suppliers: [{ id: `s${n % 300}` }],
      },
    ],
  }),
  (n) => ({
    contracts: [
      {
        id: '1',
        awardID: '1',
        status: 'active',
        dateSigned: '2024-02-15T00:00:00+08:00',
        value: CNY(280_000 + (n % 20_000)),
      },
    ],
  }),
  ...[1, 2].map((no) => () => ({
    contracts: [
      {
        id: '1',
        implementation: { transactions: [{ id: no, date: `2024-0${2 + no}-20T00:00:00+08:00`, value: CNY(10_000) }] },
      },
    ],
  })),
];

async function write(path, count) {
  const file = createWriteStream(path);
  const processes = count / STAGES.length;
  file.write('{"uri":"bench","version":"1.1","releases":[\n');
  for (const [stage, say] of STAGES.entries())
    for (let n = 0; n < processes; n += 1) {
      const date = new Date(Date.UTC(2024, 0, 1) + stage * 20 * DAY).toISOString();
      const release = {
        ocid: `ocds-bench0-${n}`,
        id: `${n}-${stage}`,
        date,
        tag: ['tender'],
        initiationType: 'tender',
      };
      const text = `${stage + n === 0 ? '' : ',\n'}${JSON.stringify({ ...release, ...say(n) })}`;
      if (!file.write(text)) await once(file, 'drain');
    }
  file.end(']}\n');
  await once(file, 'close');
}

export const run = ({ quick, progress }) =>
  compareImports({
    many: quick ? 5_000 : 100_000,
    unit: 'releases',
    fileName: 'releases.json',
    write,
    options: ['--format', 'ocds'],
    progress,
  });
