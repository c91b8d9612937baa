export const QUEUE_ROLE = Symbol('queue role');
//# sourceMappingURL=queue.role.js.map