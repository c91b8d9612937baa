import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemCode } from '../../../kernel/errors/codes.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import { ruleAt, ruleOf } from '../../../law/rules/rule-book.js';
import { bondTooHigh, unbalanced } from '../../tenders/conducted/contract-terms.rules.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';
import { amended, changesOtherTerms, outdated, supplementTooHigh } from '../amendments/amendment.rules.js';
import { amendmentOf, sideOf, type Amendment, type ConductedContract } from './conducted-contract.js';
import { departures, incompleteContent, termDeparts, unknownMilestones } from '../content/content.rules.js';
import { HALT_GROUNDS, TERMINATION_GROUNDS, type ContractContent } from '../content/content.types.js';
import { isEnterprise, isSmall } from '../content/payee.rules.js';
import { determinedForRenewal, renewalOf, type StoredRenewal } from '../amendments/determined-renewal.js';
import { determinedOf } from '../content/determined.js';
import { termGuard } from '../content/term.guard.js';

/** What an action was given; an amendment that is proposed comes with what it would change. */
export interface ContractGiven {
  reason?: string;
  hash?: string;
  ground?: string;
  reference?: string;
  /** `rescind`: the complaint whose decision is carried out. */
  remedy?: string;
  amendment?: string;
  proposal?: { difference: Amendment['difference']; supplement: bigint | null };
  /** Content as a contract that is taken over would have it. */
  content?: ContractContent;
  /** `renew`: from the first day of the service to the last one of its renewal. */
  span?: { start: PlainDate; end: PlainDate };
}
interface Facts {
  contract: ConductedContract;
  amendment: Amendment | null;
  /** The content that would be in force. */
  content: ContractContent;
  /** What a renewal was drafted for. */
  renewal: StoredRenewal | null;
  today: PlainDate;
}
type Check = (facts: Facts, tx: Tx, given: ContractGiven) => ProblemDetails | null | Promise<ProblemDetails | null>;

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
const required = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});
const isOf = (list: readonly string[], ground: string | undefined): boolean => list.includes(ground ?? '');
const noGround = (list: readonly string[]): ProblemDetails => ({
  errors: [required('/ground', 'A ground of the closed list', '请给出规定事由')],
  facts: { grounds: list },
});

/** Guards of a contract that goes on here. Each names the fact that would change its answer. */
@Injectable()
export class ContractGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries({ ...SIGNING, ...CONTENT, ...AMENDING, ...GOING_ON }))
      this.registry.contribute<ContractGiven>(code as ProblemCode, async (tx, id, given) =>
        check(await factsOf(tx, id, given), tx, given),
      );
    this.registry.contribute('award_stands', awardStands);
  }
}

type Checks = Partial<Record<ProblemCode, Check>>;

/** Asked of a draft that is given up, and of a lot whose next rank is proposed. */
async function awardStands(tx: Tx, subject: string): Promise<ProblemDetails | null> {
  const rows = await tx.query(
    `SELECT FROM contract c JOIN award a ON a.id = c.award_id JOIN tender t ON t.id = a.tender_id
     WHERE c.id = $1 AND c.renewal_of IS NULL AND a.state = 'active' AND t.state IS DISTINCT FROM 'cancelled'
     UNION ALL SELECT FROM award WHERE lot_id = $1 AND state IN ('pending', 'active', 'contracted')`,
    [subject],
  );
  return rows.length > 0 ? {} : null;
}

