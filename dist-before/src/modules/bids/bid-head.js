/** As many as the head holds; older ones go. */
const KEPT_EVENTS = 16;
export const withEvent = (history, event) => [...history, event].slice(-KEPT_EVENTS);
//# sourceMappingURL=bid-head.js.map