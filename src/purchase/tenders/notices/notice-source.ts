import type { Talked, ServiceTerms } from '../conducted/terms/service-terms.rules.js';
import type { TenderTerms } from '../conducted/terms/terms-types.js';
import type { Corrected } from '../corrections/correction-text.rules.js';
import type { TenderFactData, ContractFactData } from '../recording/fact-types.js';
import type { NoticeLot } from './notice-parts.rules.js';

export interface SaidOf<D> {
  lot: number | null;
  data: D;
  /** Whose contract it is said of: an organisation; where it is said of none, and where that is not known, undefined. */
  supplier?: string | undefined;
}

/** A body with the public contact that its register names. */
export interface NoticeBody {
  name: string;
  address: string | null;
  contactName: string | null;
  contactPhone: string | null;
}

/** Who reviewed a lot whose result is published, and the total that the winner was given. */
export interface NoticePanel {
  lot: number;
  members: readonly { name: string; kind?: string | null }[];
  total: string | null;
}

/** What a notice is written from; every word of it is on record. */
export interface NoticeSource {
  title: string;
  projectNo: string | null;
  buyer: NoticeBody | null;
  /** Who buys together with the buyer. */
  jointBuyers: readonly NoticeBody[];
  agent: NoticeBody | null;
  /** In words. */
  method: string | null;
  /** An open or invited tender, whose winner is 中标; of every other method it is 成交. */
  tendered: boolean;
  /** Conducted here, where no consortium bids. */
  here: boolean;
  region: string | null;
  budget: string | null;
  window: { start: string | null; end: string | null };
  lots: readonly NoticeLot[];
  terms: Partial<TenderTerms> | null;
  plan:
    | {
        [K in 'issueOn' | 'noticeTo']?: string | null | undefined;
      }
    | null;
  intention: SaidOf<TenderFactData['intention']> | null;
  notice: SaidOf<TenderFactData['notice']> | null;
  corrections: readonly SaidOf<TenderFactData['correction']>[];
  /** What the last of these corrections changed in the documents. */
  corrected: Corrected | null;
  awards: readonly SaidOf<TenderFactData['award']>[];
  panels: readonly NoticePanel[];
  /** How lots ended without a contract, those that are over still. */
  failures: readonly (SaidOf<TenderFactData['failure']> & { cancelled: boolean })[];
  /** What the talks changed, by the number of the lot; in the order in which the buyer confirmed it. */
  talked: ReadonlyMap<number, readonly Talked[]>;
  /** `service`: what the contract itself says, where it is kept here. */
  contracts: readonly (SaidOf<TenderFactData['contract']> & { service?: ServiceTerms | undefined })[];
  acceptances: readonly SaidOf<ContractFactData['acceptance']>[];
  /** Addresses of suppliers by their organisation. */
  addresses: ReadonlyMap<string, string>;
}
