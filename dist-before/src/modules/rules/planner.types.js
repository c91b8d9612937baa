/** Methods whose periods the law states from the issue of the documents on. */
export const PLANNABLE_METHODS = [
    'OPEN_TENDER',
    'INVITED_TENDER',
    'COMPETITIVE_CONSULTATION',
    'COMPETITIVE_NEGOTIATION',
    'INQUIRY',
];
export function isPlannable(method) {
    return PLANNABLE_METHODS.includes(method);
}
export const PLANNED_EVENTS = [
    'intent_published',
    'document_issued',
    'response_deadline',
    'report_delivered',
    'result_confirmed',
    'result_published',
    'result_notice_end',
    'challenge_closed',
    'contract_signed',
    'service_start',
];
//# sourceMappingURL=planner.types.js.map