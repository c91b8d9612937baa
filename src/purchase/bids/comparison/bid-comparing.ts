import { Injectable, type OnModuleInit } from '@nestjs/common';
import { setImmediate as pause } from 'node:timers/promises';
import { SYSTEM } from '../../../kernel/access/principal.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { toTenderChange, type LockedTender } from '../../tenders/open-tender.js';
import { ComparedTexts, type OpenedBid } from './compared-texts.js';
import { compareBids } from './comparison-job.js';
import { compareLot, type BidToCompare, type KnownElsewhere } from './comparison.rules.js';
import type { LotComparisonResult } from './comparison-types.js';
import type { ComparedText } from './text-likeness.rules.js';

/** Words that so many bidders of other purchases write are the category's, and an image that so many show is nobody's own. */
const MANY_BIDDERS = { words: 3, image: 2 } as const;

interface ComparedLot {
  lot: string;
  bids: BidToCompare[];
  texts: ComparedText[];
  result: LotComparisonResult;
}

/** Compares the bids of a tender once they are opened: before that nothing of them is read, counted or compared by anybody. */
@Injectable()
export class BidComparing implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly texts: ComparedTexts,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(compareBids, ({ id }) => this.compare(id));
  }

  /** Done again it says the same, but for bids that were restored since and purchases that were opened since. */
  async compare(tender: string): Promise<void> {
    const { reader } = this.transactions;
    const bids = await loadOpenedBids(reader, tender);
    if (bids.length === 0) return;
    // Files are read outside the transaction: that takes its time.
    const given = await this.texts.readTender(reader, tender);
    const lots: ComparedLot[] = [];
    for (const lot of new Set(bids.map(({ lot_id: id }) => id))) {
      const ofLot: BidToCompare[] = [];
      for (const bid of bids.filter(({ lot_id: id }) => id === lot)) {
        ofLot.push({ bid, parts: await this.texts.readBid(bid) });
        await pause();
      }
      const known = findElsewhere(
        reader,
        tender,
        ofLot.map(({ bid }) => bid.bidder_id),
      );
      lots.push({ lot, bids: ofLot, ...(await compareLot(ofLot, given, known)) });
    }
    await this.transactions.run(SYSTEM, (tx) => storeComparisons(tx, tender, lots));
  }
}

const loadOpenedBids = (reader: Reader, tender: string): Promise<OpenedBid[]> =>
  reader.query<OpenedBid[]>(
    `SELECT b.id, b.envelope_id, b.lot_id, b.bidder_id, o.name, o.credit_code, b.content,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', f.no, 'state', f.state, 'handle', f.handle, 'print', f.print) ORDER BY f.no), '[]')
        FROM bid_file f WHERE f.bid_id = b.id) AS files,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', x.no, 'state', x.state, 'reason', x.reason, 'text', x.text) ORDER BY x.no), '[]')
        FROM bid_text x WHERE x.bid_id = b.id) AS texts
     FROM bid b JOIN organisation o ON o.id = b.bidder_id
     WHERE b.tender_id = $1 AND b.content IS NOT NULL AND b.envelope_id IS NOT NULL ORDER BY b.id`,
    [tender],
  );

function findElsewhere(reader: Reader, tender: string, bidders: readonly string[]): KnownElsewhere {
  return {
    fingerprints: async (shared) => {
      if (shared.length === 0) return new Set();
      const rows = await reader.query<{ print: number }[]>(
        `SELECT p.print FROM bid_text x JOIN bid b ON b.id = x.bid_id CROSS JOIN unnest(x.fingerprints) AS p(print)
         WHERE x.fingerprints && $1::integer[] AND p.print = ANY ($1::integer[]) AND b.tender_id <> $2
           AND b.bidder_id <> ALL ($3::uuid[])
         GROUP BY p.print HAVING count(DISTINCT b.bidder_id) >= $4`,
        [shared, tender, bidders, MANY_BIDDERS.words],
      );
      return new Set(rows.map(({ print }) => print));
    },
    images: async (shared) => {
      if (shared.length === 0) return new Set();
      const rows = await reader.query<{ image: string }[]>(
        `SELECT e.image FROM bid_file f JOIN bid b ON b.id = f.bid_id
           CROSS JOIN jsonb_array_elements_text(f.print -> 'embedded') AS e(image)
         WHERE f.print -> 'embedded' ?| $1::text[] AND e.image = ANY ($1::text[]) AND b.tender_id <> $2
           AND b.bidder_id <> ALL ($3::uuid[])
         GROUP BY e.image HAVING count(DISTINCT b.bidder_id) >= $4`,
        [shared, tender, bidders, MANY_BIDDERS.image],
      );
      return new Set(rows.map(({ image }) => image));
    },
  };
}

/** The fingerprints of a bid lie with the part in which they stand first; what is found again is a bid, not a part. */
async function storeComparisons(tx: Tx, id: string, lots: readonly ComparedLot[]): Promise<void> {
  const [tender] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  if (!tender) return;
  for (const { bids, texts } of lots)
    for (const [i, { bid, parts }] of bids.entries()) {
      const fingerprints = [...(texts[i]?.prepared.fingerprints ?? [])];
      for (const part of parts)
        await tx.query(
          `INSERT INTO bid_text (bid_id, no, state, reason, text, fingerprints) VALUES ($1, $2, $3, $4, $5, $6::integer[])
           ON CONFLICT (bid_id, no) DO UPDATE SET state = EXCLUDED.state, reason = EXCLUDED.reason, text = EXCLUDED.text,
             fingerprints = EXCLUDED.fingerprints`,
          [bid.id, part.no, part.state, part.reason, part.text, part.no === 0 ? fingerprints : []],
        );
    }
  const now = await tx.now();
  for (const { lot, result } of lots)
    await tx.query(
      `INSERT INTO lot_comparison (lot_id, compared_at, result) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (lot_id) DO UPDATE SET compared_at = EXCLUDED.compared_at, result = EXCLUDED.result`,
      [lot, now, JSON.stringify(result)],
    );
  await tx.record({ ...toTenderChange(tender), action: 'bids_compared' });
}
