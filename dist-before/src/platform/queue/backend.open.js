import { postgresBackend } from './backend.postgres.js';
import { redisBackend } from './backend.redis.js';
export const openBackend = (options) => options.kind === 'redis' ? redisBackend(options) : postgresBackend(options);
//# sourceMappingURL=backend.open.js.map