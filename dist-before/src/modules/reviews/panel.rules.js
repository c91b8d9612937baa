import { isInForce, ruleOf } from '../rules/rule-book.js';
export const MEMBER_KINDS = ['expert', 'buyer_representative'];
/** Order 87 article 47: from a budget of ten million yuan on a tender needs seven. */
export const LARGE_BUDGET = 1000000000n;
/**
 * The rule that fixes the size on the day. Tenders: Order 87, from 2017-10-01; what held before is not on record. The
 * consultation is a method only since [2014] 214.
 */
export function panelRule({ method, budget, demanding, at }) {
    if (method === 'COMPETITIVE_CONSULTATION')
        return isInForce(ruleOf('CONSULT-ELIGIBLE'), at) ? ruleOf('COMMITTEE-NONTENDER-3') : null;
    const rule = ruleOf(demanding || budget >= LARGE_BUDGET ? 'COMMITTEE-TENDER-7' : 'COMMITTEE-TENDER-5');
    return isInForce(rule, at) ? rule : null;
}
/** An odd number of at least so many, of whom two thirds are experts (Order 87 article 47, [2014] 214 article 14). */
export function judgePanel(members, purchase) {
    const rule = panelRule(purchase);
    if (rule === null)
        return { state: 'unknown', rule, least: null, faults: [] };
    const least = Number(rule.value);
    const size = members.length;
    const experts = members.filter((kind) => kind === 'expert').length;
    const faults = [];
    const fault = (code, en, zh) => faults.push({ pointer: '/members', code, text: { en, zh } });
    if (size < least)
        fault('too_few', `A panel of ${size}; at least ${least} are needed`, `现有 ${size} 人，至少需要 ${least} 人`);
    if (size % 2 === 0)
        fault('even', 'The number of members is even', '人数应为单数');
    if (experts * 3 < size * 2)
        fault('experts', `${experts} of ${size} are experts; two thirds are needed`, `评审专家 ${experts} 人，不足三分之二`);
    return { state: faults.length === 0 ? 'lawful' : 'unlawful', rule, least, faults };
}
//# sourceMappingURL=panel.rules.js.map