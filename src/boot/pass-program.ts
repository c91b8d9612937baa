import { findPassProgram } from '../watch/runs/pass/engine-thread.js';

/** Beside this file; where this runs from its source, so does that. */
findPassProgram.contribute(
  () => new URL(`./pass-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url).href,
);
