import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { toTenderChange, type LockedTender } from '../../tenders/open-tender.js';
import { deleteBidWords } from './comparison-job.js';
import { DISPUTABLE_DAYS, isDisputedSql, isFlaggedForWordsSql, movedLatelySql } from './kept-words.queries.js';
import { declareChangeKinds } from '../../../kernel/outbox/states/change-kind.rules.js';

declareChangeKinds('tender', { bid_words_deleted: 'deletion' });

/** Days for which the words of bids are kept after the comparison and after the end of their lot, whichever was later. */
export const WORDS_KEPT_DAYS = DISPUTABLE_DAYS;
/** After the comparison, of a lot that comes to no end. */
const KEPT_AT_MOST_DAYS = 730;

/** SQL: the words of the bids of a lot `l` with the comparison `c` are kept no longer. */
const isOverdueSql =
  (): string => `c.words_deleted_at IS NULL AND c.compared_at < business_now() - make_interval(days =>
    CASE WHEN l.state IN ('contracted', 'failed', 'cancelled') THEN $1::integer ELSE $2::integer END)
  AND NOT (l.state IN ('contracted', 'failed', 'cancelled') AND ${movedLatelySql('$1')})
  AND NOT ${isDisputedSql()} AND NOT ${isFlaggedForWordsSql()}`;

interface OverdueLot {
  tender_id: string;
  lot_id: string;
  no: number;
}

/**
 * Words of bids are a copy, made to be compared: the files themselves are kept with the purchase (Law article 42). What was
 * found, its figures and the short beginnings that it quotes stay, as do the hashes by which a passage is known again; the
 * comparison cannot be made anew. While a challenge, a complaint or a finding that rests on them is open, they stay.
 */
@Injectable()
export class WordsKeeper implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(deleteBidWords, () => this.deleteOverdueWords());
  }

  /** A second sweep finds nothing left. */
  async deleteOverdueWords(): Promise<void> {
    const lots = await this.transactions.reader.query<OverdueLot[]>(
      `SELECT l.tender_id, c.lot_id, l.no FROM lot_comparison c JOIN lot l ON l.id = c.lot_id
       WHERE ${isOverdueSql()} ORDER BY c.compared_at, c.lot_id`,
      [WORDS_KEPT_DAYS, KEPT_AT_MOST_DAYS],
    );
    await performEach(lots, (lot) => this.transactions.run(SYSTEM, (tx) => deleteWords(tx, lot)));
  }
}

/** Where something became open while it waited for the tender, the words stay. */
async function deleteWords(tx: Tx, { tender_id, lot_id, no }: OverdueLot): Promise<void> {
  const [tender] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tender_id]);
  const marked = await tx.query<{ lot_id: string }>(
    `UPDATE lot_comparison c SET words_deleted_at = $4 FROM lot l
     WHERE l.id = c.lot_id AND c.lot_id = $3 AND ${isOverdueSql()} RETURNING c.lot_id`,
    [WORDS_KEPT_DAYS, KEPT_AT_MOST_DAYS, lot_id, await tx.now()],
  );
  if (!tender || marked.length === 0) return;
  await tx.query(
    `UPDATE bid_text SET state = 'deleted', reason = NULL, text = NULL FROM bid b WHERE b.id = bid_text.bid_id AND b.lot_id = $1`,
    [lot_id],
  );
  await tx.record({ ...toTenderChange(tender), action: 'bid_words_deleted', data: { lot: no } });
}
