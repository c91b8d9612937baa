import type { LotViewDto, TenderDto } from '../reads/tender-view.dto.js';
import { deriveLotWindow, listOwnMembers, NO_OWN_WORDS } from '../conducted/terms/lot-terms.rules.js';
import type { DocumentLot, TenderDocument } from '../conducted/tender-document.js';

/** What an intent makes known of a draft (Caiku [2020] 10): what is bought, for how much; its documents come later. */
export type Intended = Omit<TenderDocument, 'terms' | 'plan' | 'lots'> & {
  lots: Omit<DocumentLot, 'terms'>[];
} & Partial<AroundDocument>;

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
      };

interface Clocked {
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
        lots: intended.lots.map(({ no }) => lots.find((lot) => lot.no === no) ?? { no, state: null }),
      };

/** The lots of the intent; one that was written since is nobody's business yet. */
export const toIntendedLots = (lots: LotViewDto[], intended: Intended | null): LotViewDto[] =>
  intended === null
    ? lots
    : lots.flatMap((lot) => {
        const said = intended.lots.find(({ no }) => no === lot.no);
        if (!said) return [];
        const { name, ceiling, pricing, window, termText, serviceLines } = said;
        return [
          {
            // No intent says what a lot's budget is: that of the draft is nobody's business yet.
            ...{ ...lot, name, ceiling, pricing, terms: null, budget: null },
            window: deriveLotWindow(intended.window, window ?? {}),
            termText: termText ?? intended.termText ?? null,
            serviceLines: serviceLines ?? intended.serviceLines,
            own: listOwnMembers({ ...NO_OWN_WORDS, ...said }),
          },
        ];
      });
