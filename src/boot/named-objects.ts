import type { NamedKinds } from '../kernel/http/tables/expanded-objects.js';

/** Fields of items that name another object, and what it is: a room reads objects of this kind (`ChangeStates`). */
export const NAMED_OBJECTS: NamedKinds = {
  tender: 'tender',
  contract: 'contract',
  payment: 'payment',
  organisation: 'organisation',
  buyer: 'organisation',
  supplier: 'organisation',
  body: 'organisation',
};
