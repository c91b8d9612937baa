import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { canonicalText } from '../../kernel/audit/canonical.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { OnlineKeys } from '../../kernel/sealing/online-keys.js';
import { readOfferedPrice } from '../tenders/conducted/terms/prices/offered-price.rules.js';
import { isInsider, REVIEW_PARTIES } from '../tenders/reads/tender-visibility.js';
import { SealedFiles } from '../../kernel/documents/sealed-files.js';
import { BidFileHandles } from './files/bid-file-handles.js';
import { BidReaders } from './bid-readers.js';
import type { BidContentDto } from './bid-content.dto.js';
import {
  isStale,
  listBidNotices,
  mergeContent,
  NO_CONTENT,
  type BidContent,
  type BidDocument,
  type Notice,
} from './bid-content.rules.js';
import type { BidState } from './bid.lifecycle.js';
import type { RestoreProof } from './opening/registers/register.rules.js';
import { BidDto, type BidResultDto, type ReceiptDto } from './bid.dto.js';
import { BidOwners, type OwnBid } from './bid-owners.js';
import type { SubmittedBid } from './own/submitted-bid.js';
import { hideReview } from './own/told-state.js';
import { deriveSealedState, listOpenedActions, listSealedActions } from './own/own-actions.js';
import { loadAskedPlace, loadBidPlace, type AskedPlace, type BidPlace } from './bid-place.js';
import { listReservationNotices } from './declarations/declaration.rules.js';
import { toView } from '../../kernel/http/view.js';

interface OpenedRow {
  id: string;
  envelope_id: string;
  version: number;
  bidder_version: number;
  state: BidState;
  bidder_id: string;
  lot_id: string;
  sha256: string | null;
  received_at: string | null;
  revision: number | null;
  content: BidContent | null;
  restored_by: RestoreProof | null;
  /** What was told before rules were named has none. */
  told: (Omit<BidResultDto, 'rule'> & { rule?: string | null }) | null;
  /** May know of it; may read it. */
  insider: boolean;
  reader: boolean;
  /** What the review made of it is known to its bidder. */
  review_told: boolean;
  /** Its final offer could not be read, and may be restored now. */
  restorable: boolean;
  files: BidDto['files'];
}

