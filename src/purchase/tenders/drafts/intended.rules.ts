import { toInstant } from '../../../kernel/clock/moment.js';
import type { TenderDeadlineDto } from '../reads/deadlines.dto.js';
import type { LotViewDto, TenderDto } from '../reads/tender-view.dto.js';
import { deriveLotWindow, listOwnMembers, NO_OWN_WORDS } from '../conducted/terms/lot-terms.rules.js';
import type { DocumentLot, TenderDocument } from '../conducted/terms/document-types.js';

/** What an intent makes known of a draft (Caiku [2020] 10): what is bought, for how much; its documents come later. */
export type Intended = Omit<TenderDocument, 'terms' | 'plan' | 'lots'> & {
  lots: IntendedLot[];
} & Partial<AroundDocument & PublishedVersion>;

/** The version of the tender that its publication made, and when: of edits since then outsiders learn nothing. */
interface PublishedVersion {
  version: number;
  /** As PostgreSQL writes it. */
  updatedAt: string;
}

/** A lot of an intent keeps its id, because the draft may not have it any more; the release before kept none. */
type IntendedLot = Omit<DocumentLot, 'terms'> & { id?: string };

/** What a tender says beside its documents, and a draft may say otherwise; an intent of earlier days kept none of it. */
export interface AroundDocument {
  programme: string | null;
  termText: string | null;
  regionText: string | null;
  projectNo: string | null;
}

/** A tender as outsiders see it while its documents are not out: as its intent said. */
export const toIntendedTender = <T extends TenderDto>(tender: T, intended: Intended | null): T =>
  intended === null
    ? tender
    : {
        ...tender,
        title: intended.title,
        method: intended.method,
        category: intended.category,
        region: intended.region,
        budgetLevel: intended.budgetLevel,
        budget: intended.budget,
        window: intended.window,
        programme: intended.programme ?? null,
        termText: intended.termText ?? null,
        regionText: intended.regionText ?? null,
        projectNo: intended.projectNo ?? null,
        ...(tender.state === 'intent_published' && deriveShownVersion(tender, intended)),
      };

const deriveShownVersion = (
  tender: TenderDto,
  { version = tender.version, updatedAt }: Intended,
): Pick<TenderDto, 'version' | 'updatedAt'> => ({
  version,
  updatedAt: updatedAt === undefined ? tender.updatedAt : toInstant(updatedAt),
});

/** The state of a lot that the draft has no more: it ended with its tender, or has not begun. */
export const deriveGoneState = (tender: string | null): 'cancelled' | null => (tender === 'cancelled' ? tender : null);

/** Each lot that an intent said, with the lot of that number in the draft; undefined: there is none any more. */
export const matchIntendedLots = <L extends { id: string; no: number }>(
  intended: Intended,
  lots: readonly L[],
): { said: IntendedLot & { id: string }; lot: L | undefined }[] =>
  intended.lots.flatMap((said) => {
    const lot = lots.find(({ no }) => no === said.no);
    const id = said.id ?? lot?.id;
    return id === undefined ? [] : [{ said: { ...said, id }, lot }];
  });

interface Clocked {
  state: string | null;
  method: string | null;
  budget_level: string | null;
  region: string | null;
}

/** What the law's periods of a tender are computed from, for outsiders: the method, level, place and lots that its intent said. */
export const toIntendedClocks = <T extends Clocked, L extends { no: number; state: string | null }>(
  tender: T,
  lots: readonly L[],
  intended: Intended | null,
): { tender: T; lots: readonly (L | Pick<L, 'no' | 'state'>)[] } =>
  intended === null
    ? { tender, lots }
    : {
        tender: {
          ...tender,
          method: intended.method,
          budget_level: intended.budgetLevel,
          region: intended.region,
        },
        lots: intended.lots.map(
          ({ no }) => lots.find((lot) => lot.no === no) ?? { no, state: deriveGoneState(tender.state) },
        ),
      };

/** What everybody is shown of a lot of which nothing but its intent is known. */
const UNSTARTED = { bidCount: null, bids: [], suppliersMost: null, award: null, awards: [] };

/** The lots of the intent, whatever became of them in the draft; one that was written since is nobody's business yet. */
export const toIntendedLots = (
  lots: LotViewDto[],
  intended: Intended | null,
  { state, deadlines }: { state: string | null; deadlines: readonly TenderDeadlineDto[] },
): LotViewDto[] =>
  intended === null
    ? lots
    : matchIntendedLots(intended, lots).map(({ said, lot: stored }) => {
        const { id, no, name, ceiling, pricing, window, termText, serviceLines } = said;
        const lot = stored ?? {
          ...{ ...UNSTARTED, state: deriveGoneState(state) },
          deadlines: deadlines.filter((deadline) => deadline.lot === null || deadline.lot === no),
        };
        return {
          // No intent says what a lot's budget is: that of the draft is nobody's business yet.
          ...{ ...lot, id, no, name, ceiling, pricing, terms: null, budget: null },
          window: deriveLotWindow(intended.window, window ?? {}),
          termText: termText ?? intended.termText ?? null,
          serviceLines: serviceLines ?? intended.serviceLines,
          own: listOwnMembers({ ...NO_OWN_WORDS, ...said }),
        };
      });
