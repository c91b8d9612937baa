import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLinks } from './binaries.js';

describe('the links of the PostgreSQL package', () => {
  it('are made where an install without scripts left them out, and only once', () => {
    const root = mkdtempSync(join(tmpdir(), 'throughline-links-'));
    const native = join(root, 'native');
    mkdirSync(join(native, 'lib'), { recursive: true });
    writeFileSync(join(native, 'lib/libpq.so.5.17'), '');
    writeFileSync(
      join(native, 'pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' }]),
    );
    makeLinks(native);
    makeLinks(native);
    expect(readlinkSync(join(native, 'lib/libpq.so.5'))).toBe('libpq.so.5.17');
    expect(existsSync(join(native, 'lib/libpq.so.5'))).toBe(true);
    rmSync(root, { recursive: true });
  });
});
