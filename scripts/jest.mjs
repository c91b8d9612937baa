/** `npm run jest -- PATH`: some specs alone, with Jest's own arguments. */
import { jest } from './lib/jest.mjs';
import { command } from './lib/prepare.mjs';

await command(
  async () => {
    process.exitCode = await jest(process.argv.slice(2));
  },
  { withTests: true },
);
