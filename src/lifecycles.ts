import { apiKeyLifecycle } from './modules/accounts/api-key.lifecycle.js';
import { registrationLifecycle } from './modules/accounts/registration.lifecycle.js';
import { userLifecycle } from './modules/accounts/user.lifecycle.js';
import { flagLifecycle } from './modules/risk/flag.lifecycle.js';
import type { Lifecycle } from './platform/lifecycle/lifecycle.js';

/** Every lifecycle of the system, for the generated page. */
export const LIFECYCLES: readonly Lifecycle[] = [registrationLifecycle, userLifecycle, apiKeyLifecycle, flagLifecycle];
