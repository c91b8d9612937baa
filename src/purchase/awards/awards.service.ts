import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { scopeOf } from '../../kernel/access/scope.js';
import { WorkingCalendars } from '../../law/calendars/calendar.store.js';
import { valueOf } from '../../law/calendars/working-calendar.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem, type ProblemDetails } from '../../kernel/errors/problem.js';
import { decide } from '../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { periodOf } from '../../law/deadlines/periods.rules.js';
import { restedEnd, type Rest } from '../../law/deadlines/rested.rules.js';
import { ruleOf } from '../../law/rules/rule-book.js';
import type { ConductedTender } from '../tenders/conducted/conducted-tender.js';
import { refusedBy } from '../tenders/conducted/issue.rules.js';
import type { LotStateHere } from '../tenders/lots/lot.states.js';
import { signingRests } from '../tenders/reads/signing-rests.sql.js';
import { loseIfWon, moveAward, type AwardHere, type LotHere } from './award.moves.js';
import { awardLifecycle } from './award.lifecycle.js';
import { mustActFor } from './results/open-result.js';
import { isOpenChallenge } from './remedies/remedy.rules.js';
import type { AwardActionDto } from './results/results.dto.js';

interface LockedAward extends AwardHere {
  version: number;
}

/** What a winner, or a buyer whose winner keeps silent, does with an award. */
@Injectable()
export class AwardsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    this.registry.register(awardLifecycle);
    this.registry.contribute('signing_period_running', (tx, award) => this.signingRuns(tx, award));
    this.registry.contribute('draft_absent', async (tx, award) => {
      const drafts = await tx.query(`SELECT FROM contract WHERE award_id = $1`, [award]);
      return drafts.length > 0 ? null : {};
    });
    this.registry.contribute('winner_signed', async (tx, award) => {
      const [signed] = await tx.query<{ contract: string }>(
        `SELECT c.id AS contract FROM contract c JOIN contract_signature s ON s.contract_id = c.id
         WHERE c.award_id = $1 AND s.amendment_id IS NULL AND s.side = 'supplier' AND s.withdrawn_at IS NULL`,
        [award],
      );
      return signed ? { facts: signed } : null;
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: AwardActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const { tender, lot, award } = await lockAward(tx, id, version);
      const { who } = decide(awardLifecycle, award.state, action, principal);
      mustActFor(principal, who, who === 'award.refuse' ? [award.supplier_id] : [tender.buyer_id]);
      const transition = await this.registry.enter(tx, awardLifecycle, award, action, given);
      await moveAward(tx, tender, award, transition.action, 'refused', { reason: given.reason, data: { lot: lot.no } });
      if (award.bid_id !== null) await loseIfWon(tx, tender, lot, award.bid_id);
      await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
        tender.id,
      ]);
    });
  }

  /**
   * Law article 46: thirty days from the notice of the award, without those on which the law forbade to sign (Regulation
   * article 54, Law article 57). They run on where the calendar does not say the last day, until they are over under any.
   */
  private async signingRuns(tx: Tx, award: string): Promise<ProblemDetails | null> {
    const rule = ruleOf('CONTRACT-30D');
    const period = periodOf(rule);
    const [row] = await tx.query<{ from: string; rests: Rest[]; challenges: string[] }>(
      `SELECT a.published_on AS "from", ${signingRests('a.lot_id', 'a.tender_id')} AS rests, ARRAY(
         SELECT x.id FROM challenge x WHERE x.tender_id = a.tender_id AND (x.lot_id IS NULL OR x.lot_id = a.lot_id)
           AND ${isOpenChallenge('x')} ORDER BY x.id) AS challenges
       FROM award a WHERE a.id = $1`,
      [award],
    );
    if (!row || period === null) return {};
    const { end, least, rests } = restedEnd(await this.calendars.current(), row.from, period, row.rests);
    const last = valueOf(end) ?? least;
    const running = rests || todayInShanghai(await tx.now()) <= last;
    return running || row.challenges.length > 0
      ? { ...refusedBy(rule, []), facts: { last: rests ? null : last, challenges: row.challenges } }
      : null;
  }
}

/** Tender before lot before award: the order of every lock. Whoever sees the award and is no party to it may not act. */
async function lockAward(
  tx: Tx,
  id: string,
  version: number,
): Promise<{ tender: ConductedTender; lot: LotHere; award: LockedAward }> {
  const [found] = await tx.query<{
    tender_id: string;
    lot_id: string;
    parties: (string | null)[];
    conducted: string;
    shown: boolean;
  }>(
    `SELECT a.tender_id, a.lot_id, ARRAY[t.buyer_id, t.agent_id, a.supplier_id] AS parties, t.conducted,
       t.published AND a.fact_id IS NOT NULL AS shown FROM award a JOIN tender t ON t.id = a.tender_id WHERE a.id = $1`,
    [id],
  );
  const mine =
    found?.parties.some((body) => body !== null && scopeOf(tx.principal).organisations.includes(body)) ?? false;
  if (!found || (!mine && !found.shown)) throw new Problem('not_found');
  if (!mine) throw new Problem('not_permitted');
  if (found.conducted === 'elsewhere') throw new Problem('conducted_elsewhere');
  const [tender] = await tx.query<ConductedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [
    found.tender_id,
  ]);
  const [lot] = await tx.query<LotHere & { state: LotStateHere }>(
    `SELECT id, no, state FROM lot WHERE id = $1 FOR NO KEY UPDATE`,
    [found.lot_id],
  );
  const [award] = await tx.query<LockedAward>(
    `SELECT id, bid_id, supplier_id, state, version FROM award WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!tender || !lot || !award) throw new Problem('not_found');
  if (award.version !== version) throw new Problem('stale_version');
  return { tender, lot, award };
}
