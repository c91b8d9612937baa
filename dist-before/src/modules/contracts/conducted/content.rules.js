import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { isPlainDate } from '../../../platform/clock/plain-date.js';
import { formatYuan, parseYuan } from '../../../platform/money/money.js';
import { unbalanced } from '../../tenders/conducted/contract-terms.rules.js';
import { NO_CONTENT, SAID_OR_ABSENT, WRITTEN, } from './content.types.js';
/** SHA-256 over the canonical JSON (RFC 8785): what the parties sign. */
export const hashOf = (content) => createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
export const isSame = (a, b) => canonicalize(a ?? null) === canonicalize(b ?? null);
/** RFC 7396 at the first level: what is given replaces the old one whole; null is as it was in the beginning. */
export function withWritten(content, written) {
    const result = { ...content };
    const beginning = { ...NO_CONTENT };
    const given = { ...written };
    for (const name of WRITTEN)
        if (given[name] !== undefined)
            result[name] = plain(given[name] ?? beginning[name]);
    for (const name of SAID_OR_ABSENT)
        if (given[name] === null)
            Reflect.deleteProperty(result, name);
        else if (given[name] !== undefined)
            result[name] = given[name];
    const merged = result;
    return { ...merged, amount: merged.amount === null ? null : formatYuan(parseYuan(merged.amount)) };
}
/** Plain JSON without absent members, so that the same words are the same content. */
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));
const required = (pointer, en, zh) => ({
    pointer,
    code: 'required',
    text: { en, zh },
});
/** What a contract must say before anybody signs it. */
export function incompleteContent({ amount, window, standards, payments, milestones = [] }, begunOn = null) {
    const errors = [];
    if (amount === null)
        errors.push(required('/amount', 'The amount', '合同金额'));
    if (!isPlainDate(window.start))
        errors.push(required('/window/start', 'The first day', '开始日期'));
    if (!isPlainDate(window.end))
        errors.push(required('/window/end', 'The last day', '结束日期'));
    const isOver = (day) => day !== null && isPlainDate(window.end) && window.end < day;
    if ((isPlainDate(window.start) && isOver(window.start)) || isOver(begunOn))
        errors.push({
            pointer: '/window/end',
            code: 'end_before_start',
            text: { en: 'The last day lies before the first', zh: '结束日期早于开始日期' },
        });
    if (standards.length === 0)
        errors.push(required('/standards', 'What the service must come to', '服务标准与指标'));
    milestones.forEach(({ dueOn }, i) => {
        if (dueOn >= (window.start ?? dueOn) && dueOn <= (window.end ?? dueOn))
            return;
        const text = { en: 'Not a day of the contract', zh: '不在合同履行期内' };
        errors.push({ pointer: `/milestones/${i}/dueOn`, code: 'outside_window', text });
    });
    return [...errors, ...unbalanced(payments), ...unknownMilestones({ payments, milestones })];
}
/** Instalments that wait for a milestone which the contract does not have. */
export const unknownMilestones = ({ payments, milestones = [], }) => payments.flatMap(({ trigger, of }, i) => trigger !== 'milestone' || typeof of !== 'number' || milestones.some(({ no }) => no === of)
    ? []
    : [
        {
            pointer: `/payments/${i}/of`,
            code: 'unknown_reference',
            text: { en: `There is no milestone ${of}`, zh: `没有第 ${of} 项阶段性目标` },
        },
    ]);
/** Law article 46: the matters that the documents and the offer have determined are not departed from. */
export function departures(content, determined) {
    const errors = [];
    const check = (pointer, holds, expected) => {
        if (holds)
            return;
        const said = typeof expected === 'string' ? expected : (canonicalize(expected ?? null) ?? '');
        const shown = said.length > 200 ? `${said.slice(0, 200)}…` : said;
        errors.push({
            pointer,
            code: 'departs',
            text: { en: `The documents and the offer say ${shown}`, zh: `采购文件与响应文件确定为 ${shown}` },
        });
    };
    const { buyer, supplier, amount, window, terms, team, clause } = determined;
    const { parties } = content;
    if (buyer !== null)
        check('/parties/buyer', parties.buyer.organisation === buyer, buyer);
    if (supplier !== null)
        check('/parties/supplier', parties.supplier.organisation === supplier, supplier);
    if (amount !== null)
        check('/amount', content.amount === amount, amount);
    for (const side of ['start', 'end']) {
        const day = window[side];
        if (day !== null)
            check(`/window/${side}`, isWithin(content.window[side], day), day);
    }
    if (team !== null)
        check('/team', isSame(inAnyOrder(content.team), inAnyOrder(team)), team);
    if (clause !== null)
        check('/clauses', content.clauses.some(({ text }) => text === clause), clause);
    if (terms === null)
        return errors;
    if (terms.requirement !== null)
        check('/requirement', content.requirement === terms.requirement, terms.requirement);
    for (const list of ['standards', 'payments']) {
        const asked = terms[list];
        const agreed = content[list];
        if (asked.length === 0)
            continue;
        if (asked.length !== agreed.length)
            check(`/${list}`, false, asked);
        else
            asked.forEach((item, i) => check(`/${list}/${i}`, isSame(withoutNulls(item), asFarAs(item, agreed[i])), item));
    }
    check('/performanceBond', (content.performanceBond ?? 0) === (terms.performanceBond ?? 0), terms.performanceBond);
    check('/term', isSame(content.term, terms.term), terms.term);
    return errors;
}
/**
 * An amendment leaves the term as the documents announced it, or where they are not on record as both have signed it: it is
 * prolonged within its years, and no renewal comes with it that nobody could compete for.
 */
export function termDeparts(content, signed, terms) {
    const announced = terms === null ? signed.term : terms.term;
    if (isSame(content.term, announced))
        return [];
    const text = { en: 'The term is the one that was announced', zh: '合同期限及其条件以采购文件载明的为准' };
    return [{ pointer: '/term', code: 'departs', text }];
}
const inAnyOrder = (team) => team.map((member) => canonicalize(withoutNulls(member)) ?? '').sort();
const isWithin = (day, partial) => day !== null && (day === partial || day.startsWith(`${partial}-`));
const withoutNulls = (item) => typeof item === 'object' && item !== null
    ? Object.fromEntries(Object.entries(item)
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => [name, withoutNulls(value)]))
    : item;
/** How a standard is counted may be agreed where the documents say nothing of it. */
const asFarAs = (asked, agreed) => {
    const { measure, ...rest } = withoutNulls(agreed);
    return asked.measure || measure === undefined ? withoutNulls(agreed) : rest;
};
//# sourceMappingURL=content.rules.js.map