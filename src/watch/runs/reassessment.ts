import { Injectable } from '@nestjs/common';
import { SYSTEM, type Principal } from '../../kernel/access/principal.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { sumScreenedSql } from '../screening/markets/screened-counts.queries.js';
import { MarketScreenings } from '../screening/markets/market-screenings.js';
import { Assessor } from './assessor.service.js';
import type { Passed } from './risk-engine.js';
import type { RunKind } from './risk-run.entity.js';

export interface ReassessOptions {
  /** One dataset; left out: everything. */
  dataset?: string | null;
}

/** What a run is of: its kind, and one dataset or all. */
interface RunScope {
  kind: RunKind;
  dataset: string | null;
}

/** Full passes and screenings: asked for by an administrator or, screenings, every night; or made at once by the command line. */
@Injectable()
export class Reassessment {
  constructor(
    private readonly transactions: Transactions,
    private readonly assessor: Assessor,
    private readonly screenings: MarketScreenings,
  ) {}

  /** Asks for a pass; the worker makes it, and takes up again one that breaks off. Answers its id. */
  request(principal: Principal, scope: RunScope): Promise<string> {
    return this.create(principal, scope, 'requested');
  }

  /** Makes a pass that was asked for; one that broke off is made anew, one that is finished is left alone. */
  async perform(id: string): Promise<void> {
    const run = await this.begin(id);
    if (run === null) return;
    await this.finish(id, run.dataset, await this.pass(id, run));
  }

  /** A pass at once, in this process. A second one over the same facts changes nothing. */
  reassessAll(options: ReassessOptions = {}): Promise<Passed & { run: string }> {
    return this.passAtOnce({ kind: 'assess', dataset: options.dataset ?? null });
  }

  /** Screens every market at once, in this process. A second time over the same facts changes nothing. */
  screenMarkets(options: ReassessOptions = {}): Promise<Passed & { run: string }> {
    return this.passAtOnce({ kind: 'screen', dataset: options.dataset ?? null });
  }

  private async passAtOnce(scope: RunScope): Promise<Passed & { run: string }> {
    const run = await this.create(SYSTEM, scope, 'running');
    try {
      const passed = await this.pass(run, scope);
      await this.finish(run, scope.dataset, passed);
      return { run, ...passed };
    } catch (error) {
      // What broke it may keep this from being written too; it is the first fault that counts.
      await this.leaveToWorker(run, scope).catch(() => undefined);
      throw error;
    }
  }

  private pass(run: string, { kind, dataset }: RunScope): Promise<Passed> {
    return kind === 'screen' ? this.screenings.screen(dataset, run) : this.assessor.all(dataset, run);
  }

  /** Only what is `requested` is work for a job. */
  private create(principal: Principal, { kind, dataset }: RunScope, state: 'requested' | 'running'): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO risk_run (kind, dataset, state, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [kind, dataset, state, principal.kind === 'user' ? principal.id : null, await tx.now()],
      );
      const { id } = row as { id: string };
      const action = state === 'requested' ? 'requested' : 'started';
      await tx.record({ aggregate: 'risk_run', id, action, to: state, data: { kind, dataset }, dataset });
      return id;
    });
  }

  private async leaveToWorker(id: string, { kind, dataset }: RunScope): Promise<void> {
    await this.transactions.run(SYSTEM, async (tx) => {
      const left = await tx.query<{ id: string }>(
        `UPDATE risk_run SET state = 'requested' WHERE id = $1 AND state = 'running' RETURNING id`,
        [id],
      );
      if (left.length === 0) return;
      const change = { action: 'requested', from: 'running', to: 'requested', data: { kind, dataset }, dataset };
      await tx.record({ aggregate: 'risk_run', id, ...change });
    });
  }

  private async begin(id: string): Promise<RunScope | null> {
    const [row] = await this.transactions.run(SYSTEM, (tx) =>
      tx.query<RunScope>(
        `UPDATE risk_run SET state = 'running' WHERE id = $1 AND state <> 'finished' RETURNING kind, dataset`,
        [id],
      ),
    );
    return row ?? null;
  }

  private async finish(id: string, dataset: string | null, passed: Passed): Promise<void> {
    await this.transactions.run(SYSTEM, async (tx) => {
      await tx.query(
        `UPDATE risk_run SET state = 'finished', finished_at = $2, subjects = $3, changed = $4,
           screened = CASE WHEN kind = 'screen' THEN ${sumScreenedSql('$5')} END
         WHERE id = $1`,
        [id, await tx.now(), passed.subjects, passed.changed, dataset],
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
