import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const VENDOR = join(import.meta.dirname, '../vendor');

describe('files of others', () => {
  it.each(readdirSync(VENDOR))('of %s are all listed with their source, and lie here unchanged', (folder) => {
    const sources = readFileSync(join(VENDOR, folder, 'SOURCES'), 'utf8');
    expect(sources).toMatch(/https:\/\/github\.com\//);
    expect(sources).toMatch(/commit|Commit/);
    const listed = new Map([...sources.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, hash, file]) => [file, hash]));
    const files = readdirSync(join(VENDOR, folder), { recursive: true })
      .map(String)
      .filter((file) => file !== 'SOURCES' && statSync(join(VENDOR, folder, file)).isFile());
    const found = new Map(
      files.map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(VENDOR, folder, file)))
          .digest('hex'),
      ]),
    );
    expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...listed].sort()));
  });
});
