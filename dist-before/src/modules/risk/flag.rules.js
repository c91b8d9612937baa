import { SEVERITIES } from './assessment.types.js';
/**
 * Whether the subject still belongs to the case. Days that pass settle nothing: a cliff that nobody averted is no longer
 * assessed the day after, and stays. What becomes unknown is not put right either, unless a correction made it so.
 */
export function staysActive({ was, now, corrected }) {
    if (now?.state === 'triggered')
        return true;
    if (!was?.active || now === null || now.state === 'clear' || corrected)
        return false;
    return now.state === 'insufficient_data' || now.inputsHash === was.inputsHash;
}
/** Where facts lead a flag; null where it stays. What a person decided stays until there is something new to decide. */
export function turnOf(state, turn) {
    const reopened = { action: 'reopen_on_facts', to: 'open' };
    switch (state) {
        case 'open':
        case 'in_review':
            if (turn.active > 0)
                return null;
            return turn.corrected ? { action: 'clear', to: 'cleared' } : { action: 'remedy', to: 'remedied' };
        case 'cleared':
        case 'remedied':
            return turn.active > 0 ? reopened : null;
        case 'explained':
        case 'dismissed':
            return turn.fresh > 0 ? reopened : null;
        case 'data_error':
            return turn.fresh + turn.restated > 0 ? reopened : null;
        case 'confirmed':
            return null;
    }
}
export const severityRank = (severity) => SEVERITIES.indexOf(severity);
/** One case in words: what the rule says of the heaviest subject, and how many share the cause. */
export function explanationOf(subjects, example) {
    if (subjects <= 1)
        return example;
    return {
        en: `${subjects} objects share this cause. For example: ${example.en}`,
        zh: `共有 ${subjects} 个对象出于同一原因。例如：${example.zh}`,
    };
}
//# sourceMappingURL=flag.rules.js.map