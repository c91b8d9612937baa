/** `npm run build`: packages and `dist`, where they are not as the lock file and the sources have them. */
import { command } from './lib/prepare.mjs';

await command(() => undefined);
