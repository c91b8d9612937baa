import { invalid } from '../../platform/http/validation.js';
/** Members of an acceptance: people of the buyer by their account, others by name. */
export async function membersGiven(tx, buyer, given) {
    const users = given.flatMap(({ user }) => user ?? []);
    const known = await tx.query(`SELECT u.id, u.name FROM app_user u WHERE u.id = ANY ($1::uuid[]) AND u.state = 'active'
       AND EXISTS (SELECT FROM seat s WHERE s.user_id = u.id AND s.organisation_id = $2)`, [users, buyer]);
    const seen = new Set();
    return given.map(({ user, name, capacity }, i) => {
        const person = known.find(({ id }) => id === user?.toLowerCase());
        if (user && person === undefined)
            throw invalid(`/members/${i}/user`, 'unknown_reference', { en: 'Nobody of the buyer', zh: '不是采购人的人员' });
        const called = person?.name ?? name;
        if (!called)
            throw invalid(`/members/${i}/name`, 'required', { en: 'Who is it?', zh: '请填写姓名' });
        const who = person?.id ?? called;
        if (seen.has(who))
            throw invalid(`/members/${i}`, 'not_unique', { en: 'Named twice', zh: '重复列入' });
        seen.add(who);
        return { no: i + 1, name: called, capacity, user: person?.id ?? null, signedAt: null, document: null };
    });
}
/** A member signs with the own account, or signed on paper. Law article 41. */
export function signed(members, caller, { member: no, document }, now) {
    const own = no === undefined;
    const member = members.find((m) => (own ? m.user === caller : m.no === no && m.user === null));
    if (member === undefined)
        throw invalid('/member', 'unknown_reference', {
            en: own ? 'You are no member of this acceptance' : 'No member who signs on paper',
            zh: own ? '您不是本次验收的成员' : '没有该名以书面签字的成员',
        });
    if (member.signedAt !== null)
        throw invalid('/member', 'not_unique', { en: 'Has signed', zh: '已签字' });
    if (!own && document === undefined)
        throw invalid('/document', 'required', { en: 'The signed paper', zh: '请上传签字件' });
    const after = { ...member, signedAt: now.toISOString(), document: document?.toLowerCase() ?? null };
    return { members: members.map((m) => (m.no === member.no ? after : m)), no: member.no };
}
//# sourceMappingURL=members.js.map