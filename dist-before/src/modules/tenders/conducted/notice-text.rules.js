import { formatYuan, parseYuan } from '../../../platform/money/money.js';
import { BLANK, asked, said, yuan } from './notice-parts.rules.js';
import { ofAcceptance, ofContract, ofResult } from './notice-result.rules.js';
import { ofCorrection, ofIntent, ofTender } from './notice-tender.rules.js';
export const TEXT_KINDS = ['intent', 'tender', 'correction', 'result', 'contract', 'acceptance'];
const HEADINGS = {
    intent: '采购意向公告',
    tender: '采购公告',
    correction: '更正公告',
    result: '采购结果公告',
    contract: '合同公告',
    acceptance: '验收结果公告',
};
/** Caiku [2020] 50: notices that end with whom to ask. */
const ENDS_WITH_CONTACT = new Set(['tender', 'correction', 'result', 'contract']);
/**
 * The text of a notice in the order of Caiku [2020] 50; null where nothing of the kind is on record. What the rules ask for
 * and nothing on record says stands there as a blank, so that nobody pastes a notice without seeing it.
 */
export function noticeText(kind, source) {
    const body = BODIES[kind](source);
    if (body === null)
        return null;
    const contact = ENDS_WITH_CONTACT.has(kind) ? contactOf(source) : [];
    const lines = [`${source.title}${HEADINGS[kind]}`, '', ...headOf(kind, source), ...body, ...contact];
    const text = lines.flatMap((line) => line === null ? [] : typeof line === 'string' ? line : `${line.blank}：${BLANK}`);
    const missing = lines.flatMap((line) => (line !== null && typeof line !== 'string' ? line.blank : []));
    return { text: `${text.join('\n')}\n`, missing };
}
/** Regulation article 30: the budget is disclosed, in every notice; where none is said it is the sum of the highest prices. */
function headOf(kind, source) {
    return [
        // An intent is published before there is a number (Caiku [2020] 10).
        (kind === 'intent' ? said : asked)('项目编号', source.projectNo),
        asked('采购人', source.buyer?.name),
        said('采购代理机构', source.agent?.name),
        said('采购方式', source.method),
        said('项目所在地', source.region),
        asked('预算金额', yuan(source.budget ?? sumOfCeilings(source.lots))),
    ];
}
function sumOfCeilings(lots) {
    if (lots.length === 0 || lots.some(({ ceiling }) => ceiling === null))
        return null;
    return formatYuan(lots.reduce((sum, { ceiling }) => sum + parseYuan(ceiling ?? '0'), 0n));
}
/** Order 87 articles 13 and 69, [2014] 214 articles 7 and 29: name, address and contact of buyer and agent. */
function contactOf({ buyer, agent }) {
    const asks = agent ?? buyer;
    return [
        asked('采购人地址', buyer?.address),
        asked('采购人联系方式', buyer?.contactPhone),
        ...(agent ? [asked('采购代理机构地址', agent.address), asked('采购代理机构联系方式', agent.contactPhone)] : []),
        asked('项目联系人', asks?.contactName),
        asked('项目联系电话', asks?.contactPhone),
    ];
}
const BODIES = {
    intent: ofIntent,
    tender: ofTender,
    correction: ofCorrection,
    result: ofResult,
    contract: ofContract,
    acceptance: ofAcceptance,
};
//# sourceMappingURL=notice-text.rules.js.map