import { Platform1790000000010 } from './1790000000010-platform.js';
import { AuditOutbox1790000000100 } from './1790000000100-audit-outbox.js';

/** Every migration, in the order in which they run. */
export const migrations = [Platform1790000000010, AuditOutbox1790000000100];
