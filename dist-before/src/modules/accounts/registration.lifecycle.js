import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';
const WHO = 'registration.decide';
/** An agency asks for an account; an administrator who has seen its papers decides. A rejected agency may ask again. */
export const registrationLifecycle = defineLifecycle({
    name: 'registration',
    states: ['received', 'confirmed', 'rejected'],
    initial: ['received'],
    final: ['confirmed', 'rejected'],
    transitions: [
        {
            action: 'confirm',
            from: ['received'],
            to: 'confirmed',
            who: WHO,
            guards: ['credit_code_registered'],
            reason: 'optional',
        },
        { action: 'reject', from: ['received'], to: 'rejected', who: WHO, reason: 'required' },
    ],
});
//# sourceMappingURL=registration.lifecycle.js.map