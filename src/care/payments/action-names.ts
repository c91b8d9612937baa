import { actionsOf } from '../../kernel/openapi/parameter.js';
import { paymentLifecycle } from './payment.lifecycle.js';

/** All but the one that has a route of its own, where what it needs is required. */
export const PATH_ACTIONS: readonly string[] = actionsOf(paymentLifecycle).filter((action) => action !== 'pay');
