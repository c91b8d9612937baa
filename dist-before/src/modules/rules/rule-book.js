import rulesCn from './data/rules-cn.json' with { type: 'json' };
import rulesEn from './data/rules-en.json' with { type: 'json' };
import { loadRules } from './rule-loader.rules.js';
/** All of it, as loaded and checked when the process starts. */
export const RULES = loadRules(rulesCn, rulesEn);
/** The rules that a question asks for, in the order of the table. */
export function rulesInForce(query, rules = RULES) {
    const places = query.jurisdiction === undefined ? null : jurisdictionsOf(query.jurisdiction);
    return rules.filter((rule) => (query.at === undefined || isInForce(rule, query.at, query.level)) &&
        (query.method === undefined || rule.methods.includes(query.method)) &&
        (query.stage === undefined || rule.stage === query.stage) &&
        (query.level === undefined || reaches(rule, query.level)) &&
        (places === null || places.includes(rule.jurisdiction)));
}
/** What a place decides binds purchases from its own budgets: a province's its own and those below, a city's those below. */
function reaches({ jurisdiction }, level) {
    if (jurisdiction === 'CN' || level === 'below_provincial')
        return true;
    return level === 'provincial' && jurisdiction.endsWith('0000');
}
/**
 * A rule without a first day is information and never in force. Where the first day differs by level and no level is
 * given, the rule counts from the earliest: it then holds for somebody.
 */
export function isInForce(rule, at, level) {
    const from = level !== undefined && rule.effectiveByLevel !== null ? rule.effectiveByLevel[level] : rule.effectiveFrom;
    return from !== null && from <= at && (rule.effectiveTo === null || at <= rule.effectiveTo);
}
/** The rule of that id; an unknown id is a mistake in the program, not in the data of a user. */
export function ruleOf(id, rules = RULES) {
    const found = rules.find((rule) => rule.id === id);
    if (found === undefined)
        throw new Error(`no rule ${id}`);
    return found;
}
/** The rule of that id if it is in force on the day, else null. */
export function ruleAt(id, at, level, rules = RULES) {
    const rule = ruleOf(id, rules);
    return isInForce(rule, at, level) ? rule : null;
}
/** `440303` → `440303`, `440300`, `440000`, `CN`. */
export function jurisdictionsOf(code) {
    if (code === 'CN')
        return ['CN'];
    const above = [code.slice(0, 6), `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
    return [...new Set(above), 'CN'];
}
//# sourceMappingURL=rule-book.js.map