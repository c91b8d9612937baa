/** What of the records of service a target counts; people who are served have no rate a day. */
export const RATED = ['records', 'minutes', 'visits'];
//# sourceMappingURL=facts.delivery.js.map