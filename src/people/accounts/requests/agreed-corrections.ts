import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { OwnClock } from '../../../kernel/clock/own-clock.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { defineJob } from '../../../kernel/queue/jobs/job.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { correctBody, listCorrectionFaults, lockKnownBody } from '../../organisations/identity/body-correction.js';
import { ACCOUNT_REQUEST } from '../acting/acting-kinds.js';
import { ActingRows } from '../acting/acting-rows.js';
import { isBoundRequest } from '../acting/bound-row.js';
import type { LockedRequest } from './account-request.subject.js';

/** Corrects bodies as two administrators asked, once everybody there had their day to object. */
export const correctBodies = defineJob({ kind: 'sweep', name: 'correct-bodies', queue: 'sweeps', every: 60_000 });

/** SQL: the correction `r` was agreed to, and its day is over. */
const IS_DUE = `r.state = 'agreed' AND r.correction IS NOT NULL AND r.applied_at IS NULL AND r.in_force_at <= business_now()`;

interface Due {
  id: string;
  body: string | null;
}

@Injectable()
export class AgreedCorrections implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly rows: ActingRows,
    private readonly clock: OwnClock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(correctBodies, () => this.applyAll());
  }

  /** Each by itself, so that one that breaks holds up no other; the job counts as failed then, and is tried again. */
  async applyAll(): Promise<void> {
    const due = await this.transactions.primary.query<Due[]>(
      `SELECT r.id, r.organisation_id AS body FROM account_request r WHERE ${IS_DUE} ORDER BY r.in_force_at, r.id`,
    );
    await performEach(due, (one) => this.transactions.run(SYSTEM, (tx) => this.apply(tx, one)));
  }

  /** A row that is not what two persons said corrects nothing; a correction that is overtaken comes to nothing. */
  private async apply(tx: Tx, { id, body: of }: Due): Promise<void> {
    if (of === null) return;
    const body = await lockKnownBody(tx, of);
    const [request] = await tx.query<Pick<LockedRequest, 'correction' | 'in_force_at' | 'bodies'>>(
      `SELECT r.correction, r.in_force_at, r.bodies FROM account_request r WHERE r.id = $1 AND ${IS_DUE} FOR NO KEY UPDATE OF r`,
      [id],
    );
    if (!request?.correction || !this.clock.hasPassed(request.in_force_at)) return;
    if (!(await isBoundRequest(tx, this.rows, id))) return;
    const faults = await listCorrectionFaults(tx, body, request.correction);
    const isTrue = faults.length === 0;
    if (isTrue) await correctBody(tx, body, request.correction, id);
    await tx.query(
      `UPDATE account_request SET state = CASE WHEN $2 THEN state ELSE 'refused' END,
         applied_at = CASE WHEN $2 THEN business_now() END, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [id, isTrue],
    );
    tx.bindRow(ACCOUNT_REQUEST, id, id);
    await tx.record({
      ...{ aggregate: 'account_request', id, action: isTrue ? 'applied' : 'refuse', tenants: request.bodies },
      ...{ from: 'agreed', to: isTrue ? 'agreed' : 'refused' },
      data: { organisation: of, ...(!isTrue && { unfit: faults.map(({ pointer }) => pointer) }) },
    });
  }
}
