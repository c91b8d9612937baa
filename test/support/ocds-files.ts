import { Readable } from 'node:stream';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import type { ImportRow } from '../../src/imports/import.entity.js';
import type { TestApp } from './app.js';
import { importsOf, rejectsOf } from './imports.js';

type Json = Record<string, unknown>;

/** Imports a file of OCDS under a name, to its end. */
export async function importOcds(
  app: TestApp,
  name: string,
  content: string | Readable,
  dryRun = false,
): Promise<ImportRow> {
  const file = typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content;
  const id = await importsOf(app).receive(SYSTEM, file, { name, dryRun, maxBytes: 1 << 28, format: 'ocds' });
  await importsOf(app).run(id);
  return (await importsOf(app).find(id)) as ImportRow;
}

export const figures = ({ rows, accepted, unchanged, rejected }: ImportRow) => [rows, accepted, unchanged, rejected];
export const losses = ({ losses: all }: ImportRow) =>
  Object.fromEntries(all.map(({ field, reason, count }) => [`${field} ${reason}`, count]));
export const faults = async (app: TestApp, { id }: ImportRow) =>
  (await rejectsOf(app, id)).map((r) => [r.line, r.row_id, ...r.errors.map((e) => `${e.pointer} ${e.code}`)]);
export async function tenderOf(
  app: TestApp,
  name: string,
  ocid: string,
): Promise<Json & { id: string; facts: Json[]; lots: Json[] }> {
  const [row] = await app.dataSource.query(
    `SELECT tender_id AS id FROM ocds_process WHERE dataset = $1 AND ocid = $2`,
    [`import:${name}`, ocid],
  );
  return (await app.http.get(`/api/v1/tenders/${row.id}`).expect(200)).body;
}

export const inForce = ({ facts }: { facts: Json[] }) =>
  facts.filter((fact) => fact['replacedBy'] === null).map(({ kind, lot, data }) => ({ kind, lot, data }));
export const contractsOf = async (app: TestApp, tender: string): Promise<Json[]> => {
  const rows = await app.dataSource.query(`SELECT id FROM contract WHERE tender_id = $1 ORDER BY amount`, [tender]);
  return Promise.all(rows.map(async ({ id }: { id: string }) => (await app.http.get(`/api/v1/contracts/${id}`)).body));
};
let count = 0;
/** A name that no other import of the suite has. */
export const fresh = () => `o${++count}`;

export const CNY = (amount: number) => ({ amount, currency: 'CNY' });
export const release = (changes: object = {}, n = 1, date = '2024-03-01T00:00:00+08:00') => ({
  ocid: `ocds-made00-${n}`,
  id: `r-${n}-${date}`,
  date,
  tag: ['tender'],
  initiationType: 'tender',
  ...changes,
});

export const PARTIES = [
  { id: 'CN-USCI-11310000000000000B', name: '采购人甲', roles: ['buyer'] },
  { id: 's1', name: '机构乙', roles: ['supplier', 'tenderer'] },
  { id: 's2', name: '机构丙', roles: ['supplier', 'tenderer'] },
];

export const refer = (n: number) => ({ id: PARTIES[n]?.id, name: PARTIES[n]?.name });
export const TENDER = {
  id: 't',
  title: '居家养老服务',
  status: 'active',
  procurementMethod: 'open',
  tenderPeriod: { startDate: '2024-03-01T00:00:00+08:00', endDate: '2024-03-25T09:30:00+08:00' },
};
