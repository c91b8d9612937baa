import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Changed } from '../../../kernel/database/merge-patch.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';
import { isSupplierKind } from '../organisation-codes.js';
import { loadBodySeats } from './body-seats.js';
import { writeBodyChange, type ChangedBody } from './changed-body.js';

/** A locked body, by what it is known by. */
export interface KnownBody extends ChangedBody {
  version: number;
  credit_code: string | null;
  kind: string | null;
  budget_level: string | null;
  merged_into: string | null;
}

/** The columns by which a body is known, by the fields of the API. */
export const IDENTITY_COLUMNS = {
  creditCode: 'credit_code',
  kind: 'kind',
  region: 'region',
  budgetLevel: 'budget_level',
} as const;

/** Whether a complaint that is open would be left by the authority that deals with it, were the body at this place and level. */
export const isOpenComplaintMoved = declareContribution<
  (tx: Tx, body: KnownBody, next: Pick<KnownBody, 'kind' | 'region' | 'budget_level'>) => Promise<boolean>
>('open complaints that a correction would move');

/** @throws Problem `not_found` */
export const lockKnownBody = (tx: Tx, id: string): Promise<KnownBody> =>
  lockRoot<KnownBody>(tx, 'organisation', id, (sql) => sql, new Sql());

const FAULTS = {
  outdated: { en: 'It is no longer what it was when this was asked', zh: '现登记内容与提出更正时不同' },
  not_unique: { en: 'Another organisation of this dataset has it', zh: '该数据集中已有同一组织' },
  not_changeable: {
    en: 'Those who sit there have no place in a body of this kind',
    zh: '该机构现有席位不适用于更正后的机构类型',
  },
  complaint_open: {
    en: 'A complaint is open for which the competent authority would change: correct it when the complaint is closed',
    zh: '有未办结的投诉，更正将改变其管辖的财政部门；请在投诉办结后更正',
  },
};

/** What keeps a correction from being true of the body as it stands, field by field; nobody gives or ends a seat there until the commit. */
export async function listCorrectionFaults(tx: Tx, body: KnownBody, changed: Changed): Promise<FieldError[]> {
  const { agents, suppliersOnly } = await loadBodySeats(tx, body.id);
  const isMoved = await movesComplaint(tx, body, changed);
  const faults: FieldError[] = [];
  for (const [field, column] of Object.entries(IDENTITY_COLUMNS)) {
    const change = changed[column];
    if (change === undefined) continue;
    const note = (code: keyof typeof FAULTS) => faults.push({ pointer: `/${field}`, code, text: FAULTS[code] });
    if (body.merged_into !== null || body[column] !== change.from) note('outdated');
    if (column === 'credit_code' && (await isCodeTaken(tx, body, change.to))) note('not_unique');
    if (column === 'kind' && !(isSupplierKind(change.to) ? suppliersOnly : !agents)) note('not_changeable');
    if (isMoved && PLACING.includes(column)) note('complaint_open');
  }
  return faults;
}

/** What says which complaints are an authority's, or about whom they are. */
const PLACING: readonly string[] = ['kind', 'region', 'budget_level'];

/**
 * One person changes a body in which nobody sits, but not where complaints about it go meanwhile.
 * @throws Problem `correction_unfit`
 */
export async function refuseMovedComplaint(tx: Tx, body: KnownBody, changed: Changed): Promise<void> {
  if (!(await movesComplaint(tx, body, changed))) return;
  const moving = Object.entries(IDENTITY_COLUMNS).filter(([, column]) => column in changed && PLACING.includes(column));
  throw new Problem('correction_unfit', {
    errors: moving.map(([field]) => ({ pointer: `/${field}`, code: 'complaint_open', text: FAULTS.complaint_open })),
  });
}

async function movesComplaint(tx: Tx, body: KnownBody, changed: Changed): Promise<boolean> {
  const isAuthority = body.kind === 'finance_authority';
  if (!PLACING.some((column) => column in changed && (isAuthority || column !== 'kind'))) return false;
  const get = (column: 'kind' | 'region' | 'budget_level'): string | null =>
    (column in changed ? changed[column]?.to : body[column]) as string | null;
  const next = {
    kind: isAuthority ? get('kind') : body.kind,
    region: get('region'),
    budget_level: get('budget_level'),
  };
  return isOpenComplaintMoved(tx, body, next);
}

const isCodeTaken = async (tx: Tx, { id, dataset }: KnownBody, code: unknown): Promise<boolean> =>
  (await tx.query(`SELECT FROM organisation WHERE dataset = $1 AND credit_code = $2 AND id <> $3`, [dataset, code, id]))
    .length > 0;

/** Corrects a locked body, as two persons asked by this request. */
export const correctBody = (tx: Tx, body: KnownBody, changed: Changed, request: string): Promise<void> =>
  writeBodyChange(tx, body, changed, { request });
