import type { LotViewDto, TenderDto } from '../tender-view.dto.js';
import type { TenderDocument } from './tender-document.js';

/** What an intent makes known of a draft (Caiku [2020] 10): what is bought, for how much; its documents come later. */
export type Intended = Omit<TenderDocument, 'terms' | 'plan'>;

/** A tender as outsiders see it while its documents are not out: as its intent said. */
export const asIntended = <T extends TenderDto>(tender: T, intended: Intended | null): T =>
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
      };

/** The lots of the intent; one that was written since is nobody's business yet. */
export const lotsAsIntended = (lots: LotViewDto[], intended: Intended | null): LotViewDto[] =>
  intended === null
    ? lots
    : lots.flatMap((lot) => {
        const said = intended.lots.find(({ no }) => no === lot.no);
        return said ? [{ ...lot, name: said.name, ceiling: said.ceiling, pricing: said.pricing }] : [];
      });
