import { createHash } from 'node:crypto';
import { canonicalText } from '../../kernel/audit/canonical.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { formatYuan, parseYuan } from '../../kernel/money/money.js';
import { countShownContracts } from '../tenders/conducted/terms/qualifications/like-contracts.rules.js';
import type { LikeContracts } from '../tenders/conducted/terms/terms-types.js';
import { exceedsUnitPrices, readOfferedFen } from '../tenders/conducted/terms/prices/offered-price.rules.js';
import type { OfferedUnitPrice, PriceTerm } from '../tenders/conducted/terms/price-types.js';
import type { SmeDeclaration } from '../tenders/conducted/terms/sme/sme-types.js';

/** What an agency offers. Money in yuan as text. */
export interface BidContent {
  price: string | null;
  /** What is offered, in words. */
  statement: string | null;
  items: BidItem[];
  team: BidPerson[];
  contacts: BidContact[];
  /** Files that belong to the bid, by their fingerprints. */
  documents: BidDocument[];
  /** Of a small or medium enterprise, or a welfare unit for the disabled. */
  declaration?: SmeDeclaration;
  /** What makes the hash of a short content not worth guessing. Its bidder's own, so that the own copy holds it. */
  nonce?: string;
  /** Of a lot that is paid by the unit: what is asked for the unit of each of its items. */
  unitPrices?: OfferedUnitPrice[];
  /** Of a mixed price: what is asked for the part that is paid by instalments. */
  fixedPart?: string;
  /** Contracts of the same kind, where the documents ask for some. */
  likeContracts?: ShownContract[];
  /** To whom a part of the work is meant to be given. */
  subcontractors?: BidSubcontractor[];
}
interface BidSubcontractor {
  name: string;
  work?: string | null;
}
interface ShownContract {
  buyer: string;
  title: string;
  signedOn: PlainDate;
  document?: number | null;
}
interface BidItem {
  no: number;
  name: string;
  amount?: string | null;
}
export interface BidPerson {
  name: string;
  role: string;
  qualification?: string | null;
}
interface BidContact {
  name: string;
  phone: string;
  email?: string | null;
}
export interface BidDocument {
  name: string;
  sha256: string;
  size: number;
  /** The handle of the uploaded file; without it the bidder keeps the file. */
  file?: string | null;
}

/** Members that stand in a content only where something was said: contents without them keep the hash that they had. */
const SAID_OR_ABSENT = ['declaration', 'nonce', 'unitPrices', 'fixedPart', 'likeContracts', 'subcontractors'] as const;
type SaidOrAbsent = (typeof SAID_OR_ABSENT)[number];
export const NO_CONTENT: Required<Omit<BidContent, SaidOrAbsent>> = {
  price: null,
  statement: null,
  items: [],
  team: [],
  contacts: [],
  documents: [],
};

const members = Object.keys(NO_CONTENT) as (keyof typeof NO_CONTENT)[];

/** RFC 7396, member by member: what is absent stays, null is as it was in the beginning. */
export function mergeContent(
  before: BidContent,
  given: { [K in keyof BidContent]?: BidContent[K] | null },
): BidContent {
  const after: Record<string, unknown> = { ...before };
  for (const name of SAID_OR_ABSENT) delete after[name];
  const { declaration, nonce, unitPrices, fixedPart, likeContracts, subcontractors } = Object.fromEntries(
    SAID_OR_ABSENT.map((name) => [name, given[name] === undefined ? before[name] : given[name]]),
  ) as { [K in SaidOrAbsent]: BidContent[K] | null };
  for (const name of members) {
    const value = given[name];
    if (value !== undefined) after[name] = value ?? NO_CONTENT[name];
  }
  const content = after as unknown as BidContent;
  return {
    ...content,
    price: content.price === null ? null : toMoney(content.price),
    ...(declaration && { declaration }),
    ...(nonce && { nonce }),
    ...(unitPrices && unitPrices.length > 0 && { unitPrices: unitPrices.map(toStoredUnitPrice) }),
    ...(fixedPart && { fixedPart: toMoney(fixedPart) }),
    ...(likeContracts && likeContracts.length > 0 && { likeContracts }),
    ...(subcontractors && subcontractors.length > 0 && { subcontractors }),
  };
}

