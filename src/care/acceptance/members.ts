import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { recused } from '../../purchase/tenders/oversight/interest.js';
import type { AcceptanceActionDto, NewMemberDto } from './acceptance.dto.js';
import type { Member } from './acceptance.rules.js';

/** Members of an acceptance: people of the buyer by their account, who do not sit in the supplier as well; others by name. */
export async function membersGiven(
  tx: Tx,
  { buyer_id: buyer, supplier_id: supplier }: Pick<ConductedContract, 'buyer_id' | 'supplier_id'>,
  given: readonly NewMemberDto[],
): Promise<Member[]> {
  const users = given.flatMap(({ user }) => user ?? []);
  const known = await tx.query<{ id: string; name: string; interested: boolean }>(
    `SELECT u.id, u.name, EXISTS (SELECT FROM seat i WHERE i.user_id = u.id AND i.organisation_id = $3) AS interested FROM app_user u WHERE u.id = ANY ($1::uuid[]) AND u.state = 'active'
       AND EXISTS (SELECT FROM seat s WHERE s.user_id = u.id AND s.organisation_id = $2)`,
    [users, buyer, supplier],
  );
  const seen = new Set<string>();
  return given.map(({ user, name, capacity }, i): Member => {
    const person = known.find(({ id }) => id === user?.toLowerCase());
    if (user && person === undefined)
      throw invalid(`/members/${i}/user`, 'unknown_reference', { en: 'Nobody of the buyer', zh: '不是采购人的人员' });
    if (person?.interested) throw new Problem('acts_with_interest', recused(`/members/${i}/user`));
    const called = person?.name ?? name;
    if (!called) throw invalid(`/members/${i}/name`, 'required', { en: 'Who is it?', zh: '请填写姓名' });
    const who = person?.id ?? called;
    if (seen.has(who)) throw invalid(`/members/${i}`, 'not_unique', { en: 'Named twice', zh: '重复列入' });
    seen.add(who);
    return { no: i + 1, name: called, capacity, user: person?.id ?? null, signedAt: null, document: null };
  });
}

/** A member signs with the own account, or signed on paper. Law article 41. */
export function signed(
  members: readonly Member[],
  caller: string | null,
  { member: no, document }: AcceptanceActionDto,
  now: Date,
): { members: Member[]; no: number } {
  const own = no === undefined;
  const member = members.find((m) => (own ? m.user === caller : m.no === no && m.user === null));
  if (member === undefined)
    throw invalid('/member', 'unknown_reference', {
      en: own ? 'You are no member of this acceptance' : 'No member who signs on paper',
      zh: own ? '您不是本次验收的成员' : '没有该名以书面签字的成员',
    });
  if (member.signedAt !== null) throw invalid('/member', 'not_unique', { en: 'Has signed', zh: '已签字' });
  if (!own && document === undefined)
    throw invalid('/document', 'required', { en: 'The signed paper', zh: '请上传签字件' });
  const after = { ...member, signedAt: now.toISOString(), document: document?.toLowerCase() ?? null };
  return { members: members.map((m) => (m.no === member.no ? after : m)), no: member.no };
}
