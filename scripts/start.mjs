/** `npm start`: prepares the checkout, then becomes the server. */
import { command } from './lib/prepare.mjs';

await command(async () => {
  const { launch } = await import('../dist/src/boot/launcher.js');
  await launch(process.argv.slice(2));
});
