import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { PersonalReads } from '../../../kernel/audit/persons/personal-reads.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { buildPage, keyset } from '../../../kernel/http/lists/list.js';
import type { PriceItem, ServiceDays } from '../../../purchase/tenders/conducted/terms/price-types.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { RecipientNames } from '../records/recipient-names.js';
import { formatRecipientNumber } from '../records/recipient.rules.js';
import type {
  ContractWorkDto,
  MyWorkDto,
  MyWorkQuery,
  WorkDueDto,
  WorkLineDto,
  WorkPromiseDto,
} from './my-work.dto.js';
import { computeUnits, groupRows, listOpenReports, listPromises, type WorkPromise } from './my-work.rules.js';
import {
  countWork,
  loadOwnRecords,
  loadWorkDue,
  loadWorkRecipients,
  MOST,
  type DueRow,
  type RecipientRow,
} from './work-statements.queries.js';

const MOST_DUE = 100;

interface ContractRow extends Pick<ContractWorkDto, 'title' | 'category' | 'state' | 'agency' | 'from' | 'to'> {
  id: string;
  standards: Standard[];
  items: PriceItem[];
  serviceDays: ServiceDays | null;
  months: number;
  page_key: string;
}

const CONTRACTS = `c.id, c.title, c.category, c.state, c.supplier_id AS agency,
  c.content -> 'window' ->> 'start' AS from, least(greatest(c.content -> 'window' ->> 'end', c.rectify_due_on), c.terminated_on) AS to,
  coalesce(c.content -> 'standards', '[]') AS standards, coalesce(c.content #> '{price,items}', '[]') AS items,
  c.content -> 'serviceDays' AS "serviceDays", coalesce((c.content ->> 'reportMonths')::int, 1) AS months`;

