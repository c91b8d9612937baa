import { action, type Situation } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { Part, Parts, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../../../kernel/money/is-yuan.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import type { LockedContract } from '../conducted-contract.js';
import { TeamMemberDto } from '../contract-content.dto.js';
import { contractSubject } from '../contract.subject.js';
import type { TeamMember } from '../../content/content-types.js';

type Kind = 'team' | 'subcontract';

const WANTED = { en: 'Say what is asked for', zh: '请说明申请内容' };
/** Asks the buyer to consent to a change of the team. */
class AskTeamChangeDto extends RequiredReasonDto {
  /** The whole team as it is to be. */
  @RequiredByAction(WANTED)
  @Parts(() => TeamMemberDto, { min: 1, max: 200 })
  team: TeamMemberDto[];
}
/** Work that another body is to do. */
export class SubcontractDto {
  /** Who is to do it. */
  @TextUpTo(200)
  to: string;
  @TextUpTo(2000)
  work: string;
  /** Yuan. */
  @IsYuan()
  @IsSomeMoney()
  amount: string;
}
/** Asks the buyer to consent to a subcontract. */
class AskSubcontractDto extends RequiredReasonDto {
  @RequiredByAction(WANTED)
  @Part(() => SubcontractDto)
  subcontract: SubcontractDto;
}

/** What the agency asks the buyer to consent to. One request of each kind is open at a time. */
async function insertRequest(
  { tx, root, given, now }: Situation<LockedContract, RequiredReasonDto>,
  kind: Kind,
  detail: object,
): Promise<{ data: { request: string | undefined } }> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO contract_request (contract_id, kind, detail, reason, asked_at, asked_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [root.id, kind, JSON.stringify(detail), given.reason, now, tx.principal.id],
  );
  return { data: { request: row?.id } };
}

async function decideRequest(
  { tx, root, given, now }: Situation<LockedContract, ReasonDto>,
  kind: Kind,
  state: 'consented' | 'refused',
): Promise<{ id: string | undefined; detail: unknown }> {
  const [row] = await tx.query<{ id: string; detail: unknown }>(
    `UPDATE contract_request SET state = $3, decided_at = $4, decided_by = $5, decision_reason = $6
     WHERE contract_id = $1 AND kind = $2 AND state = 'asked' RETURNING id, detail`,
    [root.id, kind, state, now, tx.principal.id, state === 'refused' ? (given.reason ?? null) : null],
  );
  return { id: row?.id, detail: row?.detail };
}

export const askTeamChange = action(contractSubject, 'ask_team_change', AskTeamChangeDto, {
  operationId: 'askTeamChange',
  summary: { en: 'Ask for consent to another team', zh: '申请更换服务团队' },
  effect: (situation) => insertRequest(situation, 'team', situation.given.team),
});

export const changeTeam = action(contractSubject, 'change_team', ReasonDto, {
  operationId: 'changeTeam',
  summary: { en: 'Consent to another team', zh: '同意更换服务团队' },
  async effect(situation) {
    const { id, detail } = await decideRequest(situation, 'team', 'consented');
    return { set: { team: detail as TeamMember[] }, data: { request: id } };
  },
});

export const refuseTeamChange = action(contractSubject, 'refuse_team_change', RequiredReasonDto, {
  operationId: 'refuseTeamChange',
  summary: {
    en: 'As the buyer, refuse the other team that the agency asks for',
    zh: '购买主体不同意承接主体更换服务团队',
  },
  effect: async (situation) => ({ data: { request: (await decideRequest(situation, 'team', 'refused')).id } }),
});

export const askSubcontract = action(contractSubject, 'ask_subcontract', AskSubcontractDto, {
  operationId: 'askSubcontract',
  summary: { en: 'Ask for consent to a subcontract', zh: '申请分包' },
  effect: (situation) => insertRequest(situation, 'subcontract', situation.given.subcontract),
});

export const consentSubcontract = action(contractSubject, 'consent_subcontract', ReasonDto, {
  operationId: 'consentSubcontract',
  summary: { en: 'Consent to a subcontract', zh: '同意分包' },
  effect: async (situation) => ({
    data: { request: (await decideRequest(situation, 'subcontract', 'consented')).id },
  }),
});

export const refuseSubcontract = action(contractSubject, 'refuse_subcontract', RequiredReasonDto, {
  operationId: 'refuseSubcontract',
  summary: {
    en: 'As the buyer, refuse the subcontract that the agency asks for',
    zh: '购买主体不同意承接主体提出的分包',
  },
  effect: async (situation) => ({ data: { request: (await decideRequest(situation, 'subcontract', 'refused')).id } }),
});
