import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppModule } from './app.module.js';
import { ApiDocuments, MOST_DOCUMENT_BYTES, OUTSIDE_API } from './boot/documentation.js';
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

/** What each language's document weighs by gzip as it is served; says so where it is more than it may be. */
function weighDocuments(documents: ApiDocuments): boolean {
  const weights = (['en', 'zh'] as const).map((language) => {
    const { length } = gzipSync(JSON.stringify(documents.buildDocument(language)));
    if (length > MOST_DOCUMENT_BYTES)
      process.stdout.write(
        `openapi.json in ${language} weighs ${length} bytes by gzip, at most ${MOST_DOCUMENT_BYTES} are allowed\n`,
      );
    return length;
  });
  return weights.every((weight) => weight <= MOST_DOCUMENT_BYTES);
}

/** Every generated file by its path, and whether the document is light enough; without a database, nothing is instantiated. */
async function generateFiles(): Promise<{ files: Map<string, string>; isLight: boolean }> {
  const unused = [{ id: 'none', bytes: Buffer.alloc(32) }] as unknown as KeyRing;
  const settings = loadSettings({ NODE_ENV: 'test', DATABASE_URL: 'postgres://none' });
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings, new Keys(unused, unused, unused), false),
    { preview: true, logger: false, abortOnError: false },
  );
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE_API });
  const documents = new ApiDocuments(app);
  const files = new Map([
    ['openapi/openapi.json', `${JSON.stringify(sortKeys(documents.buildDocument('en')), null, 1)}\n`],
    ['openapi/problems.md', problemsPage()],
    ['docs/lifecycles.md', lifecyclesPage()],
    ['docs/settings.md', settingsPage()],
  ]);
  const isLight = weighDocuments(documents);
  await app.close();
  return { files, isLight };
}

/** `--check` compares with what is committed and names what differs; without it the files are written. */
const check = process.argv.includes('--check');
const different: string[] = [];
const { files, isLight } = await generateFiles();
for (const [path, text] of files) {
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
process.exit((check && different.length > 0) || !isLight ? 1 : 0);
