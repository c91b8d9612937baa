import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../roles.js';

export type ApiKeyState = 'active' | 'expired' | 'revoked';

const WHO = 'api_key.manage' satisfies Permission;

/** `expired` is not stored: the clock decides it when the key is read. */
export const apiKeyLifecycle = defineLifecycle({
  name: 'api_key',
  states: ['active', 'expired', 'revoked'],
  initial: ['active'],
  final: ['revoked'],
  transitions: [
    { action: 'rotate', from: ['active'], who: WHO, guards: ['holder_only'], reason: 'optional' },
    { action: 'revoke', from: ['active', 'expired'], to: 'revoked', who: WHO, reason: 'optional' },
    { action: 'expire', from: ['active'], to: 'expired', who: 'clock' },
  ],
});
