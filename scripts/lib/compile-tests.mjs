/** Compiles what the tests run, the product's sources among it; `test/runner` loads it from there. */
import { compileSources } from './compile-sources.mjs';

await compileSources(['src', 'migrations', 'test', 'bench', 'tour']);
