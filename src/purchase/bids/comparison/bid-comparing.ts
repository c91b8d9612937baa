import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { toTenderChange, type LockedTender } from '../../tenders/open-tender.js';
import { ComparedTexts, describeContent, type OpenedBid } from './compared-texts.js';
import { compareBids, compareRestoredBid } from './comparison-job.js';
import type { AskedElsewhere, BidToCompare, ComparedLot } from './comparison.rules.js';
import type { ComparedBid, LotComparisonResult } from './comparison-types.js';
import { LotComparer } from './process/lot-comparer.js';
import { shareOfBid, type ReadPart } from './text-limits.rules.js';

/** Words that so many bidders of other purchases write are the category's; an image that so many show, or a scanner that so many use, is nobody's own. */
const MANY_BIDDERS = { words: 3, image: 2, device: 2 } as const;
/** In one purchase those who use a scanner may be of one hand again. */
const MANY_TENDERS = 2;
/** So many bids of others are enough to know what many write; more are not counted. */
const ENOUGH_OTHERS = 1_000;

/** A bid and how far it was read; its words stand in the database and are fetched one bid at a time. */
interface BidOfLot {
  bid: OpenedBid;
  parts: ReadPart[];
}
interface LotToStore {
  lot: string;
  bids: BidOfLot[];
  /** By the places of the bids. */
  fingerprints: readonly Int32Array[];
  result: LotComparisonResult;
}

/** Compares the bids of a tender once they are opened: before that nothing of them is read, counted or compared by anybody. */
@Injectable()
export class BidComparing implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly texts: ComparedTexts,
    private readonly comparer: LotComparer,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(compareBids, ({ id }) => this.compare(id));
    this.jobs.handle(compareRestoredBid, ({ id }) => this.compareTenderOfBid(id));
  }

  /** A bid that its bidder restored is compared with the others, which are read already. `envelope`: by which it is told of. */
  async compareTenderOfBid(envelope: string): Promise<void> {
    const [bid] = await this.transactions.reader.query<{ tender_id: string }[]>(
      `SELECT b.tender_id FROM bid b WHERE b.envelope_id = $1`,
      [envelope],
    );
    if (bid) await this.compare(bid.tender_id);
  }

  /**
   * Done again it says the same, but for bids that were restored since and purchases that were opened since. A lot whose
   * words were deleted keeps what was found in them. Where a bid was restored or words were deleted meanwhile, it begins anew.
   */
  async compare(tender: string): Promise<void> {
    while (!(await this.compareOnce(tender)));
  }

  /** False where the bids to compare became others while they were read: then nothing is stored. */
  private async compareOnce(tender: string): Promise<boolean> {
    const { reader } = this.transactions;
    const bids = await loadOpenedBids(reader, tender);
    if (bids.length === 0) return true;
    // Files are read outside the transaction: that takes its time.
    const given = await this.texts.readTender(reader, tender);
    const lots: LotToStore[] = [];
    for (const lot of new Set(bids.map(({ lot_id: id }) => id))) {
      const ofLot: BidOfLot[] = [];
      const own = bids.filter(({ lot_id: id }) => id === lot);
      for (const bid of own) ofLot.push({ bid, parts: await this.texts.readBid(bid, shareOfBid(own.length)) });
      const found = await this.comparer.compare(
        ofLot.map(({ bid, parts }) => ({ bid: toComparedBid(bid), loadParts: () => this.texts.loadParts(bid, parts) })),
        given,
        (shared) => findElsewhere(reader, tender, { shared, bidders: own.map(({ bidder_id: id }) => id) }),
      );
      const others = await countOthers(
        reader,
        tender,
        own.map(({ bidder_id: id }) => id),
      );
      const documents = given.isWhole ? 'whole' : 'partly';
      const result = { ...toResult(ofLot, documents, found), ...others };
      lots.push({ lot, bids: ofLot, fingerprints: found?.bids.map(({ fingerprints }) => fingerprints) ?? [], result });
    }
    return this.transactions.run(SYSTEM, (tx) => storeComparisons(tx, tender, lots));
  }
}

/** SQL: the bid `b` of tender $1 was opened, and the words of its lot are not deleted. */
const IS_COMPARED = `b.tender_id = $1 AND b.content IS NOT NULL AND b.envelope_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM lot_comparison c WHERE c.lot_id = b.lot_id AND c.words_deleted_at IS NOT NULL)`;

