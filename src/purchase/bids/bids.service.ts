import { Injectable } from '@nestjs/common';
import { actingBody } from '../../kernel/access/acting.js';
import type { Principal } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { addOfferedAmount } from '../tenders/conducted/terms/prices/offered-price.rules.js';
import { tenderGate } from '../tenders/tender-gate.js';
import { hashOfText, mergeContent, NO_CONTENT, formatContent, type BidContent } from './bid-content.rules.js';
import type { BidChangeDto, BidContentDto, NewBidDto } from './bid-content.dto.js';
import { withEvent, type BidHead } from './bid-head.js';
import {
  assertSeatReaches,
  loadBidPlace,
  loadLockedPlace,
  loadLotPrice,
  loadPlaceToSeal,
  type BidPlace,
} from './bid-place.js';
import { assertPriceKind, assertWholePrice } from './prices/bid-price.js';
import { BidFilesService } from './files/bid-files.service.js';
import type { BidState } from './bid.lifecycle.js';
import { BidOwners, type OwnBid } from './bid-owners.js';
import { assertOpen, bidSubject } from './bid.subject.js';
import type { SmeDeclaration } from '../tenders/conducted/terms/sme/sme-types.js';
import { chooseSizeClass, Envelopes } from './opening/envelopes.js';
import { BidOrigins } from './origins/bid-origins.js';
import { parseSealingKeys } from './opening/sealing-keys.queries.js';
import { TenderKeys } from './opening/tender-keys.js';
import { SubmittedBid } from './own/submitted-bid.js';

const NEW = { state: 'draft', version: 1, at: null, sha256: null, revision: null, history: [] } as const;

/**
 * Bids before their opening. A transaction here writes one row of one table and nothing else: no audit, no event, no answer
 * under a key. Whatever shared its number would say in a copy of the database whose envelope it is.
 */
