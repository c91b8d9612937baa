import { readFileSync } from 'node:fs';

const nest = JSON.parse(readFileSync(new URL('./nest-cli.json', import.meta.url), 'utf8'));
const swagger = nest.compilerOptions.plugins[0].options;

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      {
        useESM: true,
        tsconfig: 'tsconfig.check.json',
        // types are checked by `npm run typecheck`; 151002 would have single-file transpiling, which the plugin cannot use
        diagnostics: { exclude: ['**'], ignoreCodes: [151002] },
        astTransformers: { before: [{ path: './scripts/swagger-transformer.cjs', options: swagger }] },
      },
    ],
  },
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  // A worker has closed everything when it is told to end; giving back a heap of nearly a gigabyte takes longer than the
  // half second that is the default. One that holds something open is still ended by force, and said.
  workerGracefulExitTimeout: 10_000,
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/support/reach.mjs'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};