const toMoney = (yuan: string): string => formatYuan(parseYuan(yuan));
const toStoredUnitPrice = ({ no, unitPrice, bands }: OfferedUnitPrice): OfferedUnitPrice => ({
  no,
  unitPrice: toMoney(unitPrice),
  ...(bands &&
    bands.length > 0 && { bands: bands.map((band) => ({ above: band.above, unitPrice: toMoney(band.unitPrice) })) }),
});

/** The canonical text, which everybody can make of the own copy: it is sealed, hashed and measured, made once for a request. */
export const formatContent = (content: object): Buffer => Buffer.from(canonicalText(content));
export const hashOfText = (text: Buffer): string => createHash('sha256').update(text).digest('hex');
export const hashContent = (content: object): string => hashOfText(formatContent(content));

export interface Notice {
  code:
    | 'price_above_ceiling'
    | 'unit_price_above_ceiling'
    | 'price_below_fixed'
    | 'documents_corrected'
    | 'files_not_uploaded'
    | 'lot_reserved'
    | 'like_contracts_few';
  text: { en: string; zh: string };
}

/** What the bidder should know and nobody refuses, by the documents in force: it is judged after the opening. */
export function listBidNotices(
  content: Pick<BidContent, 'price' | 'unitPrices' | 'fixedPart' | 'likeContracts'> &
    Partial<Pick<BidContent, 'documents'>>,
  lot: {
    ceiling: string | null;
    pricing: string | null;
    price?: PriceTerm | null | undefined;
    /** What is asked for where the content can be read, and the day on which the bids are due. */
    likeContracts?: LikeContracts | null | undefined;
    due_on?: PlainDate | null;
  },
  revisions: { answered: number | null; inForce: number | null },
): Notice[] {
  const notices: Notice[] = [];
  const price = readOfferedFen(lot.price, content);
  if (price !== null && lot.ceiling !== null && price > BigInt(lot.ceiling))
    notices.push({
      code: 'price_above_ceiling',
      text: {
        en: 'The price is above the ceiling: such an offer is rejected at the review',
        zh: '报价超过最高限价，评审时将被否决',
      },
    });
  if (exceedsUnitPrices(lot.price, content))
    notices.push({
      code: 'unit_price_above_ceiling',
      text: {
        en: 'A unit price is above the highest that the documents allow: such an offer is rejected at the review',
        zh: '单价超过采购文件规定的单价最高限价，评审时将被否决',
      },
    });
  if (price !== null && isBelowFixed(price, lot))
    notices.push({
      code: 'price_below_fixed',
      text: {
        en: 'The price of this lot is fixed: a lower one earns no points, and whether it answers the documents is judged at the review',
        zh: '本包采用固定价格：低于该价格不加分，是否响应采购文件由评审认定',
      },
    });
  const { likeContracts: asked, due_on: dueOn = null } = lot;
  if (asked && countShownContracts(asked, content.likeContracts ?? [], dueOn) < asked.count)
    notices.push({
      code: 'like_contracts_few',
      text: {
        en: `Fewer contracts of the same kind are shown than the documents ask for (${asked.count}): it is judged with the qualifications`,
        zh: `所列同类业务合同少于采购文件要求的 ${asked.count} 个：资格审查时将予认定`,
      },
    });
  if (content.documents?.some(({ file }) => !file))
    notices.push({
      code: 'files_not_uploaded',
      text: {
        en: 'Some documents are named and not uploaded: the panel cannot read them here',
        zh: '部分文件仅列明而未上传，评审小组无法在此查阅',
      },
    });
  if (isStale(revisions))
    notices.push({
      code: 'documents_corrected',
      text: { en: 'The documents were corrected after this bid was submitted', zh: '投标提交后采购文件已更正' },
    });
  return notices;
}

/** Order 87 article 55: a fixed price is no factor of the review; no article says that a lower offer is void. */
const isBelowFixed = (
  price: bigint,
  { ceiling, pricing }: { ceiling: string | null; pricing: string | null },
): boolean => pricing === 'fixed' && ceiling !== null && price < BigInt(ceiling);

/** A later correction marks a bid; no article voids it. */
export const isStale = ({ answered, inForce }: { answered: number | null; inForce: number | null }): boolean =>
  answered !== null && inForce !== null && answered < inForce;
