export const SOURCE_KINDS = ['notice', 'statement', 'reconstruction', 'file'];
export const PLAN_KINDS = ['renew', 'retender', 'hand_over', 'absorb', 'end', 'none'];
export const LEAST_TENDER_FACTS = {
    intention: { oneOf: ['publishedOn'], event: true },
    notice: {
        oneOf: ['publishedOn', 'documentsFrom', 'documentsTo', 'deadline', 'openingAt', 'singleSource'],
        event: true,
    },
    correction: { oneOf: ['publishedOn', 'documentsTo', 'deadline', 'openingAt'], event: true },
    clarification: { oneOf: ['publishedOn', 'text'], event: true },
    opening: { oneOf: ['heldAt'], event: true },
    bid: { oneOf: ['bidder', 'price', 'rank', 'score'] },
    award: { oneOf: ['decidedOn', 'publishedOn', 'supplier', 'amount', 'bidCount'], event: true },
    contract: {
        oneOf: ['number', 'signedOn', 'publishedOn', 'supplier', 'amount', 'window', 'termText'],
        event: true,
    },
    failure: { oneOf: ['on', 'publishedOn', 'reason'], event: true },
    cancellation: { oneOf: ['on', 'publishedOn', 'reason'], event: true },
};
export const LEAST_CONTRACT_FACTS = {
    signed: { oneOf: ['signedOn', 'amount', 'number', 'supplier', 'window'], event: true },
    started: { oneOf: ['on'], event: true },
    payment: { oneOf: ['on', 'amount'] },
    milestone: { oneOf: ['name'] },
    plan: { oneOf: ['kind'] },
    handover: { oneOf: ['serviceLine', 'toContract', 'on', 'recipients'] },
    delivered: { oneOf: ['on'], event: true },
    acceptance: { oneOf: ['concludedOn', 'publishedOn', 'result', 'recipientsTookPart'], event: true },
    evaluation: { oneOf: ['kind', 'on', 'score', 'grade', 'evaluator'], event: true },
    termination: { oneOf: ['on', 'reason'], event: true },
};
//# sourceMappingURL=facts.types.js.map