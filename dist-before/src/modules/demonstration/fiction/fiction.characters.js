import { contractId, lineId } from './fiction.ids.js';
/** By the lot: each that is to be looked at beside one that looks like it. The rest is usual. */
const CHARACTERS = {
    // W05: most of the year's minutes in its last weeks; beside it four outings, of which two happen to be late.
    'Q-ELDERLY_HOME_CARE-1-2024': 'rush',
    'Q-ELDERLY_HOME_CARE-2-2024': 'outings',
    // S02: a quarter of the minutes where two thirds were promised; the others keep it.
    'K-ELDERLY_HOME_CARE-3-2024': 'unprofessional',
    // S03: one activity after another where cases and groups were promised.
    'K-COMMUNITY_SOCIAL_WORK-3-2024': 'show',
    // S07: six of twenty-four answer; beside it twenty.
    'K-CHILD_PROTECTION-1-2024': 'silent',
    'Q-CHILD_PROTECTION-1-2024': 'heard',
    // S08: by the records everybody was served, by their answers a third; beside it the line where most answer.
    'Q-COMMUNITY_SOCIAL_WORK-2-2024': 'unserved',
    // S11: a third of the minutes outside the contract; beside it a twelfth.
    'K-SOCIAL_WORK_STATION-1-2024': 'outside',
    'Q-SOCIAL_WORK_STATION-1-2024': 'aside',
};
export const characterOf = (lot) => CHARACTERS[lot] ?? 'usual';
/** G05: another agency follows on this line and nobody recorded who took its residents over. */
export const UNHANDED_LOT = 'Q-DISABILITY-1-2024';
/** W07: evaluated in September, while who goes on could still be bought in time; the complete chain was in January. */
export const EVALUATED_LOT = 'Q-COMMUNITY_SOCIAL_WORK-3-2024';
const of = (indicator, expected, lot, en, zh) => ({ indicator, expected, lot, subject: 'contract', id: contractId(lot), why: { en, zh } });
/** What is judged of a line: the lot is named without its year. */
const ofLine = (...[indicator, expected, lot, en, zh]) => ({
    ...of(indicator, expected, lot, en, zh),
    subject: 'service_line',
    id: lineId(lot.slice(0, -'-2024'.length)),
});
/** Each with what looks like it and is honest. */
export const FICTION_PRACTICE = [
    of('S01', 'triggered', 'K-ELDERLY_HOME_CARE-3-2024', 'two of nine staff are licensed', '专职九人中持证两人'),
    of('S01', 'clear', 'Q-ELDERLY_HOME_CARE-3-2024', 'five of twelve staff are licensed', '专职十二人中持证五人'),
    of('S02', 'triggered', 'K-ELDERLY_HOME_CARE-3-2024', 'a quarter of the minutes professional', '专业服务时长仅四分之一'),
    of('S02', 'clear', 'Q-ELDERLY_HOME_CARE-3-2024', 'two thirds, as promised', '专业服务时长三分之二，符合约定'),
    of('S03', 'triggered', 'K-COMMUNITY_SOCIAL_WORK-3-2024', 'activities instead of cases', '以社区活动代替个案小组'),
    of('S03', 'clear', 'Q-COMMUNITY_SOCIAL_WORK-3-2024', 'cases and groups, some activities', '以个案小组为主'),
    of('S07', 'triggered', 'K-CHILD_PROTECTION-1-2024', 'six of twenty-four answer', '二十四人中六人作答'),
    of('S07', 'clear', 'Q-CHILD_PROTECTION-1-2024', 'twenty of twenty-four answer', '二十四人中二十人作答'),
    of('S08', 'triggered', 'Q-COMMUNITY_SOCIAL_WORK-2-2024', 'most say they received nothing', '多数人表示未收到服务'),
    of('S08', 'clear', 'Q-CHILD_PROTECTION-1-2024', 'most say they received it', '多数人表示收到服务'),
    of('S11', 'triggered', 'K-SOCIAL_WORK_STATION-1-2024', 'a third of the work uncontracted', '三分之一时长在合同外'),
    of('S11', 'clear', 'Q-SOCIAL_WORK_STATION-1-2024', 'a twelfth of the work uncontracted', '十二分之一时长在合同外'),
    of('W05', 'triggered', 'Q-ELDERLY_HOME_CARE-1-2024', 'most of the minutes in the last weeks', '多数时长集中在最后几周'),
    of('W05', 'clear', 'Q-ELDERLY_HOME_CARE-2-2024', 'four outings, two of them late', '四次集体外出，其中两次在年末'),
    of('W07', 'triggered', 'K-ELDERLY_HOME_CARE-1-2024', 'judged after the next was bought', '后续采购之后才评估'),
    of('W07', 'clear', 'Q-COMMUNITY_SOCIAL_WORK-3-2024', 'judged in September', '九月完成评估'),
    ofLine('G05', 'triggered', UNHANDED_LOT, 'another agency, and no handover', '机构更换而无交接'),
    ofLine('G05', 'clear', 'K-COMMUNITY_SOCIAL_WORK-3-2024', 'the agency goes on', '机构未更换'),
];
//# sourceMappingURL=fiction.characters.js.map