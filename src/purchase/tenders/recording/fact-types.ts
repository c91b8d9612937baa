import type { SmeDeclaration } from '../conducted/terms/sme/sme-types.js';
import type { GivenLotWords } from '../lots/lot-words.rules.js';
import type { Window } from './recorded-window.js';

/**
 * What can be recorded about a purchase conducted elsewhere, kind by kind. Every field is optional: what a notice does
 * not say stays unknown. Dates are `YYYY-MM-DD`, `YYYY-MM` or `YYYY` and are never completed; moments may also be
 * RFC 3339 with an offset. Money is a decimal string of yuan.
 */
export type PartialDate = string;
export type Moment = string;
export type Yuan = string;

export const SOURCE_KINDS = ['notice', 'statement', 'reconstruction', 'file'] as const;
export interface FactSource {
  kind: (typeof SOURCE_KINDS)[number];
  url?: string | null;
  publishedOn?: PartialDate | null;
  reference?: string | null;
}

/** A body as the source names it; `organisation` is an id of this system. */
export interface Party {
  organisation?: string;
  name?: string;
  creditCode?: string;
  /** The record that the source means, where that one was merged into `organisation`. */
  recordedAs?: string;
}

export interface TenderFactData {
  intention: { publishedOn?: PartialDate };
  notice: {
    publishedOn?: PartialDate;
    documentsFrom?: PartialDate;
    documentsTo?: PartialDate;
    deadline?: Moment;
    openingAt?: Moment;
    singleSource?: boolean;
    /** Last day on which suppliers apply to be prequalified. */
    prequalificationTo?: PartialDate;
    /** Last day on which a single source was publicised. */
    publicityTo?: PartialDate;
  };
  correction: { publishedOn?: PartialDate; documentsTo?: PartialDate; deadline?: Moment; openingAt?: Moment };
  clarification: { publishedOn?: PartialDate; text?: string };
  /** `calledFor`: the instant at which it was to begin; `lateReason`: why it began later. */
  opening: {
    heldAt?: Moment;
    calledFor?: Moment;
    lateReason?: string;
    /** How many bids were opened. */
    bidCount?: number;
  };
  /** One published bid of a lot. Names in a tender or correction notice are never bids. */
  bid: {
    bidder: Party;
    /** Of a consortium: who bids together, the body that leads it among them or not. */
    members?: Party[];
    /** Whom it names as subcontractors; an empty list: it is known to name none. So of awards and contracts. */
    subcontractors?: Party[];
    price?: Yuan;
    /** What was offered last, where there were several offers: the price that counts. `price` is then the first. */
    finalPrice?: Yuan;
    rank?: number;
    score?: string;
    /** Points by part of the review; `score` is the sum of all parts. */
    technicalScore?: string;
    priceScore?: string;
    /** When it came in. */
    receivedAt?: Moment;
    status?: 'valid' | 'rejected' | 'withdrawn';
    /** Why it was rejected, as published; said of a bid whose status is that. */
    rejectedFor?: string;
  };
  award: {
    decidedOn?: PartialDate;
    publishedOn?: PartialDate;
    supplier?: Party;
    amount?: Yuan;
    /** How many bid, as published; bidder lists are often incomplete. */
    bidCount?: number;
    /** Of the lot, in basis points, where several suppliers share it. */
    share?: number;
    rank?: number;
    /** The price of one unit, which says of what. */
    unitPrice?: Yuan;
    unit?: string;
    /** The prices of several units; said by the actions of this system alone. */
    unitPrices?: { unit: string; unitPrice: Yuan }[];
    /** Where it is paid by the unit, so that the amount is the most that is paid; said by the actions of this system alone. */
    priceKind?: 'units' | 'mixed';
    /** Of a mixed price: what is paid beside the units. */
    fixedPart?: Yuan;
    /** How many suppliers are chosen for the lot; each is an award where they are several. */
    places?: number;
    subcontractors?: Party[];
    /** Of the supplier, where what is done for small enterprises counted for it: it is published with the result. */
    declaration?: SmeDeclaration;
    /** It does not stand any more: the supplier refused, or the result was found invalid. */
    cancelled?: boolean;
  };
  contract: {
    number?: string;
    signedOn?: PartialDate;
    publishedOn?: PartialDate;
    supplier?: Party;
    amount?: Yuan;
    window?: Window;
    termText?: string;
    unitPrice?: Yuan;
    unit?: string;
    /** The prices of several units; said by the actions of this system alone. */
    unitPrices?: { unit: string; unitPrice: Yuan }[];
    priceKind?: 'units' | 'mixed';
    fixedPart?: Yuan;
    subcontractors?: Party[];
    /** Which renewal of the lot's contract it is; said by the actions of this system alone. */
    renewal?: number;
  };
  /** `bidCount`: how many bid, as published. */
  failure: { on?: PartialDate; publishedOn?: PartialDate; reason?: string; bidCount?: number };
  cancellation: { on?: PartialDate; publishedOn?: PartialDate; reason?: string };
}

