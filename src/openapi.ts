import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppModule } from './app.module.js';
import { ApiDocuments, OUTSIDE_API } from './boot/documentation.js';
import { lifecyclesPage, problemsPage, settingsPage } from './boot/pages.js';
import { Keys, type KeyRing } from './kernel/config/keys.js';
import { loadSettings } from './kernel/config/settings.js';

/** The same text on every machine: keys in one order, at every level but lists. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

/** Every generated file by its path; without a database, nothing is instantiated. */
async function generateFiles(): Promise<Map<string, string>> {
  const unused = [{ id: 'none', bytes: Buffer.alloc(32) }] as unknown as KeyRing;
  const settings = loadSettings({ NODE_ENV: 'test', DATABASE_URL: 'postgres://none' });
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings, new Keys(unused, unused, unused), false),
    { preview: true, logger: false, abortOnError: false },
  );
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE_API });
  const files = new Map([
    ['openapi/openapi.json', `${JSON.stringify(sortKeys(new ApiDocuments(app).buildDocument('en')), null, 1)}\n`],
    ['openapi/problems.md', problemsPage()],
    ['docs/lifecycles.md', lifecyclesPage()],
    ['docs/settings.md', settingsPage()],
  ]);
  await app.close();
  return files;
}

/** `--check` compares with what is committed and names what differs; without it the files are written. */
const check = process.argv.includes('--check');
const different: string[] = [];
for (const [path, text] of await generateFiles()) {
  let before = '';
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    // not there yet
  }
  if (before === text) continue;
  different.push(path);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
if (different.length > 0) process.stdout.write(`${check ? 'differs' : 'written'}: ${different.join(', ')}\n`);
process.exit(check && different.length > 0 ? 1 : 0);