@Injectable()
export class BidsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly owners: BidOwners,
    private readonly keys: OnlineKeys,
    private readonly readers: BidReaders,
    private readonly files: SealedFiles,
    private readonly handles: BidFileHandles,
  ) {}

  /**
   * For its bidder at any time; for the purchase's own bodies once it is opened. To all others it is not there. What a
   * submission has just brought is judged by the documents in force, since nobody reads it once it is sealed.
   */
  async one(principal: Principal, id: string, lang: Language, submitted?: BidContentDto): Promise<BidDto> {
    const { opened, own, place } = await this.loadSeenBid(principal, id);
    // Order 87 article 69: each is told its own.
    if (opened)
      return { ...openedView(opened, place, own !== null, principal, lang), envelopeFound: own && place.outcome };
    if (own === null) throw new Problem('not_found');
    return this.sealedView(own, place, principal, lang, submitted);
  }

  /** The same of what the request has just written. */
  describeSubmission(
    principal: Principal,
    { own, place }: SubmittedBid,
    lang: Language,
    submitted?: BidContentDto,
  ): Promise<BidDto> {
    return this.sealedView(own, place, principal, lang, submitted);
  }

  /** The documents of a bid that the caller may read, with their handles: of the own draft, or of what was opened. */
  async listReadableDocuments(principal: Principal, id: string): Promise<{ bid: string; documents: BidDocument[] }> {
    const { opened, own } = await this.loadSeenBid(principal, id);
    if (opened)
      return { bid: opened.envelope_id, documents: (mayRead(opened, own !== null) && opened.content?.documents) || [] };
    const draft = own && this.parseDraft(own);
    return { bid: id, documents: draft?.documents ?? [] };
  }

  private async loadSeenBid(
    principal: Principal,
    id: string,
  ): Promise<{ opened: OpenedRow | undefined; own: OwnBid | null; place: AskedPlace }> {
    const opened = await this.findOpenedBid(principal, id);
    const envelope = opened?.envelope_id ?? id;
    const own = await this.owners.find(principal, envelope);
    const lot = own?.lot ?? (opened?.insider ? opened.lot_id : null);
    const names = { envelope, organisation: own?.organisation ?? null };
    const place = lot === null ? undefined : await loadAskedPlace(this.transactions.reader, { lot, ...names });
    if (!place) throw new Problem('not_found');
    return { opened, own, place };
  }

  private parseDraft({ head, body }: OwnBid): BidContent | null {
    return head !== null && head.state !== 'submitted' && body !== null
      ? (JSON.parse(body.toString()) as BidContent)
      : null;
  }

  private async describeFiles(bid: string, documents: readonly BidDocument[]): Promise<BidDto['files']> {
    const files: BidDto['files'] = [];
    for (const [i, { name, size, sha256, file }] of documents.entries()) {
      const sealed = file ? this.handles.uncover(bid, file) : null;
      const there = sealed !== null && (await this.files.has(sealed.file));
      const state = !file ? 'not_given' : there ? 'readable' : 'missing';
      files.push({ no: i + 1, name, mediaType: sealed?.mediaType ?? null, size, sha256, state });
    }
    return files;
  }

  private async sealedView(
    own: OwnBid,
    place: AskedPlace,
    principal: Principal,
    lang: Language,
    submitted?: BidContentDto,
  ): Promise<BidDto> {
    const { head } = own;
    const state = deriveSealedState(head, place);
    const draft = this.parseDraft(own);
    const known = draft ?? (submitted === undefined ? null : mergeContent(NO_CONTENT, submitted));
    const { price } = place.documents.terms;
    const revisions = { answered: head?.revision ?? null, inForce: place.documents.revision };
    const notices = [
      ...(draft === null ? [] : await this.listReservationNotices(own.organisation, draft, place)),
      ...listBidNotices(known ?? { price: null }, toNoticedLot(place, known), revisions),
    ];
    return {
      id: own.envelope.id,
      version: head?.version ?? 1,
      tender: place.tender,
      lot: place.lot,
      window: place.documents.window,
      terms: place.documents.terms,
      organisation: own.organisation,
      state,
      content: draft,
      amount: known && readOfferedPrice(price, known),
      currency: 'CNY',
      files: await this.describeFiles(own.envelope.id, draft?.documents ?? []),
      sha256: head?.sha256 ?? null,
      receivedAt: head?.at ?? null,
      revision: revisions.answered,
      stale: isStale(revisions),
      toldOfCorrections: place.asked,
      result: null,
      envelopeFound: place.outcome,
      restoredBy: null,
      notices: notices.map(({ code, text }) => ({ code, text: text[lang] })),
      allowedActions: listSealedActions(own.envelope.id, state, place, principal),
    };
  }

  /** Of a draft: whether it could be submitted for a reserved lot. */
  private async listReservationNotices(body: string, draft: BidContent, { sme, now }: BidPlace): Promise<Notice[]> {
    if (sme?.kind !== 'reserved') return [];
    const [row] = await this.transactions.reader.query<{ code: string | null }[]>(
      `SELECT credit_code AS code FROM organisation WHERE id = $1`,
      [body],
    );
    const declarant = { declaration: draft.declaration ?? null, creditCode: row?.code ?? null };
    return listReservationNotices(sme, declarant, todayInShanghai(new Date(now)));
  }

  /** Made anew each time: the same bid has the same receipt. */
  async receipt(principal: Principal, id: string): Promise<ReceiptDto> {
    const own = await this.owners.own(principal, id);
    const { head } = own;
    const place = await loadBidPlace(this.transactions.reader, own.lot);
    if (!place || !head?.at || head.sha256 === null || head.revision === null) throw new Problem('not_found');
    const receipt = {
      bid: own.envelope.id,
      tender: place.tender,
      lot: own.lot,
      organisation: own.organisation,
      revision: head.revision,
      receivedAt: head.at,
      sha256: head.sha256,
    };
    const { key, signature } = this.keys.sign(canonicalText(receipt));
    return { receipt, keyId: key, signature };
  }

  /** By the id it has as a sealed one or as an opened one. In a consultation no content is shown before the result. */
  private async findOpenedBid(principal: Principal, id: string): Promise<OpenedRow | undefined> {
    const scope = toScope(principal);
    const sql = new Sql();
    const insider = isInsider(sql, scope, REVIEW_PARTIES);
    const reads = this.readers.readableBidsSql(sql, principal);
    const [row] = await runPreparedStatement<OpenedRow>(
      this.transactions.reader,
      `SELECT d.id, d.envelope_id, d.version, d.bidder_version, d.state, d.bidder_id, d.lot_id, d.sha256, d.revision, d.content, d.restored_by, d.told,
         to_char(d.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS received_at,
         coalesce(${insider} OR ${reads}, false) AS insider, ${this.readers.isRestorable()} AS restorable,
         ${this.readers.isReviewTold()} AS review_told,
         coalesce((${insider}) AND (r.method = 'OPEN_TENDER' OR l.state IN ('result_published', 'contracted')) OR ${reads}, false)
           AS reader,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('no', f.no, 'name', f.name, 'mediaType', f.media_type,
            'size', f.size, 'sha256', f.sha256, 'state', f.state) ORDER BY f.no), '[]')
          FROM bid_file f WHERE f.bid_id = d.id) AS files
       FROM bid d JOIN lot l ON l.id = d.lot_id JOIN tender r ON r.id = d.tender_id
       WHERE (d.envelope_id = ${sql.p(id)} OR d.id = ${sql.p(id)}) AND d.envelope_id IS NOT NULL
         AND d.state IS NOT NULL AND d.bidder_id IS NOT NULL`,
      sql.params,
    );
    return row;
  }
}

