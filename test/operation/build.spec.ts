import { beforeAll, describe, expect, it } from '@jest/globals';
import { join, resolve } from 'node:path';
import * as entities from '../../src/boot/entities.js';
import { runToEnd } from '../support/child.js';
import { buildProduct, startProduct } from '../support/product.js';

const root = resolve(import.meta.dirname, '../..');
const PRINT_TABLES = `
  await import('./dist/src/boot/bootstrap.js');
  const { getMetadataArgsStorage } = await import('typeorm');
  process.stdout.write(getMetadataArgsStorage().tables.map(({ target }) => target.name).join(' '));
  process.exit(0);`;

describe('the build', () => {
  beforeAll(buildProduct);

  it('has every entity under the name of its class', async () => {
    const args = ['--input-type=module', '--eval', PRINT_TABLES];
    const child = await runToEnd(process.execPath, args, { cwd: root, env: {} });
    expect(await child.ended).toBe(0);
    const names = new Set(child.output.trim().split(' '));
    const missing = Object.keys(entities).filter((name) => !names.has(name));
    expect({ missing, size: names.size }).toEqual({ missing: [], size: Object.keys(entities).length });
  });

  it('refuses a command that there is not, with code 2', async () => {
    const child = startProduct('cli', { PATH: process.env.PATH }, 'nobody');
    expect(await child.end()).toBe(2);
    expect(child.output).toContain('There is no command nobody.');
  });

  it('says the place in the sources where a command failed unexpectedly', async () => {
    const child = startProduct('cli', { PATH: process.env.PATH }, 'make-keys', '/dev/null/keys');
    expect(await child.end()).toBe(1);
    expect(child.output).toMatch(/^Error: ENOTDIR/);
    expect(child.output).toContain(`${join(root, 'src/boot/commands/make-keys.ts')}:`);
  });
});
