import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { DraftSteps } from '../tenders/drafts/draft-steps.js';
import { BEFORE_ISSUE } from '../tenders/oversight/grounds.js';
import type { TenderGiven } from '../tenders/conducted/tender-facts.js';
import { tenderSubject } from '../tenders/conducted/tender.subject.js';
import type { LockedTenderHere } from '../tenders/conducted/tender-circumstances.js';
import { loadOwedRemedies, refuseUndecidedRemedy, refuseUnprovenEnd } from './ending-guards.js';
import { ANEW } from './remedies/stages/effects.rules.js';
import { guardCompetence } from './remedies/competence/competence.js';
import { recordApplication, owedRemedies, type OwedRemedy } from './remedies/remedy-application.js';
import { SUSPENSION_GUARDS } from './suspension-guards.js';

/** Guards of what suspends or ends a tender as a whole. */
@Injectable()
export class TenderEndingGuards implements OnModuleInit {
  constructor(
    private readonly engine: ActionEngine,
    private readonly steps: DraftSteps,
  ) {}

  onModuleInit(): void {
    this.engine.contribute(tenderSubject, {
      ...SUSPENSION_GUARDS,
      authority_not_competent: guardCompetence<LockedTenderHere>(({ id: tender, region }) => ({ tender, region })),
      remedy_not_decided: guard<LockedTenderHere, TenderGiven, { owed: OwedRemedy[] }>(
        { owed: loadOwedRemedies },
        ({ owed }, { given }) => refuseUndecidedRemedy(owed, given.remedy, ANEW, false),
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
    this.steps.contributeToDecision(async (tx, tender, remedy) => {
      const owed = (await owedRemedies(tx, tender)).find((each) => each.id === remedy);
      const lots = await tx.query<{ id: string }>(`SELECT id FROM lot WHERE tender_id = $1 ORDER BY id`, [tender]);
      if (owed)
        await recordApplication(
          tx,
          owed,
          lots.map((lot) => lot.id),
          owed.effect ?? 'new_round',
        );
    });
  }
}
