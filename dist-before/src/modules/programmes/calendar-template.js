const in11 = { year: 0, date: '11' };
const in12 = { year: 0, date: '12' };
const step = (event, en, zh, from, to) => ({
    event,
    name: { en, zh },
    from,
    to,
});
/**
 * The default: the cycle as the study describes it (Wang Liping 2019), a datum and not a constant. Other cities run June
 * to June or July to July and give their own.
 */
export const DEFAULT_CALENDAR = {
    code: 'november_to_june',
    name: {
        en: 'November notice, January to May implementation, June evaluation',
        zh: '11月发布、次年1—5月实施、6月评估验收',
    },
    steps: [
        step('notice', 'Notice', '发布通知', in11, in11),
        step('declaration', 'Agencies declare', '机构申报', null, null),
        step('first_check', 'First check', '初审', null, null),
        step('review_publicity_publication', 'Review, publicity, publication', '评审、公示、发布', in12, in12),
        step('contract_and_allocation', 'Contract and allocation', '签约并拨款', in12, in12),
        step('implementation', 'Implementation', '项目实施', { year: 1, date: '01-01' }, { year: 1, date: '05-31' }),
        step('evaluation', 'Evaluation', '评估验收', null, { year: 1, date: '06-30' }),
    ],
};
//# sourceMappingURL=calendar-template.js.map