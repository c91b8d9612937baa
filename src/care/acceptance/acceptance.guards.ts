import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { InterestGuard, supplierBy } from '../../purchase/tenders/oversight/interest.js';
import { STANDS } from '../delivery/records/counted.sql.js';
import { ruleAt } from '../../law/rules/rule-book.js';
import { refusedBy } from '../../purchase/tenders/conducted/issue.rules.js';
import { acceptanceLifecycle } from './acceptance.lifecycle.js';
import { COLUMNS, hasEnded, HEARD, type AcceptanceRoot } from './acceptance-root.js';
import {
  contradicts,
  isPossible,
  unexplained,
  unproven,
  unsigned,
  unticked,
  type AcceptanceResult,
  type Conclusion,
} from './acceptance.rules.js';

/** What an action on a round was given. */
export interface AcceptanceGiven {
  reason?: string;
  result?: AcceptanceResult;
  newDueOn?: string;
  acceptedPart?: string;
}
interface Facts {
  acceptance: AcceptanceRoot & { contract_state: string; heard: number };
  today: PlainDate;
}
type Check = (facts: Facts, tx: Tx, given: AcceptanceGiven) => ProblemDetails | null | Promise<ProblemDetails | null>;

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
const conclusionOf = ({ result, acceptedPart }: AcceptanceGiven): Conclusion => ({
  result: result ?? 'passed',
  part: acceptedPart !== undefined,
});

/** Guards of a round of acceptance. Each names the fact that would change its answer. */
@Injectable()
export class AcceptanceGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries(CHECKS))
      this.registry.contribute<AcceptanceGiven>(
        code as ProblemCode,
        async (tx, id, given) => (check as Check)(await factsOf(tx, id), tx, given),
        acceptanceLifecycle.name,
      );
    this.interest.contribute(supplierBy('acceptance'));
  }
}

const CHECKS = {
  standards_unticked: ({ acceptance: { standards, ticks }, today }) => {
    const rule = ruleAt('ACCEPT-ITEMISED', today);
    const errors = unticked(standards, ticks).map(({ no, field }) => ({
      pointer: `/items/${standards.findIndex((standard) => standard.no === no)}/${field}`,
      code: 'required',
      text: { en: `Standard ${no} of the contract`, zh: `合同约定的第 ${no} 项标准` },
    }));
    return rule === null || errors.length === 0 ? refuse(errors) : refusedBy(rule, errors);
  },
  measured_below_target: ({ acceptance: { standards, ticks } }) =>
    refuse(
      unexplained(standards, ticks).map((no) => ({
        pointer: `/items/${standards.findIndex((standard) => standard.no === no)}/note`,
        code: 'required',
        text: {
          en: 'Less was reached than agreed: say why it is met all the same',
          zh: '实际完成数低于约定目标，认定达标应说明理由',
        },
      })),
    ),
  evidence_missing: async ({ acceptance: { contract_id, standards, ticks } }, tx) => {
    const standing = await recordsStanding(
      tx,
      contract_id,
      ticks.flatMap((tick) => tick.records),
    );
    const shown = ticks.map((tick) => ({ ...tick, records: tick.records.filter((id) => standing.has(id)) }));
    return refuse(
      unproven(shown).map((no) => ({
        pointer: `/items/${standards.findIndex((standard) => standard.no === no)}/documents`,
        code: 'required',
        text: {
          en: 'A document or a record of service; words alone only where nothing was done',
          zh: '应有文件或服务记录佐证；未履行的可仅作文字说明',
        },
      })),
    );
  },
  recipients_absent: ({ acceptance: { public_service, heard }, today }) => {
    if (!public_service || heard > 0) return null;
    const rule = ruleAt('ACCEPT-RECIPIENT', today);
    return rule === null ? {} : refusedBy(rule, []);
  },
  opinions_running: async ({ acceptance: { opinions_until: until, contract_id }, today }, tx) => {
    if (until !== null && today <= until) return { facts: { until } };
    const [survey] = await tx.query<{ id: string; until: string }>(
      `SELECT y.id, y.closes_on::text AS until FROM survey y
       JOIN contract c ON c.id = y.contract_id AND c.buyer_id = y.runner_id
       WHERE y.contract_id = $1 AND y.purpose = 'acceptance' AND y.state = 'open' AND y.closes_on >= $2
         AND EXISTS (SELECT FROM survey_slip s WHERE s.survey_id = y.id AND NOT s.used)`,
      [contract_id, today],
    );
    return survey ? { facts: { until: survey.until, survey: survey.id } } : null;
  },
  own_preparation: ({ acceptance: { prepared_by } }, tx) => (prepared_by.includes(tx.principal.id ?? '') ? {} : null),
  members_unsigned: ({ acceptance: { members } }) => {
    const missing = unsigned(members).map(({ no }) => no);
    return members.length > 0 && missing.length === 0 ? null : { facts: { members: missing } };
  },
  result_not_possible: ({ acceptance }, _, given) =>
    isPossible(conclusionOf(given), hasEnded({ state: acceptance.contract_state }))
      ? null
      : { facts: { state: acceptance.contract_state } },
  result_contradicts_items: ({ acceptance }, _, given) => {
    const ended = hasEnded({ state: acceptance.contract_state });
    if (!contradicts(conclusionOf(given), acceptance.ticks, ended)) return null;
    const of = (result: string) => acceptance.ticks.filter((tick) => tick.result === result).map((tick) => tick.no);
    return { facts: { state: acceptance.contract_state, partly: of('partly'), notMet: of('not_met') } };
  },
  new_due_date_missing: ({ today }, _, { result, newDueOn }) =>
    result !== 'rectify' || (newDueOn !== undefined && newDueOn > today)
      ? null
      : {
          errors: [
            {
              pointer: '/newDueOn',
              code: newDueOn === undefined ? 'required' : 'too_early',
              text: { en: 'A day after today', zh: '应晚于今日' },
            },
          ],
        },
} satisfies Partial<Record<ProblemCode, Check>>;

async function factsOf(tx: Tx, id: string): Promise<Facts> {
  const [row] = await tx.query<Facts['acceptance']>(
    `SELECT ${COLUMNS}, c.state AS contract_state, ${HEARD} AS heard
     FROM acceptance a JOIN contract c ON c.id = a.contract_id WHERE a.id = $1`,
    [id],
  );
  return { acceptance: row as Facts['acceptance'], today: todayInShanghai(await tx.now()) };
}

/** Of these records of service, those that stand and were done for what the contract asks. */
export async function recordsStanding(tx: Tx, contract: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT s.id FROM service_record s WHERE s.contract_id = $1 AND s.id = ANY ($2::uuid[]) AND s.within_contract AND ${STANDS}`,
    [contract, ids],
  );
  return new Set(rows.map((row) => row.id));
}