/** The work of a day for who records services: one call, a number of statements that does not grow. */
@Injectable()
export class MyWorkQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: RecipientNames,
    private readonly reads: PersonalReads,
  ) {}

  async read(principal: Principal, query: MyWorkQuery, url: string): Promise<MyWorkDto> {
    const { reader } = this.transactions;
    const [clock] = await reader.query<{ on: PlainDate }[]>(`SELECT coalesce($1::date, business_today())::text AS on`, [
      query.on ?? null,
    ]);
    const { on } = clock as { on: PlainDate };
    const bodies = listPermittedBodies(principal, 'service.record');
    const sql = new Sql();
    sql.and(`c.supplier_id = ANY (${sql.p(bodies)}::uuid[])`);
    const order = [
      { column: 'c.created_at', type: 'timestamptz' },
      { column: 'c.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    if (bodies.length === 0) return { on, contracts: [], next: null };
    const rows = await reader.query<ContractRow[]>(
      `SELECT ${CONTRACTS}, ${page.select} FROM contract c
       WHERE c.conducted = 'here' AND c.state IN ('active', 'halted') AND ${sql.where} ${page.order}`,
      sql.params,
    );
    const { items, next } = page.list(rows, url, (row) => row);
    return { on, contracts: await this.describe(reader, principal, items, on), next };
  }

  private async describe(
    reader: Reader,
    principal: Principal,
    rows: readonly ContractRow[],
    on: PlainDate,
  ): Promise<ContractWorkDto[]> {
    const ids = rows.map(({ id }) => id);
    const days = rows.map((row) => ({ id: row.id, agency: row.agency, open: hasService(row, on) }));
    const recipients = groupRows(await loadWorkRecipients(reader, days, on), ({ contract }) => contract);
    const own = groupRows(await loadOwnRecords(reader, ids, principal.id, on), ({ contract }) => contract);
    const due = groupRows(await loadWorkDue(reader, ids, on), ({ contract }) => contract);
    const promised = await countPromises(reader, rows, on);
    const work = rows.map((row, place): ContractWorkDto => {
      const { id, standards: _, items: __, months: ___, page_key: ____, ...shown } = row;
      return {
        contract: id,
        ...shown,
        promised: promised[place] ?? [],
        lines: this.toLines(recipients.get(id) ?? []),
        recorded: (own.get(id) ?? []).map(({ contract: _contract, ...record }) => record),
        due: listDue(row, due.get(id) ?? [], on),
        actions: listActions(row, principal),
      };
    });
    await this.reads.noteAll(reader, principal, countNames(work));
    return work;
  }

  private toLines(rows: readonly RecipientRow[]): WorkLineDto[] {
    return [...groupRows(rows, ({ line }) => line)].map(([serviceLine, of]) => {
      const listed = of.filter(
        (row): row is RecipientRow & { id: string; no: number; page_key: string } => row.id !== null,
      );
      const list = `/api/v1/service-lines/${serviceLine}/recipients?limit=${MOST}`;
      const { items, next } = buildPage({ limit: MOST }, [], 'ASC').list(listed, list, (row) => ({
        id: row.id,
        number: formatRecipientNumber(row.no),
        displayName: this.names.read(row.id, row.name),
        servedOn: row.served,
        lastServedOn: row.last,
      }));
      return { serviceLine, recipients: items, next };
    });
  }
}

const hasService = ({ state, from, to }: ContractRow, on: PlainDate): boolean =>
  state === 'active' && from !== null && to !== null && from <= on && on <= to;

/** How many names the answer shows, by the line whose register they stand in. */
function countNames(work: readonly ContractWorkDto[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { serviceLine, recipients } of work.flatMap(({ lines }) => lines)) {
    const object = `service_line:${serviceLine}`;
    const named = recipients.filter(({ displayName }) => displayName !== null).length;
    counts.set(object, (counts.get(object) ?? 0) + named);
  }
  return counts;
}

/** What each of these contracts promises, with what is done. */
async function countPromises(reader: Reader, rows: readonly ContractRow[], on: PlainDate): Promise<WorkPromiseDto[][]> {
  const promises = rows.map(({ id, standards, items }) =>
    listPromises(standards, items).map((promise) => ({ contract: id, promise })),
  );
  const measured = promises
    .flat()
    .flatMap(({ contract, promise }) => (promise.measure ? [{ contract, promise, measure: promise.measure }] : []));
  const sums = await countWork(reader, measured, on);
  const counted = new Map(measured.map(({ promise }, place) => [promise, sums[place]]));
  return promises.map((list) => list.map(({ promise }) => toPromise(promise, counted.get(promise))));
}

function toPromise({ per, ...promise }: WorkPromise, sums: { total: number; day: number } | undefined): WorkPromiseDto {
  return { ...promise, ...(sums ? computeUnits(sums.total, sums.day, per) : { done: null, doneOn: null }) };
}

/** Reports of the agency first that are not sent, then what has a day. */
function listDue(contract: ContractRow, rows: readonly DueRow[], on: PlainDate): WorkDueDto[] {
  const address = `/api/v1/contracts/${contract.id}`;
  const reports = rows.filter(({ kind }) => kind === 'report');
  const reported = reports.map(({ from, to }) => ({ from: from ?? '', to: to ?? '' }));
  const { from, to, months } = contract;
  const open = from === null || to === null ? [] : listOpenReports({ from, to }, months, reported, on);
  const listed: WorkDueDto[] = [
    ...open.map((period): WorkDueDto => ({
      ...{
        kind: 'report',
        title: `${period.from}/${period.to}`,
        state: 'open',
        dueOn: null,
        href: `${address}/reports`,
      },
    })),
    ...rows.filter(isDue(on)).map((row): WorkDueDto => ({
      kind: row.kind,
      title: row.kind === 'report' ? `${row.from ?? ''}/${row.to ?? ''}` : row.title,
      state: row.state,
      dueOn: row.due,
      href: `${address}/${PATHS[row.kind]}/${row.whole}`,
    })),
  ];
  return listed.slice(0, MOST_DUE);
}

const PATHS: Readonly<Record<DueRow['kind'], string>> = {
  milestone: 'milestones',
  report: 'reports',
  visit: 'visits',
  finding: 'visits',
};

/** A report that was begun waits once its period is over. */
const isDue =
  (on: PlainDate) =>
  ({ kind, state, to }: DueRow): boolean =>
    kind !== 'report' || state === 'returned' || (state === 'draft' && to !== null && to < on);

function listActions({ id, agency }: ContractRow, principal: Principal): AllowedActionDto[] {
  const records = `/api/v1/contracts/${id}/service-records`;
  const mayUpload = listPermittedBodies(principal, 'document.write').includes(agency);
  return [
    { action: 'record', method: 'POST', href: records },
    { action: 'record_batch', method: 'POST', href: `${records}/batch` },
    ...(mayUpload ? [{ action: 'upload_photo', method: 'POST', href: '/api/v1/documents' } as const] : []),
  ];
}
