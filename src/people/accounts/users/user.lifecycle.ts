import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';
import type { Permission } from '../roles.js';

export type UserState = 'active' | 'disabled';

const WHO = 'user.manage' satisfies Permission;

/** An account is never deleted: what its person did keeps its author. */
export const userLifecycle = defineLifecycle({
  name: 'user',
  states: ['active', 'disabled'],
  initial: ['active'],
  final: [],
  transitions: [
    // By the body's manager: the password is gone, sessions end, a new one-time code is shown. By an administrator: a code is
    // asked for, which a second one completes. For the own account there is /auth/password.
    {
      action: 'reset',
      from: ['active'],
      who: WHO,
      guards: ['own_account', 'body_has_manager', 'seats_elsewhere', 'seat_reaches_further'],
      reason: 'optional',
    },
    {
      action: 'disable',
      from: ['active'],
      to: 'disabled',
      who: WHO,
      guards: ['last_admin', 'own_account', 'seats_elsewhere', 'seat_reaches_further'],
      reason: 'optional',
    },
    {
      action: 'enable',
      from: ['disabled'],
      to: 'active',
      who: WHO,
      guards: ['body_has_manager', 'seats_elsewhere', 'person_erased'],
      reason: 'optional',
    },
    { action: 'end_sessions', from: ['active'], who: WHO, guards: ['seats_elsewhere'], reason: 'optional' },
  ],
});
