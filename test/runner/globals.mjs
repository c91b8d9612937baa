/**
 * What specs import as `@jest/globals`. Jest makes these anew for every test file, while modules that several files share
 * stay loaded: so the bindings change and the module does not.
 */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test;

/** Called by the runtime before it imports a test file. */
export function renewGlobals(renewed) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = renewed);
}
