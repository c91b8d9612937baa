import { addYears, type PlainDate } from '../../../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../../../kernel/errors/problem.js';
import type { Text } from '../../../../../kernel/errors/texts.js';
import { findRuleInForce } from '../../../../../law/rules/rule-book.js';
import type { Rule } from '../../../../../law/rules/rule-types.js';
import { toRuleRefusal } from '../../issue.rules.js';
import type { LotDocuments } from '../lot-documents.rules.js';
import type { LikeContracts } from '../terms-types.js';

const RULE = 'SAME-CONTRACTS-MAX2';
const isTooMany = ({ count }: LikeContracts, rule: Rule): boolean => count > Number(rule.value);
const isReasoned = ({ reason }: LikeContracts): boolean => /\S/.test(reason ?? '');

/**
 * Refuses more like contracts than the rule generally allows where the documents give no reason. The article says 一般不超过2个,
 * so with a reason there may be more.
 */
export function refuseLikeContracts(documents: readonly LotDocuments[], issueDay: PlainDate): ProblemDetails | null {
  const rule = findRuleInForce(RULE, issueDay);
  if (rule === null) return null;
  const text = {
    en: `In general ${String(rule.value)} contracts at most; more need a reason`,
    zh: `同类业务合同一般不超过 ${String(rule.value)} 个；确需超过的，请说明理由`,
  };
  const pointers = documents.flatMap(({ terms: { likeContracts }, toPointer }) =>
    likeContracts && isTooMany(likeContracts, rule) && !isReasoned(likeContracts)
      ? [toPointer('/likeContracts/reason')]
      : [],
  );
  const errors = [...new Set(pointers)].map((pointer): FieldError => ({ pointer, code: 'required', text }));
  return errors.length === 0 ? null : toRuleRefusal(rule, errors);
}

const NUMBER = '([3-9]|[1-9]\\d+|[三四五六七八九十])';
/** Words of a qualification that seem to ask for three or more contracts or deeds of the same kind. */
const MANY = [
  new RegExp(`${NUMBER} *(个|份|项)[^，。；;,]{0,12}(合同|业绩|案例|同类|类似)`),
  new RegExp(`(合同|业绩|案例|同类项目|类似项目)[^，。；;,]{0,12}${NUMBER} *(个|份|项)`),
];

/** Words are for a person to judge: they warn. So do stated numbers above the rule, whose reason the approver reads. */
export function likeContractWarnings(
  qualifications: readonly string[],
  stated: readonly LikeContracts[],
  on: PlainDate,
): { rule: Rule; text: Text }[] {
  const rule = findRuleInForce(RULE, on);
  if (rule === null) return [];
  const inWords = {
    en: 'A qualification seems to ask for more than two contracts of the same kind; state the number in likeContracts',
    zh: '资格要求疑似要求提供 2 个以上同类业务合同，请在 likeContracts 中载明数量、范围和理由',
  };
  const inNumbers = {
    en: 'More contracts of the same kind are asked for than the rule generally allows; the reason is judged at the approval',
    zh: '要求提供的同类业务合同超过一般数量，其理由由审批人判断',
  };
  return [
    ...(qualifications.some((words) => MANY.some((shape) => shape.test(words))) ? [{ rule, text: inWords }] : []),
    ...(stated.some((each) => isTooMany(each, rule)) ? [{ rule, text: inNumbers }] : []),
  ];
}

/** As a notice says it; null where nothing is asked for. */
export function formatLikeContracts(asked: LikeContracts | null | undefined): string | null {
  if (!asked) return null;
  const { count, scope, years, reason } = asked;
  const since = years ? `提交截止日前 ${years} 年内签订的` : '';
  const why = isReasoned(asked) ? `（理由：${reason ?? ''}）` : '';
  return `须提供${since}同类业务合同 ${count} 个，同类业务的范围：${scope}${why}`;
}

/** How many of the contracts that a bidder shows count, by the day on which they were signed. */
export function countShownContracts(
  { years }: LikeContracts,
  shown: readonly { signedOn: PlainDate }[],
  dueOn: PlainDate | null,
): number {
  if (!years || dueOn === null) return shown.length;
  return shown.filter(({ signedOn }) => signedOn <= dueOn && addYears(signedOn, years) >= dueOn).length;
}
