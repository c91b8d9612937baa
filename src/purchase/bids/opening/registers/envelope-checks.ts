import { Injectable, Logger } from '@nestjs/common';
import { AnchoredChains } from '../../../../kernel/audit/anchors/anchored-chains.js';
import { insertRows } from '../../../../kernel/database/rows.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { toTenderChange, type LockedTender } from '../../../tenders/open-tender.js';
import { Envelopes } from '../envelopes.js';
import { INSTANT_AGGREGATE } from '../instants/instant.rules.js';
import type { Bidder } from '../opening-reader.js';
import { EnvelopeCheck } from './envelope-check.entity.js';
import {
  computeFingerprint,
  computeFormerFingerprint,
  EnvelopeRegisters,
  limitReading,
  type LimitedReading,
  type RegisterReading,
} from './envelope-registers.js';
import {
  hadNoBid,
  judgeReceipt,
  judgeWithLaterRegisters,
  type EnvelopeOutcome,
  type ReceiptStanding,
} from './register.rules.js';

/** A lot whose bids, or the final offers of one round of its talks, are opened. */
export interface LotToCheck {
  id: string;
  /** The name under which the envelopes lie, where that is not the lot's id. */
  as?: string;
  round?: number;
}

/** What was found of one envelope of a lot. */
interface Found {
  lot: string;
  bidder: string;
  envelope: string;
  round: number | null;
  outcome: EnvelopeOutcome;
}

/** Of these nobody needs to look further. */
const AS_THEY_SHOULD_BE: readonly EnvelopeOutcome[] = ['found', 'later', 'unknown'];

/** Holds the envelopes of lots that are opened against the registers, tells what differs, and changes nothing by it. */
@Injectable()
export class EnvelopeChecks {
  private readonly logger = new Logger('Openings');

  constructor(
    private readonly envelopes: Envelopes,
    private readonly registers: EnvelopeRegisters,
    private readonly chains: AnchoredChains,
  ) {}

  /**
   * Answers the envelopes of which nothing can be read and which registers show to have held a draft, or a bid that was withdrawn,
   * when the deadline passed: they count for nobody.
   */
  async check(
    tx: Tx,
    tender: LockedTender,
    deadline: Date,
    lots: readonly LotToCheck[],
    bodies: readonly Bidder[],
  ): Promise<ReadonlySet<string>> {
    const owners = new Map<string, Pick<Found, 'lot' | 'bidder' | 'round'>>();
    for (const lot of lots)
      for (const body of bodies)
        for (const blind of this.envelopes.blinds(body.id, lot.as ?? lot.id))
          owners.set(blind.toString('hex'), { lot: lot.id, bidder: body.id, round: lot.round ?? null });
    const since = await this.findIssue(tx, tender.id);
    const now = await tx.now();
    const reading = await this.registers.load(tx, since, now, new Set(owners.keys()));
    const early = limitReading(reading, deadline.getTime());
    const whole = limitReading(reading, now.getTime());
    // Registers made after the deadline that are not what was anchored show nothing of it.
    const all = whole.verified ? whole : early;
    const present = await this.envelopes.byBlinds(
      tx.manager,
      [...owners.keys()].map((blind) => Buffer.from(blind, 'hex')),
    );
    const found: Found[] = [];
    const unreadable = new Map<string, string>();
    // By id: where one was deleted and its body has made another, the first is missing and the second is not.
    const ids = new Map<string, string>();
    for (const { id, blind } of present) ids.set(id, blind.toString('hex'));
    const byId = new Map(present.map((envelope) => [envelope.id, envelope]));
    for (const [blind, versions] of reading.versions) for (const { id } of versions) ids.set(id, blind);
    for (const [id, blind] of ids) {
      const envelope = byId.get(id);
      const open = envelope && this.envelopes.uncover(envelope);
      const there = envelope &&
        open && {
          id,
          fingerprint: computeFingerprint(envelope, open),
          former: computeFormerFingerprint(envelope, open),
          head: open.body && open.head,
        };
      if (open && open.head === null && open.body === null) unreadable.set(id, blind);
      const judged = judgeWithLaterRegisters(
        selectVersions(early, blind, id),
        selectVersions(all, blind, id),
        there ?? null,
        deadline.getTime(),
      );
      const owner = owners.get(blind);
      if (judged === null || !owner) continue;
      // A register that is not what was anchored shows nothing.
      const outcome = early.verified || judged !== 'found' ? judged : 'unknown';
      found.push({ ...owner, envelope: id, outcome });
    }
    await insertRows(
      tx,
      EnvelopeCheck,
      found.map(({ lot, bidder, envelope, round, outcome }) => ({
        lotId: lot,
        bidderId: bidder,
        envelopeId: envelope,
        round,
        outcome,
      })),
    );
    await this.tell(tx, tender, found, whole.verified);
    return whole.verified ? listLapsedEnvelopes(reading, deadline, unreadable) : new Set();
  }

