import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../roles.js';

export type WebhookState = 'active' | 'disabled' | 'ended';

const WHO = 'api_key.manage' satisfies Permission;

export const webhookLifecycle = defineLifecycle({
  name: 'webhook_endpoint',
  states: ['active', 'disabled', 'ended'],
  initial: ['active'],
  final: ['ended'],
  transitions: [
    { action: 'disable', from: ['active'], to: 'disabled', who: WHO, reason: 'optional' },
    { action: 'enable', from: ['disabled'], to: 'active', who: WHO, reason: 'optional' },
    { action: 'rotate_secret', from: ['active'], who: WHO, guards: ['holder_only'], reason: 'optional' },
    { action: 'take_over', from: ['active', 'disabled'], who: WHO, guards: ['holder_still_there'], reason: 'optional' },
    { action: 'test', from: ['active'], who: WHO, reason: 'optional' },
    { action: 'replay', from: ['active'], who: WHO, reason: 'optional' },
    { action: 'end', from: ['active', 'disabled'], to: 'ended', who: WHO, reason: 'optional' },
    { action: 'retry', from: ['active'], who: WHO, reason: 'optional' },
  ],
});
