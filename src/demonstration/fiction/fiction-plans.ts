import { tenderPlans, type TenderPlan } from './fiction-lots.js';
import { regularTenders } from './fiction-regulars.js';
import { smallTenders } from './fiction-small.js';

/** Every call of the invented market; the small ones last, so that they change nothing of the others. */
export const allTenders = (): TenderPlan[] => [...tenderPlans(), ...smallTenders(), ...regularTenders()];
