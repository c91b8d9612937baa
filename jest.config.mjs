export default {
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // What `npm test` has compiled runs as it is, in processes that keep their modules from one file to the next.
  transform: {},
  runtime: '<rootDir>/test/runner/runtime.cjs',
  testEnvironment: '<rootDir>/test/runner/environment.cjs',
  injectGlobals: false,
  testSequencer: '<rootDir>/test/runner/longest-first.mjs',
  maxWorkers: 3,
  // A process that has grown beyond this is ended after its file and another one started; as things are, none does.
  workerIdleMemoryLimit: '1GB',
  // A worker has closed everything when it is told to end; giving back its heap may take longer than the half second that
  // is the default. One that holds something open is still ended by force, and said.
  workerGracefulExitTimeout: 10_000,
  // Ends what hangs, on a busy machine too; how long something may take is asked by no test.
  testTimeout: 600_000,
  // Every property without a seed of its own starts from the run's; TEST_SEED gives it again.
  showSeed: true,
  reporters: ['default', '<rootDir>/test/runner/slowest.mjs', '<rootDir>/test/support/reach.mjs'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};
