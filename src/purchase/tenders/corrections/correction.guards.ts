import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WorkingCalendars } from '../../../law/calendars/calendar.store.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry, type ActionGiven } from '../../../kernel/actions/registry.js';
import { lotsOf, type ConductedTender } from '../conducted/conducted-tender.js';
import { affectsPreparation, objectChanges, qualificationChanges, type Correction } from './correction.rules.js';
import type { DraftLot } from '../drafts/draft.rules.js';
import { tooShort, type ConductedMethod } from '../conducted/issue.rules.js';

interface CorrectionGiven extends ActionGiven {
  correction?: Correction;
}
interface Issued {
  tender: ConductedTender;
  lots: DraftLot[];
}

/** What a change of issued documents may not do, and the time that it has to leave. */
@Injectable()
export class CorrectionGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    const { registry } = this;
    // Order 87 article 27, and the same for a consultation.
    registry.contribute<CorrectionGiven>('correction_changes_object', async (tx, id, { correction = {} }) =>
      refuse(objectChanges(await issuedOf(tx, id), correction)),
    );
    registry.contribute<CorrectionGiven>('correction_changes_qualification', async (tx, id, { correction = {} }) =>
      refuse(qualificationChanges(await issuedOf(tx, id), correction)),
    );
    // What was promised to bidders is not taken back: they plan by it. A choice of this system, without an article.
    registry.contribute<CorrectionGiven>('deadline_moved_forward', async (tx, id, { correction = {} }) => {
      const { tender } = await issuedOf(tx, id);
      const moved = correction.plan?.deadlineAt;
      if (moved === undefined || tender.deadline_at === null) return null;
      if (moved !== null && new Date(moved) >= tender.deadline_at) return null;
      return {
        errors: [
          {
            pointer: '/correction/plan/deadlineAt',
            code: 'minimum',
            text: {
              en: `Not before ${tender.deadline_at.toISOString()}`,
              zh: `不得早于 ${tender.deadline_at.toISOString()}`,
            },
          },
        ],
      };
    });
    registry.contribute<CorrectionGiven>('clarification_too_late', async (tx, id, { correction = {} }) => {
      const issued = await issuedOf(tx, id);
      if (!affectsPreparation(issued, correction)) return null;
      return this.tooLate(tx, issued.tender, correction.plan?.deadlineAt ?? null);
    });
  }

  /**
   * Regulation article 31 II, Order 87 article 27: 15 days; [2014] 214 article 10: 5 days. From the notice of a change that
   * may affect how bids are prepared to the deadline, which else has to move.
   */
  async tooLate(tx: Tx, tender: ConductedTender, moved: string | null): Promise<ProblemDetails | null> {
    const end = moved ?? tender.deadline_at;
    const dates = {
      start: todayInShanghai(await tx.now()),
      end: end === null ? null : todayInShanghai(new Date(end)),
      pointer: '/correction/plan/deadlineAt',
    };
    return tooShort(tender.method as ConductedMethod, 'clarification', dates, await this.calendars.current());
  }
}

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);

async function issuedOf(tx: Tx, id: string): Promise<Issued> {
  const [tender] = await tx.query<ConductedTender>(`SELECT * FROM tender WHERE id = $1`, [id]);
  return { tender: tender as ConductedTender, lots: await lotsOf(tx, id) };
}
