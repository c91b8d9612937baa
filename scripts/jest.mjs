/** `npm run jest -- PATH`: some specs alone, with Jest's own arguments. Nothing but the tests is built. */
import { jest } from './lib/jest.mjs';
import { command, TESTS } from './lib/prepare.mjs';

await command(async () => {
  process.exitCode = await jest(process.argv.slice(2));
}, [TESTS]);