  /**
   * What registers show of a receipt of a bid that was opened: whether what it was given for was replaced or withdrawn before the
   * deadline. Those that are not what was anchored show nothing.
   */
  async judgeReceipt(
    tx: Tx,
    tender: Pick<LockedTender, 'id'> & { deadline_at: Date | null },
    { lot, bidder, envelope }: { lot: string; bidder: string; envelope: string },
    receivedAt: string,
  ): Promise<ReceiptStanding> {
    const blinds = this.envelopes.blinds(bidder, lot).map((blind) => blind.toString('hex'));
    const since = await this.findIssue(tx, tender.id);
    const reading = await this.registers.load(tx, since, await tx.now(), new Set(blinds));
    if (reading.faultyFrom !== null) return 'unknown';
    const versions = [...reading.versions.values()].flat().filter(({ id }) => id === envelope);
    const deadline = (tender.deadline_at as Date).getTime();
    return judgeReceipt(versions, reading.instants, { receivedAt: Date.parse(receivedAt), deadline });
  }

  /**
   * Since when envelopes for the tender can be there, as the sealed entry of its first signed instant says; null: it was issued
   * before instants were signed.
   */
  private async findIssue(tx: Tx, tender: string): Promise<Date | null> {
    const { records } = await this.chains.readChain(tx.manager, INSTANT_AGGREGATE, tender);
    const [first] = records;
    return first?.action === 'sign' ? new Date(first.at) : null;
  }

  private async tell(tx: Tx, tender: LockedTender, found: readonly Found[], verified: boolean): Promise<void> {
    const odd = found.filter(({ outcome }) => !AS_THEY_SHOULD_BE.includes(outcome));
    if (odd.length === 0 && verified) return;
    const counts: Record<string, number> = {};
    for (const { outcome } of odd) counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.logger.error({ msg: 'envelopes are not as they were registered', tender: tender.id, verified, ...counts });
    await tx.record({
      ...toTenderChange(tender),
      // What a final offer is like is known to the panel and its bidder alone before the result: each body asks for its own.
      ...(found.some(({ round }) => round !== null) && { tenants: [], region: null }),
      action: 'envelopes_differ',
      data: { ...counts, registers: verified ? 'verified' : 'altered' },
    });
  }
}

/** What registers have of one envelope. */
const selectVersions = ({ versions, last }: LimitedReading, blind: string, id: string) => ({
  versions: (versions.get(blind) ?? []).filter((version) => version.id === id),
  last,
});

/**
 * Of envelopes that cannot be read, by id with their blind indexes, those that held no bid. Only registers made after the deadline
 * know what was handed in shortly before it.
 */
function listLapsedEnvelopes(
  { versions, instants }: RegisterReading,
  deadline: Date,
  unreadable: ReadonlyMap<string, string>,
): Set<string> {
  const lapsed = new Set<string>();
  for (const [id, blind] of unreadable) {
    const own = (versions.get(blind) ?? []).filter((version) => version.id === id);
    if (hadNoBid(own, instants, deadline.getTime())) lapsed.add(id);
  }
  return lapsed;
}
