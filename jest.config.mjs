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
        diagnostics: false,
        astTransformers: { before: [{ path: './scripts/swagger-transformer.cjs', options: swagger }] },
      },
    ],
  },
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};
