import { Injectable } from '@nestjs/common';
import { listHeldPermissions, listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { PersonalReads } from '../../../kernel/audit/persons/personal-reads.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { toView } from '../../../kernel/http/view.js';
import { WorkerDto, type WorkerQuery } from './worker.dto.js';
import type { Worker } from './worker.entity.js';
import { WorkerNames } from './worker-names.js';
import { formatWorkerNumber } from './worker.rules.js';
import { ownWorkers, workerSubject } from './worker.subject.js';

type WorkerRow = Omit<StoredRow<Worker>, 'dataset' | 'created_at' | 'updated_at'>;

const COLUMNS = `r.id, r.version, r.organisation_id, r.no, r.kind, r.licence, r.name, r.since::text AS since,
  r.until::text AS until, r.state`;

/** The register of a body, for its own people: nobody else reads who works there. */
@Injectable()
export class WorkersQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: WorkerNames,
    private readonly reads: PersonalReads,
  ) {}

  async list(principal: Principal, organisation: string, query: WorkerQuery, url: string): Promise<List<WorkerDto>> {
    if (!listPermittedBodies(principal, 'service.record').includes(organisation.toLowerCase()))
      throw new Problem('not_found');
    const sql = ownWorkers(principal, organisation)(new Sql());
    sql.when(query.state, (p) => `r.state = ${p}`);
    const order = [
      { column: 'r.no', type: 'integer' },
      { column: 'r.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const { reader } = this.transactions;
    const rows = await reader.query<(WorkerRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM worker r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const list = page.list(rows, url, (row) => this.view(row, principal));
    await this.reads.note(reader, principal, `organisation:${organisation}`, list.items.length);
    return list;
  }

  async one(principal: Principal, organisation: string, id: string): Promise<WorkerDto> {
    const sql = ownWorkers(principal, organisation)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<WorkerRow[]>(
      `SELECT ${COLUMNS} FROM worker r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    await this.reads.note(this.transactions.reader, principal, `worker:${row.id}`, 1);
    return this.view(row, principal);
  }

  private view(row: WorkerRow, principal: Principal): WorkerDto {
    const place = { id: row.organisation_id, worker: row.id };
    const caller = { permissions: listHeldPermissions(principal, [row.organisation_id]) };
    return toView(WorkerDto, row, {
      organisation: row.organisation_id,
      number: formatWorkerNumber(row.no),
      name: this.names.read(row.id, row.name),
      allowedActions: linkAllowedActions(workerSubject, row.state, place, caller),
    });
  }
}