const mayRead = (row: OpenedRow, own: boolean): boolean => own || row.reader;

function openedView(
  row: OpenedRow,
  place: AskedPlace,
  own: boolean,
  principal: Principal,
  lang: Language,
): Omit<BidDto, 'envelopeFound'> {
  const content = mayRead(row, own) ? row.content : null;
  const revisions = { answered: row.revision, inForce: place.documents.revision };
  const { price } = place.documents.terms;
  const isSecret = own && !row.insider && !row.review_told;
  return toView(BidDto, row, {
    ...(isSecret && hideReview({ ...row, bidderVersion: row.bidder_version, readable: row.content !== null })),
    tender: place.tender,
    lot: row.lot_id,
    window: place.documents.window,
    terms: place.documents.terms,
    organisation: row.bidder_id,
    content,
    amount: content && readOfferedPrice(price, content),
    currency: 'CNY',
    files: mayRead(row, own) ? row.files : [],
    sha256: mayRead(row, own) ? row.sha256 : null,
    stale: isStale(revisions),
    toldOfCorrections: own ? place.asked : null,
    envelopeFound: null,
    result: own && row.told ? { ...row.told, rule: row.told.rule ?? null } : null,
    notices: listBidNotices(content ?? { price: null }, toNoticedLot(place, content), revisions).map(
      ({ code, text }) => ({
        code,
        text: text[lang],
      }),
    ),
    allowedActions: own ? listOpenedActions(row, place.lot_state, principal) : [],
  });
}

/** What notices are made by: like contracts are asked of a content that can be read. */
const toNoticedLot = (place: AskedPlace, content: BidContent | null) => ({
  ...place,
  price: place.documents.terms.price,
  likeContracts: content && place.documents.terms.likeContracts,
});
