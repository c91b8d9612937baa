import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
interface Installed {
  dev?: boolean;
  resolved?: string;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}
const { dependencies, devDependencies } = readJson<Manifest>('package.json');
const lock = readJson<{ packages: Record<string, Installed> }>('package-lock.json').packages;
const installed = (name: string): Installed => lock[`node_modules/${name}`] ?? {};

/** The modules that end in `dist` as bundles: the packages they import are needed by the build alone. */
const BUNDLED = [
  'src/desk/pictures/chart-library.ts',
  'src/kernel/documents/papers/docx-library.ts',
  ...['file-examiner-child', 'file-text', 'image-print', 'pdf-print', 'unsafe-pdf'].map(
    (name) => `src/kernel/documents/examination/${name}.ts`,
  ),
];

const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(/^(?:import|export) (?!type )[^;']*?from '([@\w][^']*)';$/gm),
    ...text.matchAll(/^import '([@\w][^']*)';$/gm),
    ...text.matchAll(/\bawait import\('([@\w][^']*)'\)/g),
  ].map(([, name = '']) => name);

/** Packages that the product imports when it runs: of its sources, no specs, no imports of types. */
const imported = new Set(
  ['src', 'migrations']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !BUNDLED.includes(file))
    .flatMap((file) => importsOf(readFileSync(join(root, file), 'utf8')))
    .filter((name) => !name.startsWith('node:'))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
);

describe('the packages', () => {
  it('of production are those that the product imports, and peers that these require', () => {
    const required = new Set(
      Object.keys(dependencies).flatMap((name) => {
        const { peerDependencies = {}, peerDependenciesMeta = {} } = installed(name);
        return Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true);
      }),
    );
    const unused = Object.keys(dependencies).filter((name) => !imported.has(name) && !required.has(name));
    const unlisted = [...imported].filter((name) => !(name in dependencies));
    expect({ unused, unlisted }).toEqual({ unused: [], unlisted: [] });
  });

  it('of development are in no production installation', () => {
    const wrong = Object.keys(devDependencies).filter((name) => installed(name).dev !== true);
    // scripts/trim-lock.mjs takes out what holds them there
    expect(wrong).toEqual([]);
  });

  it('name no host they were downloaded from', () => {
    expect(Object.keys(lock).filter((path) => lock[path]?.resolved?.startsWith('http'))).toEqual([]);
  });
});
