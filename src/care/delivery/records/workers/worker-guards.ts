import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../../../kernel/actions/action.js';
import { ActionEngine } from '../../../../kernel/actions/engine.js';
import type { LeaveWorkerDto } from '../../../../people/organisations/workers/actions/leave-worker.js';
import { workerSubject, type LockedWorker } from '../../../../people/organisations/workers/worker.subject.js';
import { STANDS } from '../counted-records.queries.js';

/** The last day of which a record names the worker; null where none does. */
const loadLastServedDay: Fact<LockedWorker, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ day: string | null }>(
    `SELECT max(s.served_on)::text AS day FROM service_record_worker x JOIN service_record s ON s.id = x.record_id
     WHERE x.worker_id = $1 AND ${STANDS}`,
    [root.id],
  );
  return row?.day ?? null;
};

/** Nobody has left before a day on which a record says that they served. */
@Injectable()
export class WorkerGuards implements OnModuleInit {
  constructor(private readonly engine: ActionEngine) {}

  onModuleInit(): void {
    this.engine.contribute(workerSubject, {
      worker_served_later: guard<LockedWorker, LeaveWorkerDto, { last: string | null }>(
        { last: loadLastServedDay },
        ({ last }, { given, today }) => (last !== null && last > (given.on ?? today) ? { facts: { last } } : null),
      ),
    });
  }
}
