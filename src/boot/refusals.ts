import { declareRefusals } from '../kernel/errors/codes.js';
import { LAW_REFUSALS } from '../law/refusals.js';
import { ACCOUNTS_REFUSALS } from '../people/accounts/refusals.js';
import { COMMUNITIES_REFUSALS } from '../people/communities/refusals.js';
import { PROGRAMMES_REFUSALS } from '../purchase/programmes/refusals.js';
import { TENDERS_REFUSALS } from '../purchase/tenders/refusals.js';
import { BIDS_REFUSALS } from '../purchase/bids/refusals.js';
import { REVIEWS_REFUSALS } from '../purchase/reviews/refusals.js';
import { AWARDS_REFUSALS } from '../purchase/awards/refusals.js';
import { CONTRACTS_REFUSALS } from '../purchase/contracts/refusals.js';
import { DELIVERY_REFUSALS } from '../care/delivery/refusals.js';
import { SURVEYS_REFUSALS } from '../care/surveys/refusals.js';
import { ACCEPTANCE_REFUSALS } from '../care/acceptance/refusals.js';
import { EVALUATIONS_REFUSALS } from '../care/evaluations/refusals.js';
import { PAYMENTS_REFUSALS } from '../care/payments/refusals.js';
import { CONTINUITY_REFUSALS } from '../care/continuity/refusals.js';
import { WATCH_REFUSALS } from '../watch/refusals.js';
import { IMPORTS_REFUSALS } from '../imports/refusals.js';

/** The refusals of every room; `openapi/problems.md` is made of them. */
const CATALOGUES = [
  LAW_REFUSALS,
  ACCOUNTS_REFUSALS,
  COMMUNITIES_REFUSALS,
  PROGRAMMES_REFUSALS,
  TENDERS_REFUSALS,
  BIDS_REFUSALS,
  REVIEWS_REFUSALS,
  AWARDS_REFUSALS,
  CONTRACTS_REFUSALS,
  DELIVERY_REFUSALS,
  SURVEYS_REFUSALS,
  ACCEPTANCE_REFUSALS,
  EVALUATIONS_REFUSALS,
  PAYMENTS_REFUSALS,
  CONTINUITY_REFUSALS,
  WATCH_REFUSALS,
  IMPORTS_REFUSALS,
] as const;

type CodesOf<Catalogue> = Catalogue extends unknown ? keyof Catalogue : never;
declare module '../kernel/errors/codes.js' {
  interface RefusalCodes {
    rooms: CodesOf<(typeof CATALOGUES)[number]>;
  }
}

for (const catalogue of CATALOGUES) declareRefusals(catalogue);

export { PROBLEMS, type ProblemCode } from '../kernel/errors/codes.js';
