import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { action } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { refuseRecusedPerson } from '../../../purchase/tenders/oversight/interest.js';
import { MEMBER_CAPACITIES, type Member, type MemberCapacity } from '../acceptance.rules.js';
import { acceptanceSubject, addPreparer } from '../acceptance.subject.js';

/** A person who is to sign the acceptance. */
export class NewMemberDto {
  /** An account of the buyer, which signs here. Without it `name` says who signs on paper. */
  @OptionalId()
  user?: string | null;

  @TextUpTo(100, 'optional')
  name?: string | null;

  @IsIn(MEMBER_CAPACITIES)
  capacity: MemberCapacity;
}

/** Everybody who signs the acceptance. */
class MembersDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewMemberDto)
  members: NewMemberDto[];
}

export const nameMembers = action(acceptanceSubject, 'name_members', MembersDto, {
  operationId: 'nameAcceptanceMembers',
  summary: { en: 'Name who holds the service against the contract and signs', zh: '确定验收小组成员' },
  permit: 'acceptance.prepare',
  async effect({ tx, root, given }) {
    const members = await parseMembers(tx, root.contract, given.members);
    return {
      set: { members, ...(await addPreparer(tx, root)) },
      data: { members: members.length },
    };
  },
});

/** Members of an acceptance: people of the buyer by their account, who do not sit in the supplier as well; others by name. */
async function parseMembers(
  tx: Tx,
  { buyer_id: buyer, supplier_id: supplier }: ConductedContract,
  given: readonly NewMemberDto[],
): Promise<Member[]> {
  const users = given.flatMap(({ user }) => user ?? []);
  const known = await tx.query<{ id: string; name: string; interested: boolean }>(
    `SELECT u.id, u.name, EXISTS (SELECT FROM seat i WHERE i.user_id = u.id AND i.organisation_id = $3) AS interested
     FROM app_user u WHERE u.id = ANY ($1::uuid[]) AND u.state = 'active'
       AND EXISTS (SELECT FROM seat s WHERE s.user_id = u.id AND s.organisation_id = $2)`,
    [users, buyer, supplier],
  );
  const seen = new Set<string>();
  return given.map(({ user, name, capacity }, i): Member => {
    const person = known.find(({ id }) => id === user?.toLowerCase());
    if (user && person === undefined)
      throw invalid(`/members/${i}/user`, 'unknown_reference', { en: 'Nobody of the buyer', zh: '不是采购人的人员' });
    if (person?.interested) throw new Problem('acts_with_interest', refuseRecusedPerson(`/members/${i}/user`));
    const called = person?.name ?? name;
    if (!called) throw invalid(`/members/${i}/name`, 'required', { en: 'Who is it?', zh: '请填写姓名' });
    const identity = person?.id ?? called;
    if (seen.has(identity)) throw invalid(`/members/${i}`, 'not_unique', { en: 'Named twice', zh: '重复列入' });
    seen.add(identity);
    return { no: i + 1, name: called, capacity, user: person?.id ?? null, signedAt: null, document: null };
  });
}
