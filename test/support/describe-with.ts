import { describe } from '@jest/globals';
import type { OptionalServer } from './optional-servers.js';

/** A suite that needs a server which is not on every machine: skipped without it, with the reason in its name. */
export function describeWith(server: OptionalServer, name: string, body: () => void): void {
  if (server.path === null) describe.skip(`${name} (skipped: ${server.name} is not installed)`, body);
  else describe(name, body);
}
