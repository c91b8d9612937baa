/**
 * `npm run lint:openapi`: the committed OpenAPI document under the recommended rules of Spectral and Redocly. Warnings fail,
 * too; a rule that does not apply is named with its reason in openapi/lint-rules.mjs, and one that would find nothing is not.
 */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REDOCLY_OFF, SPECTRAL_OFF } from '../openapi/lint-rules.mjs';

const FILE = fileURLToPath(new URL('../openapi/openapi.json', import.meta.url));
const TEXT = readFileSync(FILE, 'utf8');

/** What each linter says, as `rule place: message`. */
async function underSpectral() {
  const linter = new spectral.Spectral();
  linter.setRuleset({ extends: [[rulesets.oas, 'recommended']] });
  const results = await linter.run(new spectral.Document(TEXT, parsers.Json, FILE));
  return results.map(({ code, path, message }) => ({ rule: String(code), line: `${path.join('/')}: ${message}` }));
}

async function underRedocly() {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: TEXT, absoluteRef: FILE, config });
  return problems.map(({ ruleId, location, message }) => ({
    rule: ruleId,
    line: `${location[0]?.pointer ?? ''}: ${message}`,
  }));
}

let failed = false;
for (const [name, lint, off] of [
  ['Spectral', underSpectral, SPECTRAL_OFF],
  ['Redocly', underRedocly, REDOCLY_OFF],
]) {
  const found = await lint();
  const open = found.filter(({ rule }) => !(rule in off));
  const idle = Object.keys(off).filter((rule) => !found.some((each) => each.rule === rule));
  for (const { rule, line } of open) console.log(`${name}: ${rule} ${line}`);
  for (const rule of idle) console.log(`${name}: ${rule} finds nothing and is still named in openapi/lint-rules.mjs`);
  const excused = Object.keys(off).length - idle.length;
  console.log(`${name}: ${open.length} errors and warnings, ${excused} rules named with their reasons`);
  failed ||= open.length > 0 || idle.length > 0;
}
process.exitCode = failed ? 1 : 0;
