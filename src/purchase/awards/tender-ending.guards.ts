import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ActionGuard, Root } from '../../kernel/actions/action.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry, type ActionGiven } from '../../kernel/actions/registry.js';
import { DraftSteps } from '../tenders/drafts/draft.steps.js';
import { BEFORE_ISSUE, CANCEL_GROUNDS } from '../tenders/oversight/grounds.js';
import { ANEW, refuseUndecided, refuseUnprovenEnd } from './ending.guards.js';
import type { LotGiven } from './lots/lot-proposals.js';
import { applied, owedRemedies } from './remedies/remedy-application.js';
import { RESCISSION_GROUNDS } from './remedies/remedy.rules.js';
import { SUSPENSION_GUARDS } from './suspension.guards.js';

/** Guards of what suspends or ends a tender as a whole, or rescinds a contract. */
@Injectable()
export class TenderEndingGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly modules: ModuleRef,
    private readonly steps: DraftSteps,
  ) {}

  onModuleInit(): void {
    this.registry.contribute<LotGiven>('suspension_groundless', this.asRegistered('suspension_groundless'));
    this.registry.contribute<LotGiven>('suspension_running', this.asRegistered('suspension_running'));
    this.registry.contribute<LotGiven>('remedy_not_decided', async (tx, id, given) => {
      const contracts = await tx.query(`SELECT FROM contract WHERE id = $1`, [id]);
      return contracts.length > 0
        ? rescindable(tx, id, given)
        : refuseUndecided(await owedRemedies(tx, id), given.remedy, ANEW, false);
    });
    this.registry.contribute<LotGiven>('end_ground_unproven', async (tx, id, given) => {
      const [tender] = await tx.query<{ state: string }>(`SELECT state FROM tender WHERE id = $1`, [id]);
      // Before the documents are issued a purchase is given up for a reason alone.
      if (tender && (BEFORE_ISSUE as readonly string[]).includes(tender.state)) return null;
      const outcome = (CANCEL_GROUNDS as readonly (string | undefined)[]).includes(given.ground)
        ? 'cancelled'
        : 'failed';
      const owed = await owedRemedies(tx, id);
      return refuseUnprovenEnd({ ...given, outcome }, { owed, lot: null, today: todayInShanghai(await tx.now()) });
    });
    this.steps.contributeToDecision(async (tx, tender, remedy) => {
      const owed = (await owedRemedies(tx, tender)).find((each) => each.id === remedy);
      const lots = await tx.query<{ id: string }>(`SELECT id FROM lot WHERE tender_id = $1 ORDER BY id`, [tender]);
      if (owed)
        await applied(
          tx,
          owed,
          lots.map((lot) => lot.id),
          owed.effect ?? 'new_round',
        );
    });
  }

  private asRegistered(code: keyof typeof SUSPENSION_GUARDS) {
    const { needs, refuses } = SUSPENSION_GUARDS[code] as unknown as ActionGuard<Root, object>;
    return async (tx: Tx, id: string, given: ActionGiven): Promise<ProblemDetails | null> => {
      const now = await tx.now();
      const root = { id, version: 1, state: '' };
      const situation = {
        ...{ tx, principal: tx.principal, root, given, action: '', now, today: todayInShanghai(now) },
        service: <T>(of: abstract new (...args: never[]) => T): T => this.modules.get(of as never, { strict: false }),
      };
      const facts: Record<string, unknown> = {};
      for (const [name, load] of Object.entries(needs)) facts[name] = await load(situation);
      return refuses(facts, situation);
    };
  }
}

/** Order 94 article 32: a contract is rescinded by a decision or a judgment, which may stand elsewhere. */
function unnamed({ ground, reference }: LotGiven): ProblemDetails | null {
  if (!(RESCISSION_GROUNDS as readonly string[]).includes(ground ?? ''))
    return {
      errors: [required('/ground', 'A ground of the closed list', '请给出规定事由')],
      facts: { grounds: RESCISSION_GROUNDS },
    };
  return reference === undefined
    ? { errors: [required('/reference', 'Number of the decision or judgment', '处理决定或裁判文书编号')] }
    : null;
}

/** The decision on a complaint about a purchase that is conducted here is on record, and is what is carried out. */
async function rescindable(tx: Tx, contract: string, given: LotGiven): Promise<ProblemDetails | null> {
  const refused = unnamed(given);
  if (refused !== null || (given.ground !== 'complaint_decision' && given.remedy === undefined)) return refused;
  const [row] = await tx.query<{ here: boolean; owed: string[] }>(
    `SELECT EXISTS (SELECT FROM tender t WHERE t.id = c.tender_id AND t.conducted = 'here') AS here, ARRAY(
       SELECT x.id FROM complaint x WHERE x.tender_id = c.tender_id AND (x.lot_id IS NULL OR c.lot_id IS NULL OR x.lot_id = c.lot_id)
         AND x.effect = 'rescind_contract' AND x.remedied_at IS NULL
         AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = x.id AND p.lot_id = c.lot_id) ORDER BY x.id) AS owed
     FROM contract c WHERE c.id = $1`,
    [contract],
  );
  const named = given.ground === 'complaint_decision' && row?.owed.includes(given.remedy ?? '');
  if (named || (given.remedy === undefined && !row?.here)) return null;
  return {
    errors: [required('/remedy', 'The complaint that was decided so', '请指明据以撤销合同的投诉')],
    facts: { remedies: row?.owed ?? [] },
  };
}

const required = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});