export const PLAN_KINDS = ['renew', 'retender', 'hand_over', 'absorb', 'end', 'none'] as const;
export interface ContractFactData {
  signed: { signedOn?: PartialDate; amount?: Yuan; number?: string; supplier?: Party; window?: Window };
  started: { on?: PartialDate };
  payment: { on?: PartialDate; amount?: Yuan };
  milestone: { name: string; dueOn?: PartialDate; doneOn?: PartialDate; final?: boolean };
  /** `none` is an officer's statement that there is no plan; it is not the same as silence. */
  plan: {
    kind: (typeof PLAN_KINDS)[number];
    serviceLine?: string;
    from?: PartialDate;
    agreedOn?: PartialDate;
    carriedOutOn?: PartialDate;
    /** The day on which what was agreed ceased to be: it is a plan no more. */
    withdrawnOn?: PartialDate;
  };
  handover: {
    serviceLine?: string;
    toContract?: string;
    on?: PartialDate;
    recipients?: number;
    /** The day on which it was taken back before anybody passed: it is a handover no more. */
    withdrawnOn?: PartialDate;
  };
  delivered: { on?: PartialDate };
  acceptance: {
    concludedOn?: PartialDate;
    publishedOn?: PartialDate;
    result?: 'passed' | 'partial' | 'rectify' | 'failed';
    recipientsTookPart?: boolean;
  };
  evaluation: { kind?: 'midterm' | 'final'; on?: PartialDate; score?: string; grade?: string; evaluator?: Party };
  termination: { on?: PartialDate; reason?: string };
}

export type TenderFactKind = keyof TenderFactData;
export type ContractFactKind = keyof ContractFactData;

/**
 * The least a fact of each kind says: one of these fields. `event`: that it happened is a fact of its own, so a publication
 * that can be found again (address, day or reference of the source) may say it for want of them.
 */
export interface Least<D> {
  oneOf: readonly (keyof D & string)[];
  event?: true;
}

export const LEAST_TENDER_FACTS: { readonly [K in TenderFactKind]: Least<TenderFactData[K]> } = {
  intention: { oneOf: ['publishedOn'], event: true },
  notice: {
    oneOf: [
      'publishedOn',
      'documentsFrom',
      'documentsTo',
      'deadline',
      'openingAt',
      'singleSource',
      'prequalificationTo',
      'publicityTo',
    ],
    event: true,
  },
  correction: { oneOf: ['publishedOn', 'documentsTo', 'deadline', 'openingAt'], event: true },
  clarification: { oneOf: ['publishedOn', 'text'], event: true },
  opening: { oneOf: ['heldAt', 'bidCount'], event: true },
  bid: { oneOf: ['bidder', 'price', 'rank', 'score', 'rejectedFor'] },
  award: {
    oneOf: ['decidedOn', 'publishedOn', 'supplier', 'amount', 'bidCount', 'share', 'rank', 'unitPrice', 'places'],
    event: true,
  },
  contract: {
    oneOf: ['number', 'signedOn', 'publishedOn', 'supplier', 'amount', 'window', 'termText', 'unitPrice'],
    event: true,
  },
  failure: { oneOf: ['on', 'publishedOn', 'reason', 'bidCount'], event: true },
  cancellation: { oneOf: ['on', 'publishedOn', 'reason'], event: true },
};

export const LEAST_CONTRACT_FACTS: { readonly [K in ContractFactKind]: Least<ContractFactData[K]> } = {
  signed: { oneOf: ['signedOn', 'amount', 'number', 'supplier', 'window'], event: true },
  started: { oneOf: ['on'], event: true },
  payment: { oneOf: ['on', 'amount'] },
  milestone: { oneOf: ['name'] },
  plan: { oneOf: ['kind'] },
  handover: { oneOf: ['serviceLine', 'toContract', 'on', 'recipients'] },
  delivered: { oneOf: ['on'], event: true },
  acceptance: { oneOf: ['concludedOn', 'publishedOn', 'result', 'recipientsTookPart'], event: true },
  evaluation: { oneOf: ['kind', 'on', 'score', 'grade', 'evaluator'], event: true },
  termination: { oneOf: ['on', 'reason'], event: true },
};

/** A fact as it is given: `lot` null means every lot of the tender. */
export interface GivenFact<K extends TenderFactKind | ContractFactKind = TenderFactKind | ContractFactKind> {
  kind: K;
  lot?: number | null;
  data: K extends TenderFactKind ? TenderFactData[K] : K extends ContractFactKind ? ContractFactData[K] : never;
  source: FactSource;
  replaces?: string | null;
  reason?: string | null;
}

/** A purchase as recording takes it, or the draft of one that is conducted here. */
export interface NewRecordedTender {
  conducted?: 'elsewhere' | 'here';
  dataset: string;
  buyer?: string;
  title: string;
  method?: string | null;
  category?: string | null;
  region?: string | null;
  regionText?: string | null;
  budgetLevel?: 'central' | 'provincial' | 'below_provincial' | null;
  programme?: string | null;
  serviceLines?: string[] | null;
  window?: Window | null;
  termText?: string | null;
  budget?: Yuan | null;
  projectNo?: string | null;
  lots?:
    | (GivenLotWords & {
        no: number;
        name?: string | null;
        ceiling?: Yuan | null;
        budget?: Yuan | null;
        pricing?: 'fixed' | 'competitive' | null;
        suppliersMost?: number | null;
      })[]
    | null;
  externalIds?: { system: string; id: string }[] | null;
  /** Earlier round of the same purchase. */
  follows?: string | null;
}
