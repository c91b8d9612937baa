import { hundredths } from '../tenders/conducted/draft.rules.js';
import { rulesInForce } from '../rules/rule-book.js';
import { basisOf } from '../rules/rule.types.js';
export const GRADES = ['excellent', 'good', 'fair', 'poor'];
/** POLICY: the bands of a day on which nothing was in force. They are those that were written down later. */
const DEFAULT = { from: [90, 80, 60], rule: null, basis: null };
const isBands = (value) => Array.isArray(value) && value.length === 3 && value.every((v) => typeof v === 'number');
/** The bands of a place on a day: what the nearest place decided goes before what the country did. */
export function bandsAt(on, region) {
    const rules = rulesInForce({ at: on, stage: 'evaluation', jurisdiction: region ?? 'CN' }).filter(({ id, value }) => id.startsWith('EVAL-GRADE-') && isBands(value));
    const nearest = (rule) => rule.jurisdiction === 'CN' ? 0 : rule.jurisdiction.replace(/(00)+$/, '').length;
    const [rule] = rules.sort((a, b) => nearest(b) - nearest(a));
    if (rule === undefined || !isBands(rule.value))
        return DEFAULT;
    return { from: rule.value, rule: rule.id, basis: basisOf(rule) };
}
/** By the total as it is shown: nobody reads 90.00 and another grade than that of 90. */
export function gradeOf(total, { from }) {
    const points = hundredths(total);
    const at = from.findIndex((least) => points >= least * 100);
    return GRADES[at < 0 ? 3 : at] ?? 'poor';
}
//# sourceMappingURL=grade.rules.js.map