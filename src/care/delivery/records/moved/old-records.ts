import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';

/** What was moved. */
export interface MovedRecords {
  contracts: number;
  records: number;
}

/** Nothing is recorded under such a contract any more, and no step leads back. An end that is known by month or year is compared so. */
const IS_OLD = `c.state IN ('settled', 'archived')
  AND c.window_end < left((business_today() - make_interval(months => $1))::date::text, length(c.window_end))`;
const AT_ONCE = 200;
const OLD = `
  SELECT c.id FROM contract c
  WHERE ${IS_OLD} AND c.id > $2 AND EXISTS (SELECT FROM ONLY service_record s WHERE s.contract_id = c.id)
  ORDER BY c.id LIMIT ${AT_ONCE}`;

/** Whoever records under it holds its key; now nobody does. */
const LOCK = `SELECT c.id FROM contract c WHERE ${IS_OLD} AND c.id = $2 FOR UPDATE`;
const SAY_MOVED = `
  INSERT INTO service_moved (contract_id, records)
  SELECT $1, count(*) FROM ONLY service_record s WHERE s.contract_id = $1 RETURNING records`;

const OF_CONTRACT = `SELECT s.id FROM ONLY service_record s WHERE s.contract_id = $1`;
/** Copied from the first to the last, and deleted from the last to the first: what others name is there as long as they are. */
const STEPS = [
  `INSERT INTO service_record_moved SELECT s.* FROM ONLY service_record s WHERE s.contract_id = $1`,
  `INSERT INTO service_record_recipient_moved SELECT x.* FROM ONLY service_record_recipient x WHERE x.record_id IN (${OF_CONTRACT})`,
  `INSERT INTO service_record_worker_moved SELECT x.* FROM ONLY service_record_worker x WHERE x.record_id IN (${OF_CONTRACT})`,
  `INSERT INTO service_record_line_moved SELECT x.* FROM ONLY service_record_line x WHERE x.record_id IN (${OF_CONTRACT})`,
  `DELETE FROM ONLY service_record_line x WHERE x.record_id IN (${OF_CONTRACT})`,
  `DELETE FROM ONLY service_record_worker x WHERE x.record_id IN (${OF_CONTRACT})`,
  `DELETE FROM ONLY service_record_recipient x WHERE x.record_id IN (${OF_CONTRACT})`,
  `DELETE FROM ONLY service_record s WHERE s.contract_id = $1`,
];

/** Moves records of service into tables of their own, a contract at a time and whole, once it ended long ago. They are read as before. */
@Injectable()
export class OldRecords {
  constructor(private readonly transactions: Transactions) {}

  /** Of contracts that ended more than so many months ago. */
  async move(months: number): Promise<MovedRecords> {
    const moved: MovedRecords = { contracts: 0, records: 0 };
    for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
      const old = await this.transactions.reader.query<{ id: string }[]>(OLD, [months, last]);
      for (const { id } of old) {
        const records = await this.transactions.run(SYSTEM, (tx) => moveRecords(tx, id, months));
        if (records === 0) continue;
        moved.contracts++;
        moved.records += records;
      }
      const end = old.at(-1)?.id;
      if (end === undefined || old.length < AT_ONCE) return moved;
      last = end;
    }
  }
}

async function moveRecords(tx: Tx, contract: string, months: number): Promise<number> {
  await tx.query('SET LOCAL statement_timeout = 0');
  const [old] = await tx.query<{ id: string }>(LOCK, [months, contract]);
  if (!old) return 0;
  const [said] = await tx.query<{ records: number }>(SAY_MOVED, [contract]);
  for (const step of STEPS) await tx.query(step, [contract]);
  const { records } = said as { records: number };
  await tx.record({ aggregate: 'service_records', id: contract, action: 'move', data: { records } });
  return records;
}
