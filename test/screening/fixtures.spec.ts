import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screenText } from './screening.js';

const VENDOR = fileURLToPath(new URL('../vendor/cardinal-rs/', import.meta.url));
const FOLDER = join(VENDOR, 'indicators');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length)); // prettier-ignore

/** What the published tests set for each file besides what its name says. */
const COMMON = 'no_price_comparison_procurement_methods = NPC\n[exclusions]\nprocurement_method_details = EXC\n';

/** A name is the definition, a setting and its value: `R003-threshold-10`; or a setting of several values by their keys. */
function settingsOf(name: string): string {
  const [id = '', setting = '', ...values] = name.replaceAll('+', '|').split('-');
  if (values.length === 0) return `${COMMON}[${id}]\n`;
  if (values.length === 1) return `${COMMON}[${id}]\n${setting} = ${values[0]}\n`;
  const pairs = Array.from({ length: values.length / 2 }, (_, n) => `${values[2 * n]} = ${values[2 * n + 1]}\n`);
  return `${COMMON}[${id}]\n[${id}.${setting}]\n${pairs.join('')}`;
}

describe('the published fixtures', () => {
  it('are fifteen, of all eleven definitions, unchanged', () => {
    expect(NAMES).toHaveLength(15);
    expect(new Set(NAMES.map((name) => name.slice(0, 4))).size).toBe(11);
    const listed = readFileSync(join(VENDOR, 'SOURCES'), 'utf8').matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm);
    const files = [...listed].map(([, hash, file = '']) => [file, hash]);
    expect(files).toHaveLength(31);
    for (const [file = '', hash] of files)
      expect([file, createHash('sha256').update(readFileSync(join(VENDOR, file))).digest('hex')]).toEqual([file, hash]); // prettier-ignore
  });

  it.each(NAMES)('%s comes to what is expected of it', async (name) => {
    const report = await screenText(readFileSync(join(FOLDER, `${name}.jsonl`)), { settings: settingsOf(name) });
    expect(report.errors).toEqual([]);
    expect(report.published).toEqual(JSON.parse(readFileSync(join(FOLDER, `${name}.expected`), 'utf8')));
  });
});