const loadOpenedBids = (reader: Reader, tender: string): Promise<OpenedBid[]> =>
  reader.query<OpenedBid[]>(
    `SELECT b.id, b.envelope_id, b.lot_id, b.bidder_id, o.name, o.credit_code, b.content,
       (SELECT jsonb_agg(jsonb_build_object('name', m.name, 'creditCode', m.credit_code) ORDER BY m.name, m.id)
        FROM fact f CROSS JOIN jsonb_array_elements(f.data -> 'members') g JOIN organisation m ON m.id = (g ->> 'organisation')::uuid
        WHERE f.id = b.id) AS members,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', f.no, 'state', f.state, 'handle', f.handle, 'print', f.print) ORDER BY f.no), '[]')
        FROM bid_file f WHERE f.bid_id = b.id) AS files
     FROM bid b JOIN organisation o ON o.id = b.bidder_id
     WHERE ${IS_COMPARED} ORDER BY b.id`,
    [tender],
  );

const toComparedBid = ({ id, name, credit_code, members, content, files }: OpenedBid): Omit<BidToCompare, 'parts'> => ({
  bid: id,
  name,
  creditCode: credit_code,
  members: members ?? [],
  reasons: [
    ...(content.likeContracts ?? []).map(({ buyer }) => buyer),
    ...(content.subcontractors ?? []).map((subcontractor) => subcontractor.name),
  ],
  files: files.flatMap(({ no, print }) => (print ? [{ no, print }] : [])),
});

/** What of it many bids of other purchases hold. */
const findElsewhere = async (
  reader: Reader,
  tender: string,
  { shared, bidders }: { shared: AskedElsewhere; bidders: readonly string[] },
): Promise<AskedElsewhere> => ({
  prints: await findValues(shared.prints, (prints) =>
    reader.query<{ value: number }[]>(
      `SELECT p.print AS value FROM bid_text x JOIN bid b ON b.id = x.bid_id CROSS JOIN unnest(x.fingerprints) AS p(print)
       WHERE x.fingerprints && $1::integer[] AND p.print = ANY ($1::integer[]) AND b.tender_id <> $2
         AND b.bidder_id <> ALL ($3::uuid[])
       GROUP BY p.print HAVING count(DISTINCT b.bidder_id) >= $4`,
      [prints, tender, bidders, MANY_BIDDERS.words],
    ),
  ),
  images: await findValues(shared.images, (images) =>
    reader.query<{ value: string }[]>(
      `SELECT e.image AS value FROM bid_file f JOIN bid b ON b.id = f.bid_id
         CROSS JOIN jsonb_array_elements_text(f.print -> 'embedded') AS e(image)
       WHERE f.print -> 'embedded' ?| $1::text[] AND e.image = ANY ($1::text[]) AND b.tender_id <> $2
         AND b.bidder_id <> ALL ($3::uuid[])
       GROUP BY e.image HAVING count(DISTINCT b.bidder_id) >= $4`,
      [images, tender, bidders, MANY_BIDDERS.image],
    ),
  ),
  devices: await findValues(shared.devices, (devices) =>
    reader.query<{ value: string }[]>(
      `SELECT f.print ->> 'device' AS value FROM bid_file f JOIN bid b ON b.id = f.bid_id
       WHERE f.print ->> 'device' = ANY ($1::text[]) AND b.tender_id <> $2 AND b.bidder_id <> ALL ($3::uuid[])
       GROUP BY 1 HAVING count(DISTINCT b.bidder_id) >= $4 AND count(DISTINCT b.tender_id) >= $5`,
      [devices, tender, bidders, MANY_BIDDERS.device, MANY_TENDERS],
    ),
  ),
});

/** Those of the values that the statement finds again; where none is shared it is not sent. */
const findValues = async <T>(
  shared: readonly T[],
  ask: (shared: readonly T[]) => Promise<{ value: T }[]>,
): Promise<T[]> => (shared.length === 0 ? [] : (await ask(shared)).map(({ value }) => value));

/**
 * Bids of others that were compared in other purchases; where a comparison went beyond its limits, nothing is known of what they say.
 * Apart from them those of the same prefecture with a picture that names its device, for its shops serve no other.
 */
