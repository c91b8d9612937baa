import { Injectable } from '@nestjs/common';
import { SYSTEM, type Principal } from '../../kernel/access/principal.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Assessor } from './assessor.service.js';
import type { Passed } from './risk-engine.js';

export interface ReassessOptions {
  /** One dataset; left out: everything. */
  dataset?: string | null;
}

/** Full passes: asked for by an administrator, or made by the command line. */
@Injectable()
export class Reassessment {
  constructor(
    private readonly transactions: Transactions,
    private readonly assessor: Assessor,
  ) {}

  /** Asks for a pass; the worker makes it. Answers its id. */
  request(principal: Principal, dataset: string | null): Promise<string> {
    return this.create(principal, dataset, 'requested');
  }

  /** Makes a pass that was asked for; one that broke off is made anew, one that is finished is left alone. */
  async perform(id: string): Promise<void> {
    const run = await this.begin(id);
    if (run === null) return;
    const passed = await this.assessor.all(run.dataset, id);
    await this.finish(id, run.dataset, passed);
  }

  /** A pass at once, in this process. A second one over the same facts changes nothing. */
  async reassessAll(options: ReassessOptions = {}): Promise<Passed & { run: string }> {
    const dataset = options.dataset ?? null;
    const run = await this.create(SYSTEM, dataset, 'running');
    const passed = await this.assessor.all(dataset, run);
    await this.finish(run, dataset, passed);
    return { run, ...passed };
  }

  /** Only what is `requested` is work for a job. */
  private create(principal: Principal, dataset: string | null, state: 'requested' | 'running'): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO risk_run (dataset, state, requested_by, requested_at) VALUES ($1, $2, $3, $4) RETURNING id`,
        [dataset, state, principal.kind === 'user' ? principal.id : null, await tx.now()],
      );
      const { id } = row as { id: string };
      const action = state === 'requested' ? 'requested' : 'started';
      await tx.record({ aggregate: 'risk_run', id, action, to: state, data: { dataset }, dataset });
      return id;
    });
  }

  private async begin(id: string): Promise<{ dataset: string | null } | null> {
    const [row] = await this.transactions.run(SYSTEM, (tx) =>
      tx.query<{ dataset: string | null }>(
        `UPDATE risk_run SET state = 'running' WHERE id = $1 AND state <> 'finished' RETURNING dataset`,
        [id],
      ),
    );
    return row ?? null;
  }

  private async finish(id: string, dataset: string | null, passed: Passed): Promise<void> {
    await this.transactions.run(SYSTEM, async (tx) => {
      await tx.query(
        `UPDATE risk_run SET state = 'finished', finished_at = $2, subjects = $3, changed = $4 WHERE id = $1`,
        [id, await tx.now(), passed.subjects, passed.changed],
      );
      await tx.record({
        aggregate: 'risk_run',
        id,
        action: 'finished',
        from: 'running',
        to: 'finished',
        data: { dataset, ...passed },
        dataset,
      });
    });
  }
}
