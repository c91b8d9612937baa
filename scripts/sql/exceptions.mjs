/** Findings that stand for now, each in a list that may only become shorter. */
import { readFileSync } from 'node:fs';

/**
 * One line of a list: without its place in the file, so that it stays the same when lines are added above, and without the
 * declared type, whose members the compiler prints in any order.
 */
export const keyOf = ({ place, message }) =>
  `${place.replace(/:\d+$/, '')} ${message.replace(/(, declared as| \(row declared at) .*$/, '')}`;

/** Lines of the list; what follows `#` says why. */
export const readExceptions = (path) =>
  new Set(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.replace(/\s*#.*$/, '').trim())
      .filter(Boolean),
  );

/** @returns findings that the list does not hold, and its lines that no finding has any more */
export function withoutExceptions(findings, exceptions) {
  const met = new Set(findings.map(keyOf).filter((key) => exceptions.has(key)));
  return {
    left: findings.filter((finding) => !exceptions.has(keyOf(finding))),
    stale: [...exceptions].filter((line) => !met.has(line)),
  };
}