async function countOthers(
  reader: Reader,
  tender: string,
  bidders: readonly string[],
): Promise<{ othersKnown: number; devicesKnown: number }> {
  const [row] = await reader.query<{ texts: number; devices: number }[]>(
    `SELECT (SELECT count(*)::integer FROM (SELECT FROM bid_text x JOIN bid b ON b.id = x.bid_id
         WHERE x.no = 0 AND x.fingerprints <> '{}' AND b.tender_id <> $1 AND b.bidder_id <> ALL ($2::uuid[]) LIMIT $3) known) AS texts,
       (SELECT count(*)::integer FROM (SELECT DISTINCT f.bid_id FROM bid_file f JOIN bid b ON b.id = f.bid_id JOIN tender t ON t.id = b.tender_id
         WHERE f.print ->> 'device' IS NOT NULL AND b.tender_id <> $1 AND b.bidder_id <> ALL ($2::uuid[])
           AND left(t.region, 4) = (SELECT left(o.region, 4) FROM tender o WHERE o.id = $1) LIMIT $3) known) AS devices`,
    [tender, bidders, ENOUGH_OTHERS],
  );
  return { othersKnown: row?.texts ?? 0, devicesKnown: row?.devices ?? 0 };
}

/** Null: the comparison went beyond its limits, so that nothing is known but how far the bids were read. */
function toResult(
  bids: readonly BidOfLot[],
  documents: LotComparisonResult['documents'],
  found: ComparedLot | null,
): LotComparisonResult {
  const counts = bids.map((bid, i) => countRead(bid, found?.bids[i]?.characters ?? 0));
  if (found === null) return { documents, bids: counts, likeness: [], names: [], marks: [], beyondLimits: true };
  const { likeness, names, marks } = found;
  return { documents, bids: counts, likeness, names, marks };
}

function countRead({ bid, parts }: BidOfLot, characters: number): ComparedBid {
  const files = parts.filter(({ no }) => no > 0);
  const count = (state: ReadPart['state']) => files.filter((part) => part.state === state).length;
  const cut = files.filter(({ reason }) => reason === 'too_large').length;
  const saidCut = parts.some(({ no, reason }) => no === 0 && reason === 'too_large');
  return {
    bid: bid.id,
    documents: bid.content.documents.length,
    read: count('read'),
    withoutText: count('no_text'),
    // Named and not given, altered or missing: nobody can say what stands in it.
    unreadable: bid.content.documents.length - count('read') - count('no_text'),
    ...(cut > 0 && { cut }),
    ...(saidCut && { saidCut }),
    characters,
  };
}

/**
 * The fingerprints of a bid lie with its content; what is found again is a bid, not a part. A comparison that went beyond its
 * limits takes nothing back that one before found: the bids that came since are missing in it, which is told by their number.
 * Answers false where the bids are others by now, so that a slow comparison takes the place of no newer one.
 */
async function storeComparisons(tx: Tx, id: string, lots: readonly LotToStore[]): Promise<boolean> {
  const [tender] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  if (!tender) return true;
  const compared = lots.flatMap(({ bids }) => bids.map(({ bid }) => bid.id));
  const [stored] = await tx.query<{ same: boolean | null }>(
    `SELECT array_agg(b.id ORDER BY b.id) = $2::uuid[] AS same FROM bid b WHERE ${IS_COMPARED}`,
    [id, compared.toSorted()],
  );
  if (stored?.same !== true) return false;
  for (const { bids, fingerprints, result } of lots)
    for (const [i, { bid }] of bids.entries())
      await tx.query(
        `INSERT INTO bid_text (bid_id, no, state, text, fingerprints) VALUES ($1, 0, 'read', $2, $3::integer[])
         ON CONFLICT (bid_id, no) DO UPDATE SET text = EXCLUDED.text,
           fingerprints = CASE WHEN $4 THEN bid_text.fingerprints ELSE EXCLUDED.fingerprints END`,
        [bid.id, describeContent(bid.content), [...(fingerprints[i] ?? [])], result.beyondLimits === true],
      );
  const now = await tx.now();
  for (const { lot, result } of lots)
    await tx.query(
      `INSERT INTO lot_comparison (lot_id, compared_at, result) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (lot_id) DO UPDATE SET compared_at = EXCLUDED.compared_at, result = EXCLUDED.result
       WHERE NOT EXCLUDED.result ? 'beyondLimits' OR lot_comparison.result ? 'beyondLimits'`,
      [lot, now, JSON.stringify(result)],
    );
  await tx.record({ ...toTenderChange(tender), action: 'bids_compared' });
  return true;
}