const SIGNING = {
  award_not_active: async ({ contract }, tx) => {
    // A renewal rests on the contract that its award led to, as long as that one stands.
    const rows = await tx.query(
      `SELECT FROM award WHERE id = $1 AND state = 'active' AND $2::uuid IS NULL
       UNION ALL SELECT FROM contract WHERE id = $2 AND state NOT IN ('void', 'halted', 'terminated', 'rescinded')`,
      [contract.award_id, contract.renewal_of],
    );
    return rows.length > 0 ? null : {};
  },
  standstill_running: async ({ contract, today }, tx) => {
    const [row] = await tx.query<{ last: string }>(
      `SELECT (a.published_on::date + (t.terms ->> 'standstillDays')::int)::text AS last FROM award a JOIN tender t ON t.id = a.tender_id
       WHERE a.id = $1 AND t.conducted = 'here' AND (t.terms ->> 'standstillDays')::int > 0 AND length(a.published_on) = 10`,
      [contract.award_id],
    );
    return row && today <= row.last ? { facts: { last: row.last } } : null;
  },
  content_agreed: ({ contract }) => (contract.content_agreed ? {} : null),
  content_unconfirmed: ({ contract }) => (contract.content_agreed ? null : {}),
  other_content_signed: ({ contract, amendment }, _, { hash }) => {
    const stands = amendment?.hash ?? contract.content_hash;
    return hash === stands
      ? null
      : {
          errors: [{ pointer: '/hash', code: 'other_hash', text: { en: `It is ${stands}`, zh: `现行为 ${stands}` } }],
          facts: { hash: stands },
        };
  },
  signed_already: async ({ contract, amendment }, tx) => {
    const side = sideOf(tx.principal, 'contract.sign', contract);
    const signed = await signaturesOf(tx, contract.id, amendment?.id ?? null);
    return signed.some((s) => s.side === side) ? {} : null;
  },
  signature_absent: async ({ contract }, tx) => {
    const side = sideOf(tx.principal, 'contract.sign', contract);
    const signed = await signaturesOf(tx, contract.id, null);
    return signed.some((s) => s.side === side) ? null : {};
  },
  signer_has_interest: async ({ contract, amendment }, tx) => {
    const other =
      sideOf(tx.principal, 'contract.sign', contract) === 'buyer' ? contract.supplier_id : contract.buyer_id;
    const signed = await signaturesOf(tx, contract.id, amendment?.id ?? null);
    const both = signed.some((s) => s.user_id === tx.principal.id);
    const sits = tx.principal.seats.some((s) => s.organisation === other);
    return both || sits ? refusedBy(ruleOf('RECUSE-3Y'), []) : null;
  },
  credit_code_missing: ({ content: { parties } }) =>
    refuse(
      (['buyer', 'supplier'] as const)
        .filter((side) => parties[side].creditCode === null)
        .map((side) => required(`/parties/${side}/creditCode`, 'The credit code', '统一社会信用代码')),
    ),
  contract_departs: async ({ contract, content, amendment, renewal }, tx, { proposal }) => {
    const determined = renewal
      ? await determinedForRenewal(tx, contract, { start: renewal.starts_on, end: renewal.ends_on })
      : await determinedOf(tx, contract);
    const errors =
      proposal || amendment
        ? termDeparts(content, contract.content, determined.terms)
        : departures(content, determined);
    return errors.length > 0 ? refusedBy(ruleOf('CONTRACT-MATCH'), errors) : null;
  },
  individual_not_suitable: async ({ contract, content, today }, tx) => {
    const rule = ruleAt('GPS-INDIVIDUAL', today);
    if (rule === null || content.individualReason !== null) return null;
    const rows = await tx.query(`SELECT FROM organisation WHERE id = $1 AND kind = 'individual_provider'`, [
      contract.supplier_id,
    ]);
    return rows.length === 0
      ? null
      : refusedBy(rule, [required('/individualReason', 'Why an individual suits it', '适宜由个人承接的理由')]);
  },
} satisfies Checks;

const CONTENT = {
  content_incomplete: ({ contract, content }) => refuse(incompleteContent(content, contract.started_on)),
  performance_bond_too_high: ({ content, today }) => {
    const refused = bondTooHigh(content, today);
    return refused && refusedBy(refused.rule, refused.errors);
  },
  term_too_long: (facts, _, given) => termGuard('term_too_long', facts, given),
  term_conditions_missing: (facts, _, given) => termGuard('term_conditions_missing', facts, given),
  payment_term_too_long: async ({ contract, content, today }, tx) => {
    const rule = ruleAt('PAY-SME-60D-CAP', today);
    const days = content.paymentDays ?? 0;
    if (rule === null || days <= Number(rule.value) || !isSmall(content)) return null;
    const [supplier] = await tx.query<{ kind: string | null }>(`SELECT kind FROM organisation WHERE id = $1`, [
      contract.supplier_id,
    ]);
    if (!isEnterprise(supplier?.kind ?? null, content.parties.supplier.creditCode)) return null;
    const text = { en: `At most ${String(rule.value)} days`, zh: `不得超过 ${String(rule.value)} 日` };
    return refusedBy(rule, [{ pointer: '/paymentDays', code: 'too_large', text }]);
  },
  take_over_incomplete: ({ contract }, _, { content }) => {
    const errors: FieldError[] = [];
    if (contract.buyer_id === null) errors.push(required('/buyer', 'The buyer', '购买主体'));
    if (contract.supplier_id === null) errors.push(required('/supplier', 'The agency', '承接主体'));
    if (contract.signed_on === null) errors.push(required('/signedOn', 'The day of signing', '签订日期'));
    if (contract.conflicts.length > 0)
      errors.push({
        pointer: '/conflicts',
        code: 'contradiction',
        text: { en: 'Its facts contradict each other', zh: '已录入的事实互相矛盾' },
      });
    if (content === undefined) return refuse(errors);
    const missing = incompleteContent({ ...content, standards: [{ no: 1, text: '-' }], payments: [] });
    errors.push(...missing.filter((e) => e.pointer !== '/payments'));
    if (content.payments.length > 0) errors.push(...unbalanced(content.payments), ...unknownMilestones(content));
    return refuse(errors);
  },
} satisfies Checks;

