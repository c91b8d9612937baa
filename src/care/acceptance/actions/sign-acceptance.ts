import { IsUUID } from 'class-validator';
import { toScope } from '../../../kernel/access/scope.js';
import { action } from '../../../kernel/actions/action.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { IntegerBetween, NotNull } from '../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import type { Member } from '../acceptance.rules.js';
import { acceptanceSubject, addPreparer } from '../acceptance.subject.js';

/** Signs an acceptance for a member of its panel. */
class SignAcceptanceDto extends ReasonDto {
  /** The number of a member who signed on paper, with the document; without it the caller signs. */
  @IntegerBetween(1, 20, 'not_null')
  member?: number;

  @NotNull()
  @IsUUID()
  document?: string;
}

/** A member signs with the own account, or signed on paper. Law article 41. */
export const signAcceptance = action(acceptanceSubject, 'sign', SignAcceptanceDto, {
  operationId: 'signAcceptance',
  summary: { en: 'Sign what was found, or record who signed on paper', zh: '签署验收意见' },
  uses: { references: DocumentReferences },
  check({ principal }) {
    if (principal.kind !== 'user') throw new Problem('not_permitted');
  },
  async effect({ tx, root, given, now }, _, { references }) {
    const member = findSigner(root.members, tx.principal.id, given);
    const { document } = given;
    if (document !== undefined)
      await references.refer(tx, toScope(tx.principal), 'acceptance', root.id, [document], '/document');
    const signed = { ...member, signedAt: now.toISOString(), document: document?.toLowerCase() ?? null };
    const members = root.members.map((each) => (each.no === member.no ? signed : each));
    return {
      set: { members, ...(await addPreparer(tx, root)) },
      data: { member: member.no },
    };
  },
});

/** @throws Problem `validation_failed` */
function findSigner(
  members: readonly Member[],
  caller: string | null,
  { member: no, document }: SignAcceptanceDto,
): Member {
  const own = no === undefined;
  const member = members.find((each) => (own ? each.user === caller : each.no === no && each.user === null));
  if (member === undefined)
    throw invalid('/member', 'unknown_reference', {
      en: own ? 'You are no member of this acceptance' : 'No member who signs on paper',
      zh: own ? '您不是本次验收的成员' : '没有该名以书面签字的成员',
    });
  if (member.signedAt !== null) throw invalid('/member', 'not_unique', { en: 'Has signed', zh: '已签字' });
  if (!own && document === undefined)
    throw invalid('/document', 'required', { en: 'The signed paper', zh: '请上传签字件' });
  return member;
}
