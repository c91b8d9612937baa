export const STAGES = [
    'plan',
    'method',
    'tender',
    'award',
    'contract',
    'implementation',
    'evaluation',
    'payment',
    'remedy',
    'rigging',
    'calendar',
    'close',
];
/**
 * How sure the text of a rule is. A: the article itself was read; B: its wording was found quoted; C: from memory, never
 * shown as law; POLICY: a choice of this product, never cited as law.
 */
export const CONFIDENCES = ['A', 'B', 'C', 'POLICY'];
export const OPERATORS = [
    '>=',
    '<=',
    '<',
    '>',
    '=',
    'between',
    'required',
    'recommended',
    'forbidden',
    'in_set',
    'lookup',
    'convention',
    'signal',
    'info',
];
export const SEVERITIES = ['violation', 'risk', 'warning', 'opportunity', 'param', 'info'];
export function basisOf(rule) {
    return { document: rule.document, article: rule.article, confidence: rule.confidence };
}
/** Only a text that was read or found quoted may be shown as law. */
export function isLaw(rule) {
    return rule.confidence === 'A' || rule.confidence === 'B';
}
//# sourceMappingURL=rule.types.js.map