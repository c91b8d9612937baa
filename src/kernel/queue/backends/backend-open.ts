import type { Backend, BackendOptions } from './backend.js';
import { postgresBackend } from './backend-postgres.js';
import { redisBackend } from './backend-redis.js';

export const openBackend = (options: BackendOptions): Backend =>
  options.kind === 'redis' ? redisBackend(options) : postgresBackend(options);
