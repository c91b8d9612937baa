import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { DraftSteps } from '../tenders/drafts/draft.steps.js';
import { BEFORE_ISSUE } from '../tenders/oversight/grounds.js';
import type { TenderGiven } from '../tenders/conducted/tender.facts.js';
import { tenderSubject, type LockedTenderHere } from '../tenders/conducted/tender.subject.js';
import { ANEW, loadOwedRemedies, refuseUndecided, refuseUnprovenEnd } from './ending.guards.js';
import { applied, owedRemedies, type OwedRemedy } from './remedies/remedy-application.js';
import { RESCISSION_GROUNDS } from './remedies/remedy.rules.js';
import { SUSPENSION_GUARDS } from './suspension.guards.js';

/** Guards of what suspends or ends a tender as a whole, or rescinds a contract. */
@Injectable()
export class TenderEndingGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly engine: ActionEngine,
    private readonly steps: DraftSteps,
  ) {}

  onModuleInit(): void {
    this.engine.contribute(tenderSubject, {
      ...SUSPENSION_GUARDS,
      remedy_not_decided: guard<LockedTenderHere, TenderGiven, { owed: OwedRemedy[] }>(
        { owed: loadOwedRemedies },
        ({ owed }, { given }) => refuseUndecided(owed, given.remedy, ANEW, false),
      ),
      end_ground_unproven: guard<LockedTenderHere, TenderGiven, { owed: OwedRemedy[] }>(
        { owed: loadOwedRemedies },
        ({ owed }, { root, given, action, today }) => {
          // Before the documents are issued a purchase is given up for a reason alone.
          if ((BEFORE_ISSUE as readonly string[]).includes(root.state)) return null;
          const outcome = action === 'cancel' ? 'cancelled' : 'failed';
          return refuseUnprovenEnd({ ...given, outcome }, { owed, lot: null, today });
        },
      ),
    });
    this.registry.contribute<TenderGiven>('remedy_not_decided', rescindable);
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
}

/** Order 94 article 32: a contract is rescinded by a decision or a judgment, which may stand elsewhere. */
function unnamed({ ground, reference }: TenderGiven): ProblemDetails | null {
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
async function rescindable(tx: Tx, contract: string, given: TenderGiven): Promise<ProblemDetails | null> {
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
