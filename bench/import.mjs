/** import: a file of generated notices by the command line, on an embedded PostgreSQL of its own. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { compareImports } from './support/import-file.mjs';

export const title = 'import of notices';
export const mark = 'most resident memory with ten times the rows 1.25 × or less, rows/s 0.5 × or more';

/** A third are calls; the other two thirds are the result and the contract of the call before them. */
function rowOf(i) {
  const [kind, purchase] = [i % 3, Math.floor(i / 3)];
  const common = {
    id: `g-${i}`,
    category: 'elderly_home_care',
    method: 'negotiated_consultation',
    project_title: `居家养老服务项目${purchase}`,
    buyer: `采购人${purchase % 500}`,
    bidders: [],
    lots: [],
  };
  const price = 280_000 + (purchase % 20_000);
  const winner = `机构${purchase % 300}`;
  if (kind === 0)
    return {
      ...common,
      notice_type: 'tender',
      notice_date: '2022-11-01',
      bid_deadline: '2022-11-21T09:30',
      budget_yuan: 300_000,
      ceiling_price_yuan: 300_000,
    };
  if (kind === 1)
    return {
      ...common,
      notice_type: 'award',
      follows: `g-${i - 1}`,
      notice_date: '2022-12-01',
      award_date: '2022-11-25',
      winner,
      winning_price_yuan: price,
      bidders: [
        { name: winner, price_yuan: price },
        { name: `机构${(purchase + 1) % 300}`, price_yuan: price + 1_000 },
      ],
    };
  return {
    ...common,
    notice_type: 'contract',
    follows: `g-${i - 2}`,
    notice_date: '2022-12-20',
    contract_signed_date: '2022-12-15',
    winner,
    winning_price_yuan: price,
    service_start: '2023-01-01',
    service_end: '2023-12-31',
  };
}

async function write(path, count) {
  const file = createWriteStream(path);
  for (let i = 0; i < count; i += 1) if (!file.write(`${JSON.stringify(rowOf(i))}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

export const run = ({ quick, progress }) =>
  compareImports({ many: quick ? 3_000 : 100_000, unit: 'rows', fileName: 'notices.jsonl', write, progress });
