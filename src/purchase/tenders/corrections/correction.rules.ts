import type { FieldError } from '../../../kernel/errors/problem.js';
import { parseYuan } from '../../../kernel/money/money.js';
import type { ConductedTender } from '../conducted/conducted-tender.js';
import { listDocumentChanges, type DocumentChange } from './document-changes.rules.js';
import type { DraftLot } from '../drafts/draft.rules.js';
import { deriveLotTerms, NO_OWN_WORDS } from '../conducted/terms/lot-terms.rules.js';
import { findReservation } from '../conducted/terms/sme/sme-policy.rules.js';
import { applyLotWords, type GivenLotTerms } from '../lots/lot-words.rules.js';
import type { Criterion, TenderPlan, TenderTerms } from '../conducted/terms/terms-types.js';

/** What a correction of issued documents says anew; what it does not name stays. Money in yuan as text. */
export interface Correction {
  category?: string | null | undefined;
  /** All lots, as they shall stand. */
  lots?:
    | readonly {
        no: number;
        name?: string | null;
        ceiling?: string | null;
        pricing?: 'fixed' | 'competitive' | null;
        /** Its own members as they shall stand; absent: as they are. */
        terms?: GivenLotTerms | null;
      }[]
    | undefined;
  terms?: { readonly [K in keyof TenderTerms]?: TenderTerms[K] | undefined } | undefined;
  criteria?: readonly Criterion[] | undefined;
  plan?: { documentsTo?: string | undefined; deadlineAt?: string | undefined } | undefined;
  /** False where it affects no bid; not believed of what a bid is prepared by. Not said: it does, unless it moves dates alone. */
  affectsPreparation?: boolean | undefined;
}

type Correctable = Pick<ConductedTender, 'category' | 'terms' | 'plan'>;

/** Members of a document that are given replace those that stand. */
function mergeMembers<T extends object>(
  stored: T,
  given: { readonly [K in keyof T]?: T[K] | undefined } | undefined,
): T {
  const members = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...stored, ...Object.fromEntries(members) };
}

/** The tender as its documents would say it after the correction. */
export function correctedTender<T extends Correctable>(tender: T, correction: Correction): T {
  const terms = mergeMembers<TenderTerms>(tender.terms, correction.terms);
  return {
    ...tender,
    category: correction.category === undefined ? tender.category : correction.category,
    terms: correction.criteria ? { ...terms, criteria: [...correction.criteria] } : terms,
    plan: mergeMembers<TenderPlan>(tender.plan, correction.plan),
  };
}

export function correctedLots<L extends DraftLot>(lots: readonly L[], { lots: given }: Correction): (L | DraftLot)[] {
  if (given === undefined) return [...lots];
  return given.map((lot) => {
    const stored = lots.find(({ no }) => no === lot.no) ?? { ...NO_OWN_WORDS, no: lot.no };
    return {
      ...stored,
      ...applyLotWords(stored, { ...(lot.terms !== undefined && { terms: lot.terms }) }),
      name: lot.name ?? null,
      ceiling: lot.ceiling ? parseYuan(lot.ceiling) : null,
      pricing: lot.pricing ?? null,
    };
  });
}

const asText = ({ no, name, ceiling, pricing, terms }: DraftLot): unknown =>
  JSON.parse(JSON.stringify({ no, name, ceiling: ceiling?.toString(), pricing, terms }));

interface Documents {
  tender: Correctable;
  lots: readonly DraftLot[];
}

/** What a correction changes, by its own fields. */
export function correctionChanges({ tender, lots }: Documents, correction: Correction): DocumentChange[] {
  const [before, after] = [tender, correctedTender(tender, correction)];
  const toCorrectionText = (t: Correctable, of: readonly DraftLot[]) => ({
    category: t.category,
    lots: of.map(asText),
    terms: t.terms,
    plan: t.plan,
  });
  return listDocumentChanges(toCorrectionText(before, lots), toCorrectionText(after, correctedLots(lots, correction)));
}

const forbidden = (changes: readonly DocumentChange[], isFixed: (path: string) => boolean, en: string, zh: string) =>
  changes
    .filter(({ path }) => isFixed(path))
    .map(({ path }): FieldError => ({ pointer: `/correction${path}`, code: 'forbidden', text: { en, zh } }));

/** What is bought: the category, which lots there are, and what each is called. A lot's highest price is none of it. */
export const objectChanges = (documents: Documents, correction: Correction): FieldError[] =>
  forbidden(
    correctionChanges(documents, correction),
    (path) => path === '/category' || /^\/lots\/\d+(\/name)?$/.test(path),
    'What is bought cannot be changed by a correction',
    '更正不得改变采购标的',
  );

/** Where lots would be reserved for others than before: that decides who may bid. */
function listReservationChanges({ tender, lots }: Documents, correction: Correction): string[] {
  const after = correctedTender(tender, correction);
  return correctedLots(lots, correction).flatMap(({ no, terms }, i) => {
    const stored = lots.find((lot) => lot.no === no);
    if (stored === undefined) return [];
    const [was, is] = [
      findReservation(deriveLotTerms(tender.terms, stored.terms).sme),
      findReservation(deriveLotTerms(after.terms, terms).sme),
    ];
    return was === is ? [] : [correction.lots?.[i]?.terms?.sme ? `/lots/${i}/terms/sme` : '/terms/sme'];
  });
}

export const qualificationChanges = (documents: Documents, correction: Correction): FieldError[] => {
  const reserved = [...new Set(listReservationChanges(documents, correction))];
  const others = correctionChanges(documents, correction).filter(({ path }) => !reserved.includes(path));
  return forbidden(
    [...others, ...reserved.map((path) => ({ path }))],
    (path) =>
      reserved.includes(path) || /^(\/lots\/\d+)?\/terms\/(qualifications|minimumGrade|likeContracts)/.test(path),
    'What a supplier must be able to show cannot be changed by a correction',
    '更正不得改变资格条件',
  );
};

/** What a bid is written and priced by: that it affects nobody is not believed of these. */
const PREPARED_BY =
  /^\/(lots|terms\/(criteria|scoring|requirement|standards|payments|bidBond|performanceBond|lowPriceShare|term|sme|price|serviceDays))(\/|$)/;

/**
 * Whether bidders need time for it (Regulation article 31 II, [2014] 214 article 10). Later dates alone give time and take
 * none; what a bid is prepared by always does; of the rest whoever corrects may say on the record that it does not.
 */
export function affectsPreparation(documents: Documents, correction: Correction): boolean {
  const paths = correctionChanges(documents, correction).map(({ path }) => path);
  if (paths.some((path) => PREPARED_BY.test(path))) return true;
  return correction.affectsPreparation ?? paths.some((path) => !path.startsWith('/plan/'));
}

/** What was promised to those who fetch the documents is not taken back; the issue gave them the lawful days. */
export function documentsEndEarlier(was: string | null, correction: Correction): FieldError[] {
  const end = correction.plan?.documentsTo;
  if (end === undefined || was === null || end >= was) return [];
  const text = { en: `Not before ${was}`, zh: `不得早于 ${was}` };
  return [{ pointer: '/correction/plan/documentsTo', code: 'minimum', text }];
}
