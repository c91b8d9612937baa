import type { FieldError } from '../../../../kernel/errors/problem.js';
import type { ProblemCode } from '../../../../kernel/errors/codes.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import type { Method } from '../../../../law/code-lists/methods.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../conducted/issue.rules.js';
import {
  findFailures,
  isProven,
  isTenderMethod,
  listWays,
  NEGOTIATION_GROUNDS,
  SINGLE_SOURCE_GROUNDS,
  type ChangeGround,
  type FailedPurchase,
  type FailureCause,
  type RecordedFailure,
} from './ways.rules.js';

/** Another method that is asked for after a failure. */
export interface AskedChange {
  method: Method;
  ground: ChangeGround | null;
  cause: FailureCause;
  /** Ids of facts. */
  failures: readonly string[];
}
interface Refusal {
  code: ProblemCode;
  details: ProblemDetails;
}

const refuse = (
  code: ProblemCode,
  rule: string,
  errors: FieldError[],
  facts: Record<string, unknown> = {},
): Refusal => ({
  code,
  details: { ...toRuleRefusal(getRule(rule), errors), facts },
});
const fault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** The failures that are cited; each must be one of this purchase, and every lot must have one of its own round. */
function refuseCitation(purchase: FailedPurchase, cited: readonly string[]): Refusal | null {
  const known = purchase.failures.map(({ id }) => id);
  const strange = cited.flatMap((id, i) =>
    known.includes(id)
      ? []
      : [fault(`/failures/${i}`, 'unknown', 'No failure of this purchase', '不是本项目的废标记录')],
  );
  const silent = purchase.lots.filter(
    (lot) =>
      !findFailures(purchase.failures, lot).some(({ id, round }) => round === purchase.round && cited.includes(id)),
  );
  const missing = silent.map(({ no }) =>
    fault('/failures', 'required', `The failure of lot ${no}`, `请引用第 ${no} 包的废标记录`),
  );
  const errors = [...strange, ...missing];
  return errors.length > 0 ? refuse('failure_not_cited', 'FAIL-LEADS-ON', errors, { failures: known }) : null;
}

/** Why the way is not open at all, whatever its ground. */
function refuseWay(purchase: FailedPurchase, { method, cause }: AskedChange): Refusal | null {
  const ways = [...new Set(listWays(purchase, null).map((each) => each.method))];
  if (method === 'INQUIRY')
    return refuse('method_groundless', 'INQ-NOT-FOR-SERVICE', [
      fault('/method', 'not_allowed_value', 'An inquiry is for goods', '询价只适用于货物'),
    ]);
  if (cause !== 'market')
    return refuse(
      'way_not_open',
      'FAIL-LEADS-ON',
      [
        fault(
          '/cause',
          'not_allowed_value',
          'Put right what was at fault and begin a new round',
          '应改正后重新组织招标',
        ),
      ],
      { ways: ['new_round'] },
    );
  return method === purchase.method || !ways.includes(method)
    ? refuse(
        'way_not_open',
        'FAIL-LEADS-ON',
        [fault('/method', 'not_allowed_value', 'A method that the failure leads to', '请选择废标后可以采用的采购方式')],
        { ways: ways.filter((each) => each !== purchase.method) },
      )
    : null;
}

function refuseGroundlessChange(
  purchase: FailedPurchase,
  { method, ground }: AskedChange,
  cited: readonly RecordedFailure[],
): Refusal | null {
  const judge = (code: ProblemCode, rule: string, grounds: readonly ChangeGround[]): Refusal | null =>
    ground !== null && grounds.includes(ground) && isProven(ground, purchase, cited)
      ? null
      : refuse(
          code,
          rule,
          [
            ground === null
              ? fault('/ground', 'required', 'A ground of the law', '请给出法定情形')
              : fault(
                  '/ground',
                  'not_allowed_value',
                  'The record does not bear it out',
                  '与采购记录不符或不是法定情形',
                ),
          ],
          { grounds },
        );
  if (method === 'COMPETITIVE_NEGOTIATION')
    return judge('method_groundless', ground === 'two_left' ? 'NEGO-TWO-LEFT' : 'NEGO-GROUNDS', NEGOTIATION_GROUNDS);
  if (method === 'SINGLE_SOURCE') return judge('single_source_groundless', 'SINGLE-GROUNDS', SINGLE_SOURCE_GROUNDS);
  // Who grants it follows from the ground: of a method that asks for none there is none.
  return ground === null
    ? null
    : refuse(
        'method_groundless',
        'FAIL-LEADS-ON',
        [fault('/ground', 'not_allowed_value', 'This method asks for no ground', '该采购方式无须给出法定情形')],
        { grounds: [] },
      );
}

/** Refuses another method that the failure does not lead to, that cites nothing, or that has no ground of the law. */
export function refuseChange(purchase: FailedPurchase, asked: AskedChange): Refusal | null {
  const cited = purchase.failures.filter(({ id }) => asked.failures.includes(id));
  return (
    refuseWay(purchase, asked) ??
    refuseCitation(purchase, asked.failures) ??
    refuseGroundlessChange(purchase, asked, cited)
  );
}

/** An earlier contract that a single source adds to, and everything that is added to it. In fen. */
export interface Addition {
  contract: bigint;
  added: bigint;
}

/** Law article 31 (3): what is added comes to a tenth of the earlier contract at most. */
export function refuseAddition(addition: Addition | null): Refusal | null {
  const basisPoints = BigInt(Math.round(Number(getRule('SS-ADDON-10PCT').value) * 10_000));
  if (addition === null)
    return refuse('single_source_groundless', 'SS-ADDON-10PCT', [
      fault('/contract', 'required', 'The earlier contract of this buyer', '请指明采购人的原合同'),
    ]);
  return addition.added * 10_000n > addition.contract * basisPoints
    ? refuse('single_source_groundless', 'SS-ADDON-10PCT', [
        fault('/contract', 'maximum', 'More than a tenth of its amount', '添购金额超过原合同金额的百分之十'),
      ])
    : null;
}

/** Whose approval another method needs: after a tender always one, after another method as the method itself. */
export function deriveApproval(
  { method }: Pick<FailedPurchase, 'method'>,
  asked: Pick<AskedChange, 'method' | 'ground'>,
  isAboveThreshold: boolean,
): 'same_level' | 'city' | null {
  if (asked.method === 'OTHER') return null;
  if (asked.ground === 'two_left') return 'same_level';
  if (isTenderMethod(method)) return 'city';
  return isAboveThreshold && asked.method !== 'OPEN_TENDER' ? 'city' : null;
}
