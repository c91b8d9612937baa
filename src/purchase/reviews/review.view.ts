import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Language } from '../../kernel/errors/texts.js';
import { formatYuan } from '../../kernel/money/money.js';
import type { BidState } from '../bids/bid.lifecycle.js';
import { findCollusionRule, type FoundStage } from '../bids/rejection.rules.js';
import type { ConductedMethod } from '../tenders/conducted/issue.rules.js';
import type { LotStateHere } from '../tenders/lots/lot-states.js';
import { bodyRef } from '../tenders/reads/tender-view.dto.js';
import { judgePanel, type MemberKind } from './panel/panel.rules.js';
import { withoutPrice, type StoredCheck } from './price-secrecy.rules.js';
import { RESULT } from './review-codes.js';
import type { ReviewParts } from './review-parties.js';
import type { LotReviewDto } from './review-view.dto.js';
import type { ReviewState } from './review.lifecycle.js';
import { lowPriceTriggers } from './scoring/low-price.rules.js';

/** A tender under review, as far as it concerns the caller. */
export interface ReviewHead extends ReviewParts {
  id: string;
  version: number;
  method: ConductedMethod;
  budget: string | null;
  ceilings: string;
  now: Date;
  /** May run the review for the buyer or its agent. */
  party: boolean;
  /** The purchase's own, or who watches over the region: they see every lot. */
  insider: boolean;
  /** Sits in the panel of the lot that is asked about. */
  seated: boolean;
}
/** A lot with its panel and its bids. */
export interface ReviewedLotRow {
  id: string;
  no: number;
  state: LotStateHere | null;
  ceiling: string | null;
  /** Of the mean, below which its documents have a price explained. */
  share: number | null;
  review: { id: string; state: ReviewState; demanding: boolean } | null;
  members: {
    id: string;
    user: string;
    name: string;
    version: number;
    kind: MemberKind;
    ofAgent: boolean;
    ofBuyer: boolean;
    declared: boolean;
    found: FoundStage[];
    locked: boolean;
    signed: boolean;
  }[];
  bids: {
    id: string;
    bidder: string | null;
    name: string | null;
    price: string | null;
    status: BidState;
    checks: StoredCheck[];
  }[];
  earlier: LotReviewDto['earlierReports'];
}

/** The final offers of a consultation are the panel's to look at once they are opened. */
const OFFERED: readonly string[] = ['final_offers_in', 'reviewed', 'confirmed'];

/** A lot under review as the caller sees it: the names of its panel, its prices and what was found of them where they are told. */
export function toLotReview(
  lot: ReviewedLotRow,
  head: ReviewHead,
  person: string | null,
  lang: Language,
): Omit<LotReviewDto, 'allowedActions'> {
  const { method, budget, ceilings, now, party } = head;
  const at = todayInShanghai(now);
  const named = RESULT.includes(lot.state ?? '') || party;
  const kinds = lot.members.map(({ kind }) => kind);
  const demanding = lot.review?.demanding ?? false;
  // Where somebody took a seat after the report, the panel that gave it is none the worse.
  const acting = lot.review?.state === 'reported' ? [] : lot.members;
  const verdict = judgePanel(kinds, {
    ...{ method, budget: BigInt(budget ?? ceilings), demanding, at },
    ofAgent: acting.filter(({ ofAgent }) => ofAgent).length,
    ofBuyer: acting.filter(({ kind, ofBuyer }) => kind === 'expert' && ofBuyer).length,
  });
  const passed = lot.bids.flatMap(({ id, price, checks }) =>
    price !== null && checks.some(({ stage, passed: ok }) => stage === 'conformity' && ok)
      ? [{ bid: id, price: BigInt(price) }]
      : [],
  );
  const triggers = lowPriceTriggers(passed, lot.ceiling === null ? null : BigInt(lot.ceiling), at, lot.share);
  const isMember = person !== null && lot.members.some(({ user }) => user === person);
  const isOffered = OFFERED.includes(lot.state ?? '') && isMember;
  const shown = method === 'OPEN_TENDER' || RESULT.includes(lot.state ?? '') || isOffered;
  const { rule } = verdict;
  return {
    lot: lot.no,
    lotState: lot.state,
    state: lot.review?.state ?? null,
    panel: {
      size: kinds.length,
      experts: kinds.filter((kind) => kind === 'expert').length,
      lawful: verdict.state,
      least: verdict.least,
      rule: rule && { id: rule.id, document: rule.document, article: rule.article },
      faults: verdict.faults.map(({ code, text }) => ({ code, text: text[lang] })),
    },
    members: lot.members.map(({ user, name, version, found, ofAgent: _, ofBuyer: __, ...member }) => {
      const own = user === person;
      return {
        ...member,
        own,
        version: own ? version : null,
        // What is asked about a price tells what it is like.
        found: found.filter((stage) => shown || stage !== 'price'),
        user: named || own ? user : null,
        name: named || own ? name : null,
      };
    }),
    bids: lot.bids.map((bid) => ({
      id: bid.id,
      bidder: bodyRef(bid.bidder, bid.name),
      price: shown && bid.price !== null ? formatYuan(bid.price) : null,
      status: bid.status,
      checks: (shown ? bid.checks : bid.checks.flatMap(withoutPrice)).map((check) => ({
        ...check,
        rule: findCollusionRule(check.ground),
      })),
      triggers: shown ? [...(triggers.get(bid.id) ?? [])] : [],
    })),
    earlierReports: lot.earlier.map(({ reportedAt, supersededAt, ...report }) => ({
      ...report,
      reportedAt: new Date(reportedAt).toISOString(),
      supersededAt: new Date(supersededAt).toISOString(),
    })),
  };
}
