import { Problem } from '../../platform/errors/problem.js';
import { storeSeats } from './seats.js';
import { issueSetupCode } from './setup-codes.js';
/** A user without a password, and the one-time code to set one. @throws Problem `login_taken`, `seats_conflict`. */
export async function createUser(tx, given) {
    const [user] = await tx.query(`INSERT INTO app_user (login, name) VALUES ($1, $2) ON CONFLICT (lower(login)) DO NOTHING RETURNING id`, [given.login, given.name]);
    if (!user)
        throw new Problem('login_taken', {
            errors: [{ pointer: '/login', code: 'not_unique', text: { en: 'This login is taken', zh: '该登录名已被占用' } }],
        });
    await storeSeats(tx, user.id, given.seats);
    const code = await issueSetupCode(tx, user.id);
    await tx.record({ aggregate: 'user', id: user.id, action: 'created', data: { seats: given.seats }, to: 'active' });
    return { id: user.id, code };
}
//# sourceMappingURL=new-user.js.map