import { actionsOf } from '../../../kernel/openapi/parameter.js';
import { contractLifecycle, recordedContractLifecycle } from '../contract.lifecycle.js';

/** Actions that have routes of their own, where what they need is required. */
export const OWN_ROUTES: readonly string[] = [
  'sign',
  'amend',
  'propose_amendment',
  'open_acceptance',
  'conclude_acceptance',
];

/** All others. */
export const PATH_ACTIONS: readonly string[] = [
  ...actionsOf(recordedContractLifecycle),
  ...actionsOf(contractLifecycle),
].filter((action) => !OWN_ROUTES.includes(action));
