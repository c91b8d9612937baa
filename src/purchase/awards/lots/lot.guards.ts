import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WorkingCalendars } from '../../../law/calendars/calendar.store.js';
import { valueOf } from '../../../law/calendars/working-calendar.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addDays } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { periodEnd, periodOf } from '../../../law/deadlines/periods.rules.js';
import { CORRECTIONS } from '../../reviews/scoring/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../../reviews/repeated-review.js';
import { ruleOf } from '../../../law/rules/rule-book.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';
import { DraftSteps } from '../../tenders/drafts/draft.steps.js';
import { applied, owedRemedies, type OwedRemedy } from '../remedies/remedy-application.js';
import type { LotProposal, ProposedOutcome } from './lot-proposals.js';

/** What an action on a lot, or on its tender as a whole, was given. */
export interface LotGiven {
  reason?: string;
  ground?: string;
  reference?: string;
  /** A challenge or a complaint. */
  remedy?: string;
  /** What the action would end it as, or propose to, and what was proposed. */
  outcome?: ProposedOutcome;
  proposal?: LotProposal | null;
  /** False: nobody was promised anything, and one person decides it. */
  byTwo?: boolean;
  /** What may follow from it in this action; not said: what ends a purchase. */
  effects?: readonly string[];
  /** A challenge that was upheld will do: the buyer chooses among what the law gives. */
  byChallenge?: boolean;
}

/** Order 94 articles 31 and 32 (1): the purchase is to begin anew. */
export const ANEW = ['redo', 'new_round'] as const;

const required = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});

/** Guards of what suspends, ends or repeats a lot; some are asked of a tender as a whole, too. */
@Injectable()
export class LotGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly calendars: WorkingCalendars,
    private readonly steps: DraftSteps,
  ) {}

  onModuleInit(): void {
    this.registry.contribute<LotGiven>('suspension_groundless', async (tx, id, { remedy }) => {
      const rows = await tx.query(
        `WITH about AS (SELECT tender_id, id AS lot_id FROM lot WHERE id = $1 UNION ALL SELECT id, NULL FROM tender WHERE id = $1)
         SELECT FROM about a JOIN complaint x ON x.tender_id = a.tender_id
         WHERE x.id = $2 AND x.state = 'accepted' AND (a.lot_id IS NULL OR x.lot_id IS NULL OR x.lot_id = a.lot_id)`,
        [id, remedy ?? null],
      );
      return rows.length > 0
        ? null
        : refusedBy(ruleOf('SUSPEND-30D'), [required('/remedy', 'An accepted complaint about it', '已受理的相关投诉')]);
    });
    this.registry.contribute('suspension_running', async (tx, id) => {
      const until = await this.runsUntil(tx, id);
      return todayInShanghai(await tx.now()) > until
        ? null
        : { ...refusedBy(ruleOf('SUSPEND-30D'), []), facts: { until } };
    });
    this.registry.contribute<LotGiven>('remedy_not_decided', async (tx, id, given) =>
      undecided(await owedRemedies(tx, id), given),
    );
    this.registry.contribute('award_stands', async (tx, lot) => {
      const rows = await tx.query(
        `SELECT FROM award WHERE lot_id = $1 AND state IN ('pending', 'active', 'contracted')`,
        [lot],
      );
      return rows.length > 0 ? {} : null;
    });
    this.registry.contribute<LotGiven>('rereview_ground_missing', (_, __, { ground }) =>
      Promise.resolve(isOneOf(CORRECTIONS, ground)),
    );
    this.registry.contribute<LotGiven>('panel_result_stands', (_, __, { ground }) =>
      Promise.resolve(isOneOf(VOID_PANEL_GROUNDS, ground)),
    );
    this.registry.contribute('not_an_open_tender', async (tx, lot) => {
      const rows = await tx.query(
        `SELECT FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1 AND t.method = 'OPEN_TENDER'`,
        [lot],
      );
      return rows.length > 0 ? null : {};
    });
    this.registry.contribute('contract_stands', async (tx, lot) => {
      const rows = await tx.query<{ id: string; state: string }>(
        `SELECT id, state FROM contract WHERE lot_id = $1 AND state NOT IN ('void', 'rescinded') ORDER BY id`,
        [lot],
      );
      return rows.length > 0 ? { facts: { contracts: rows } } : null;
    });
    this.registry.contribute('bids_sealed_for_good', async (tx, lot) => {
      const rows = await tx.query(
        `SELECT FROM lot WHERE id = $1 AND ended_from IN ('open', 'closed', 'final_offers_requested')`,
        [lot],
      );
      return rows.length > 0 ? {} : null;
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

  /**
   * Law article 57, Order 94 article 28: at most thirty days for a complaint. Where the calendar does not say whether their last one is a
   * working day, they are over when it is past: earlier is too early under every calendar.
   */
  private async runsUntil(tx: Tx, id: string): Promise<string> {
    const [row] = await tx.query<{ at: Date }>(
      `SELECT coalesce(suspension_counts_from, suspended_at) AS at FROM tender WHERE id = $1
       UNION ALL SELECT coalesce(suspension_counts_from, suspended_at) FROM lot WHERE id = $1`,
      [id],
    );
    const rule = ruleOf('SUSPEND-30D');
    const period = periodOf(rule) ?? { value: 30, unit: 'calendar_day' as const };
    const start = todayInShanghai(row?.at ?? (await tx.now()));
    return valueOf(periodEnd(await this.calendars.current(), start, period)) ?? addDays(start, period.value);
  }
}

const isOneOf = (list: readonly string[], ground: string | undefined): ProblemDetails | null =>
  list.includes(ground ?? '')
    ? null
    : {
        errors: [required('/ground', 'A ground of the closed list', '请给出法定情形')],
        facts: { grounds: list },
      };

/** What is to be done must be owed, and be what was decided. */
export function undecided(
  owed: readonly OwedRemedy[],
  { remedy, effects = ANEW, byChallenge = false }: LotGiven,
): ProblemDetails | null {
  const named = owed.find(({ id }) => id === remedy);
  if (named && (named.effect === null ? byChallenge : effects.includes(named.effect))) return null;
  return {
    errors: [
      required('/remedy', 'What was upheld, and is still to be carried out', '请指明已成立且尚待落实的质疑或投诉'),
    ],
    facts: { remedies: owed.map(({ id, effect }) => ({ id, effect })), effects },
  };
}