@Injectable()
export class BidsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly envelopes: Envelopes,
    private readonly owners: BidOwners,
    private readonly keys: TenderKeys,
    private readonly files: BidFilesService,
    private readonly origins: BidOrigins,
  ) {}

  /** A draft; asked for again it is the same one, as it is. */
  create(principal: Principal, lot: string, dto: NewBidDto): Promise<string> {
    const organisation = actingBody(principal, 'bid.make', dto.organisation, '/organisation');
    return this.transactions.run(principal, async (tx) => {
      const place = await this.mustBePlace(tx, lot);
      await assertSeatReaches(tx.manager, principal, organisation, lot);
      await mustShareDataset(tx, organisation, place);
      assertOpen(place);
      const content = mergeContent(NO_CONTENT, dto.content ?? {});
      assertPriceKind(content, await loadLotPrice(tx.manager, lot));
      // Nothing was uploaded for it yet.
      await this.files.mustBeUploaded('', content);
      const head: BidHead = { ...NEW, organisation, lot, history: [] };
      return this.envelopes.make(tx, this.envelopes.blinds(organisation, lot), head, content);
    });
  }

  /** What was submitted is not changed but replaced as a whole. */
  async change(principal: Principal, id: string, version: number, dto: BidChangeDto): Promise<void> {
    const changed = await this.transactions.run(principal, async (tx) => {
      const { lot, head, body } = await this.lockOwn(tx, principal, id);
      const current = (await findOpeningOutcome(tx, id)) ?? head;
      mustBeVersion(current, version);
      const isDraft = current.state === 'draft' || current.state === 'withdrawn';
      if (!isDraft && current !== head && dto.content?.declaration !== undefined)
        throw new Problem('declaration_fixed');
      if (!isDraft) throw new Problem('wrong_state', { facts: { state: current.state, action: 'change' } });
      assertOpen(await this.mustBePlace(tx, lot));
      const before = parseContent(body);
      const content = mergeContent(before, dto.content ?? {});
      const text = formatContent(content);
      if (text.equals(formatContent(before))) return null;
      assertPriceKind(content, await loadLotPrice(tx.manager, lot));
      await this.files.mustBeUploaded(id, content);
      const after = { ...head, version: head.version + 1 };
      await this.envelopes.rewrite(tx, id, after, text, chooseSizeClass(text));
      return { before, content };
    });
    if (changed) await this.files.removeUnnamedFiles(id, changed.before, changed.content);
  }

  /**
   * Seals first; then passes the tender's gate and reads the time behind it. Sent again, it is answered from the hash of
   * what lies there, whatever the time has become. Answers the bid as it was written, null where nothing was.
   */
  async submit(principal: Principal, id: string, version: number, given?: BidContentDto): Promise<SubmittedBid | null> {
    const reader = this.transactions.reader;
    const owner = await this.owners.own(principal, id);
    const place = await loadPlaceToSeal(reader, owner.lot);
    const { head } = owner;
    if (!place || head === null) throw new Problem('not_found');
    const offered = given
      ? mergeContent(NO_CONTENT, given)
      : head.state === 'submitted'
        ? null
        : parseContent(owner.body);
    if (offered === null) return null;
    const { price: lotPrice } = place;
    const content = addOfferedAmount(lotPrice, offered);
    const text = formatContent(content);
    const sha256 = hashOfText(text);
    if (head.state === 'submitted' && head.sha256 === sha256) return null;
    assertWholePrice(content, lotPrice, { en: 'A bid says its price', zh: '投标须载明报价' });
    const size = chooseSizeClass(text);
    await this.files.mustBeUploaded(id, content);
    await this.files.mustBeClean(id, content);
    const revision = place.revision ?? 1;
    const { tender, lot } = place;
    const { organisation } = owner;
    const origin = this.origins.note(principal);
    const identity = { bid: id, tender, lot, organisation, sha256, revision, origin };
    const body = await this.keys.seal(parseSealingKeys(place.sealing), identity, text);
    return this.transactions.run(principal, async (tx) => {
      await this.envelopes.lockBehindGate(tx, tender, id);
      const behind = await loadLockedPlace(tx.manager, { lot, envelope: id, organisation });
      const own = behind?.envelope
        ? await this.owners.assertOwn(tx, principal, behind.envelope)
        : await this.owners.lock(tx, principal, id);
      const now = own.head;
      if (now === null) throw new Problem('not_found');
      if (now.state === 'submitted' && now.sha256 === sha256) return null;
      if (!behind) throw new Problem('not_found');
      tx.setTime(new Date(behind.now));
      mustBeSealed(behind, 'submit');
      mustBeVersion(now, version);
      await this.enter(tx, behind, now, id, 'submit', content.declaration);
      if ((behind.revision ?? 1) !== revision) throw new Problem('conflict');
      const at = behind.now;
      const after: BidHead = {
        ...now,
        state: 'submitted',
        version: now.version + 1,
        at,
        sha256,
        revision,
        history: withEvent(now.history, { action: 'submitted', at, by: principal.id, sha256 }),
      };
      await this.envelopes.rewrite(tx, id, after, body, size);
      return new SubmittedBid({ ...own, head: after, body: null }, behind);
    });
  }

  /** Nothing of what was submitted is left. */
  withdraw(principal: Principal, id: string, version: number): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const own = await this.owners.own(principal, id);
      const place = await this.mustBePlace(tx, own.lot);
      await tenderGate(tx, place.tender, 'shared');
      const { head, envelope } = await this.lockOwn(tx, principal, id);
      if (head.state === 'withdrawn') return;
      const behind = await this.mustBePlaceNow(tx, own.lot);
      mustBeSealed(behind, 'withdraw');
      mustBeVersion(head, version);
      await this.enter(tx, behind, head, id, 'withdraw');
      const at = behind.now;
      const history = withEvent(head.history, { action: 'withdrawn', at, by: principal.id });
      const kept = { organisation: head.organisation, lot: head.lot, uploads: head.uploads };
      const after: BidHead = { ...NEW, ...kept, state: 'withdrawn', version: head.version + 1, history };
      await this.envelopes.rewrite(tx, id, after, formatContent(NO_CONTENT), envelope.size_class);
    });
  }

  private enter(
    tx: Tx,
    place: BidPlace,
    head: BidHead,
    id: string,
    action: string,
    declaration: SmeDeclaration | null = null,
  ): Promise<void> {
    return this.engine.enter(tx, bidSubject, { ...head, id, place, submitted: head.sha256, declaration }, action);
  }

  private async mustBePlace(tx: Tx, lot: string): Promise<BidPlace> {
    const place = await loadBidPlace(tx.manager, lot);
    if (!place) throw new Problem('not_found');
    return place;
  }

  /** The same behind the gate: business time as it is there is that of the unit of work. */
  private async mustBePlaceNow(tx: Tx, lot: string): Promise<BidPlace> {
    const place = await this.mustBePlace(tx, lot);
    tx.setTime(new Date(place.now));
    return place;
  }

  private async lockOwn(tx: Tx, principal: Principal, id: string): Promise<OwnBid & { head: BidHead }> {
    const own = await this.owners.lock(tx, principal, id);
    const { head } = own;
    if (head === null) throw new Problem('not_found');
    return { ...own, head };
  }
}

const parseContent = (body: Buffer | null): BidContent =>
  body === null ? NO_CONTENT : (JSON.parse(body.toString()) as BidContent);

/** What the opening made of a bid. Its bidder sees this version and state, no longer those under the cover. */
async function findOpeningOutcome(
  tx: Tx,
  id: string,
): Promise<{ version: number; state: BidState | null } | undefined> {
  const [opened] = await tx.query<{ version: number; state: BidState | null }>(
    `SELECT version, state FROM bid WHERE id = $1 OR envelope_id = $1`,
    [id],
  );
  return opened;
}

function mustBeVersion(shown: { version: number }, version: number): void {
  if (shown.version !== version) throw new Problem('stale_version');
}

/** From the opening on a bid goes on elsewhere. */
function mustBeSealed({ lot_state: state }: BidPlace, action: string): void {
  if (state !== null && !['open', 'suspended'].includes(state))
    throw new Problem('wrong_state', { facts: { lot: state, action } });
}

async function mustShareDataset(tx: Tx, organisation: string, place: BidPlace): Promise<void> {
  const rows = await tx.query(`SELECT FROM organisation WHERE id = $1 AND dataset = $2`, [organisation, place.dataset]);
  if (rows.length > 0) return;
  throw Problem.ofField('dataset_mismatch', '/organisation', {
    en: 'The body belongs to another dataset',
    zh: '该组织属于其他数据集',
  });
}
