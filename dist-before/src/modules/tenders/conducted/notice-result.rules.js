import { asked, list, named, ofLot, said, standardText, windowOf, yuan } from './notice-parts.rules.js';
import { withTalked } from './service-terms.rules.js';
const addressOf = ({ addresses }, party) => addresses.get(party?.organisation ?? '') ?? null;
/** What a lot is about, by its own name or that of the purchase. */
const subjectOf = ({ lots, title }, lot) => lots.find(({ no }) => no === lot)?.name ?? title;
/** The representative of the buyer is no expert, and is said to be one of the buyer (Order 87 article 47). */
const memberNames = (panel) => panel === undefined || panel.members.length === 0
    ? null
    : panel.members
        .map(({ name, kind }) => (kind === 'buyer_representative' ? `${name}（采购人代表）` : name))
        .join('、');
/** What the winner does for it: the main subject of a service (Caiku [2020] 50). */
const serviceOf = (lot, { requirement, standards, window }) => [
    said(`${ofLot(lot)}服务要求`, requirement),
    said(`${ofLot(lot)}服务时间`, windowOf(window)),
    ...list(`${ofLot(lot)}服务标准`, standards.map(standardText)),
];
/** By the documents, with what the talks of the lot changed of them: what was awarded. */
const awardedService = ({ terms, window, talked }, lot) => {
    const documents = { requirement: terms?.requirement ?? null, standards: terms?.standards ?? [] };
    return { ...withTalked(documents, talked.get(lot ?? 0) ?? []), window };
};
/** Order 87 article 69, [2014] 214 article 29: the notice stands for one working day and names who reviewed. */
export function ofResult(source) {
    const { awards, panels, tendered, agent, terms, title } = source;
    if (awards.length === 0)
        return null;
    const won = tendered ? '中标' : '成交';
    // Caibanku [2023] 243: of a tender that is scored, the total of who won is told to everybody.
    const isScored = tendered && terms?.scoring === 'comprehensive';
    return [
        said('项目名称', title),
        ...awards.flatMap(({ lot, data }) => {
            const panel = panels.find((each) => each.lot === lot);
            return [
                asked(`${ofLot(lot)}${won}供应商`, named(data.supplier)),
                asked(`${ofLot(lot)}${won}供应商地址`, addressOf(source, data.supplier)),
                asked(`${ofLot(lot)}${won}金额`, yuan(data.amount)),
                said(`${ofLot(lot)}主要标的`, subjectOf(source, lot)),
                isScored ? asked(`${ofLot(lot)}${won}供应商评审总得分`, panel?.total) : null,
                said(`${ofLot(lot)}确定${won}日期`, data.decidedOn),
                said(`${ofLot(lot)}公告日期`, data.publishedOn),
                said(`${ofLot(lot)}公告期限`, '1 个工作日'),
                asked(`${ofLot(lot)}${tendered ? '评审专家名单' : '磋商小组成员名单'}`, memberNames(panel)),
                ...serviceOf(lot, awardedService(source, lot)),
            ];
        }),
        agent === null ? null : asked('代理服务收费标准及金额', terms?.agencyFee),
    ];
}
/** Regulation article 50, Caiku [2020] 50. */
export function ofContract(source) {
    const { contracts, title } = source;
    if (contracts.length === 0)
        return null;
    return [
        said('项目名称', title),
        ...contracts.flatMap(({ lot, data, service }) => [
            asked(`${ofLot(lot)}合同编号`, data.number),
            said(`${ofLot(lot)}合同名称`, `${title}合同`),
            asked(`${ofLot(lot)}供应商`, named(data.supplier)),
            asked(`${ofLot(lot)}供应商地址`, addressOf(source, data.supplier)),
            said(`${ofLot(lot)}主要标的`, subjectOf(source, lot)),
            asked(`${ofLot(lot)}合同金额`, yuan(data.amount)),
            asked(`${ofLot(lot)}履行期限`, windowOf(service?.window ?? data.window ?? {}) ?? data.termText),
            asked(`${ofLot(lot)}签订日期`, data.signedOn),
            said(`${ofLot(lot)}公告日期`, data.publishedOn),
            ...serviceOf(lot, service ?? awardedService(source, lot)),
        ]),
    ];
}
const RESULTS = {
    passed: '合格',
    partial: '部分合格',
    rectify: '限期整改',
    failed: '不合格',
};
/** Regulation article 45: of a service for the public its recipients take part, and the public is told. */
export function ofAcceptance({ acceptances, contracts }) {
    if (acceptances.length === 0)
        return null;
    // The contract that was performed: one before it on the same lot was rescinded.
    const contractOf = (lot) => contracts.findLast((contract) => contract.lot === lot)?.data;
    return acceptances.flatMap(({ lot, data }) => [
        said(`${ofLot(lot)}合同编号`, contractOf(lot)?.number),
        said(`${ofLot(lot)}供应商`, named(contractOf(lot)?.supplier)),
        said(`${ofLot(lot)}验收日期`, data.concludedOn),
        said(`${ofLot(lot)}验收结论`, data.result && RESULTS[data.result]),
        data.recipientsTookPart === undefined
            ? null
            : said(`${ofLot(lot)}服务对象参与`, data.recipientsTookPart ? '已参与并出具意见' : '未参与'),
        said(`${ofLot(lot)}公告日期`, data.publishedOn),
    ]);
}
//# sourceMappingURL=notice-result.rules.js.map