import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import { asMember, type OpenReview } from './open-review.js';
import { leastSuppliers, ReviewDesk } from './review.desk.js';
import { strangers } from './given-bids.js';
import type { Finding } from './scoring/findings.rules.js';
import type { ChecksDto } from './review.dto.js';

export type Stage = 'qualification' | 'conformity';

/** Who is qualified, and whose bid meets the documents: every bid is spoken of, each rejection has its ground. */
@Injectable()
export class ChecksService {
  constructor(private readonly desk: ReviewDesk) {}

  /** Order 87 article 44: buyer or agent; in a consultation the panel. */
  qualify(principal: Principal, tender: string, version: number, dto: ChecksDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, open) => {
      await this.desk.enterLot(tx, open, 'qualify', { checked: dto.results });
      mustSpeakOfAll(open, dto);
      const found =
        open.method === 'OPEN_TENDER'
          ? dto.results
          : await this.desk.find(tx, asMember(open), 'qualification', dto.results);
      if (found !== null) await this.decide(tx, open, 'qualification', found);
    });
  }

  /** The panel: what more than half of its members find. */
  checkConformity(principal: Principal, tender: string, version: number, dto: ChecksDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, seen) => {
      const open = asMember(seen);
      await this.desk.enterLot(tx, open, 'check_conformity', { checked: dto.results });
      mustSpeakOfAll(open, dto);
      const found = await this.desk.find(tx, open, 'conformity', dto.results);
      if (found !== null) await this.decide(tx, open, 'conformity', found);
    });
  }

  private async decide(
    tx: Tx,
    open: OpenReview,
    stage: Stage,
    results: readonly Omit<Finding, 'member'>[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO bid_check (bid_id, stage, passed, ground, detail, checked_at)
       SELECT g.bid, $2, g.passed, g.ground, g.detail, $3
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, passed boolean, ground text, detail text)`,
      [JSON.stringify(results), stage, await tx.now()],
    );
    if (stage === 'conformity')
      await this.desk.moveBids(
        tx,
        open,
        'find_valid',
        'valid',
        results.filter((r) => r.passed).map(({ bid }) => bid),
      );
    await this.desk.moveBids(
      tx,
      open,
      'reject',
      'rejected',
      results.filter((r) => !r.passed).map(({ bid }) => bid),
    );
    const passed = new Set(results.filter((r) => r.passed).map(({ bid }) => bid));
    const left = new Set(open.bids.filter(({ id }) => passed.has(id)).map(({ bidder_id }) => bidder_id)).size;
    const action = stage === 'qualification' ? 'qualify' : 'check_conformity';
    await this.desk.moveLot(tx, open, action, left < leastSuppliers(open) ? 'failed' : open.lot.state, {
      left,
      rejected: results.filter((r) => !r.passed).map(({ bid, ground }) => ({ bid, ground })),
    });
  }
}

/** Every bid that still stands, each once; a rejection with its ground. */
function mustSpeakOfAll(open: OpenReview, { results }: ChecksDto): void {
  strangers(open, results, '/results');
  if (results.length < open.bids.length)
    throw invalid('/results', 'incomplete', { en: 'Every bid is spoken of', zh: '应逐一说明每份投标（响应）' });
  results.forEach(({ passed, ground, detail }, i) => {
    if (passed ? ground || detail : !ground || !detail)
      throw invalid(`/results/${i}/ground`, passed ? 'not_allowed_value' : 'required', {
        en: 'A rejection has a ground and says why; nothing else has',
        zh: '不通过的须给出事由并说明，通过的不填',
      });
  });
}
