import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import type { ProgrammeRow } from '../programmes/programme-row.queries.js';
import { programmeSubject } from '../programmes/programme.subject.js';

/** Purchases of a programme that were begun here and are not finished, the oldest first; at most twenty. */
const loadUnfinishedTenders: Fact<ProgrammeRow, { id: string; state: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT id, tender_state_at(state, deadline_at, business_now()) AS state FROM tender
     WHERE programme_id = $1 AND conducted = 'here' AND state NOT IN ('contracted', 'failed', 'cancelled')
     ORDER BY created_at, id LIMIT 20`,
    [root.id],
  );

/** The guard that looks down from a programme to its tenders. */
@Injectable()
export class SharedGuards implements OnModuleInit {
  constructor(private readonly engine: ActionEngine) {}

  onModuleInit(): void {
    this.engine.contribute(programmeSubject, {
      tenders_unfinished: guard({ unfinished: loadUnfinishedTenders }, ({ unfinished }) =>
        unfinished.length > 0 ? { facts: { tenders: unfinished } } : null,
      ),
    });
  }
}