const AMENDING = {
  amendment_unknown: ({ amendment }) => (amendment?.state === 'proposed' ? null : {}),
  amendment_not_agreed: ({ amendment }) => (amendment?.state === 'in_force' ? null : {}),
  amendment_empty: (_, __, { proposal }) =>
    proposal && (proposal.difference.length > 0 || proposal.supplement !== null) ? null : {},
  amendment_outdated: ({ contract, amendment }) => {
    const pointers = outdated(contract.content, amendment?.difference ?? []);
    return refuse(
      pointers.map((pointer) => ({
        pointer: `/content${pointer}`,
        code: 'outdated',
        text: { en: 'Another value stands here now', zh: '该处内容已被变更' },
      })),
    );
  },
  supplement_changes_terms: (_, __, { proposal }) => {
    if (!proposal || proposal.supplement === null) return null;
    const pointers = changesOtherTerms(proposal.difference);
    return pointers.length === 0
      ? null
      : refusedBy(
          ruleOf('SUPPLEMENT-10PCT'),
          pointers.map((pointer) => ({
            pointer: `/content${pointer}`,
            code: 'other_clause',
            text: { en: 'No quantity', zh: '不属于数量的增加' },
          })),
        );
  },
  supplement_too_high: ({ contract, amendment }, _, { proposal }) => {
    const supplement = proposal ? proposal.supplement : amendment?.supplement ? BigInt(amendment.supplement) : null;
    if (supplement === null) return null;
    const [amount, inForce] = [BigInt(contract.amount ?? 0), BigInt(contract.supplements)];
    if (!supplementTooHigh(amount, inForce, supplement)) return null;
    const left = formatYuan(amount / 10n - inForce);
    return refusedBy(ruleOf('SUPPLEMENT-10PCT'), [
      { pointer: '/supplement', code: 'too_large', text: { en: `At most ${left} yuan`, zh: `不得超过 ${left} 元` } },
    ]);
  },
} satisfies Checks;

const BEGUN: readonly string[] = ['active', 'delivered', 'accepted', 'part_accepted'];
const GOING_ON = {
  start_too_early: ({ contract, today }) =>
    contract.window_start !== null && today < contract.window_start
      ? { facts: { notBefore: contract.window_start } }
      : null,
  published_already: ({ contract, amendment }) =>
    (amendment ? amendment.published_on !== null : contract.published) ? {} : null,
  filed_already: ({ contract }) => (contract.filed_on === null ? null : {}),
  team_change_pending: ({ contract }, tx) => asked(tx, contract.id, 'team', true),
  team_change_not_asked: ({ contract }, tx) => asked(tx, contract.id, 'team', false),
  subcontract_pending: ({ contract }, tx) => asked(tx, contract.id, 'subcontract', true),
  subcontract_not_asked: ({ contract }, tx) => asked(tx, contract.id, 'subcontract', false),
  subcontract_of_the_whole: async ({ contract }, tx) => {
    const rows = await tx.query<{ amount: string }>(
      `SELECT detail ->> 'amount' AS amount FROM contract_request
       WHERE contract_id = $1 AND kind = 'subcontract' AND state IN ('asked', 'consented')`,
      [contract.id],
    );
    const passedOn = rows.reduce((sum, { amount }) => sum + parseYuan(amount), 0n);
    const whole = BigInt(contract.amount ?? 0) + BigInt(contract.supplements);
    return passedOn < whole ? null : refusedBy(ruleOf('SUBCONTRACT-NO-TRANSFER'), []);
  },
  halt_ground_missing: (_, __, { ground }) => (isOf(HALT_GROUNDS, ground) ? null : noGround(HALT_GROUNDS)),
  ground_not_lawful: (_, __, { ground }) => (isOf(TERMINATION_GROUNDS, ground) ? null : noGround(TERMINATION_GROUNDS)),
  performed_already: ({ contract }, _, { ground }) => {
    const begun = BEGUN.includes(contract.state) || contract.halted_from === 'active';
    return ground === 'complaint_decision' && begun
      ? { facts: { state: contract.halted_from ?? contract.state } }
      : null;
  },
} satisfies Checks;

async function asked(tx: Tx, contract: string, kind: string, refuses: boolean): Promise<ProblemDetails | null> {
  const rows = await tx.query(`SELECT FROM contract_request WHERE contract_id = $1 AND kind = $2 AND state = 'asked'`, [
    contract,
    kind,
  ]);
  return rows.length > 0 === refuses ? {} : null;
}

export const signaturesOf = (
  tx: Tx,
  contract: string,
  amendment: string | null,
): Promise<{ side: string; user_id: string }[]> =>
  tx.query(
    `SELECT side, user_id FROM contract_signature
     WHERE contract_id = $1 AND amendment_id IS NOT DISTINCT FROM $2::uuid AND withdrawn_at IS NULL`,
    [contract, amendment],
  );

async function factsOf(tx: Tx, id: string, given: ContractGiven): Promise<Facts> {
  const [row] = await tx.query<ConductedContract>(`SELECT *, started_on::text FROM contract WHERE id = $1`, [id]);
  const contract = row as ConductedContract;
  const amendment = await amendmentOf(tx, id, given.amendment);
  const difference = given.proposal?.difference ?? amendment?.difference ?? [];
  const content = difference.length > 0 ? amended(contract.content, difference) : contract.content;
  const today = todayInShanghai(await tx.now());
  return { contract, amendment, content, renewal: await renewalOf(tx, id), today };
}
