/** Named test cases of two runs of Jest (`--json`): which are lost, which are new, and which only changed their name. */
import { readFileSync } from 'node:fs';

/** Where a run left its files does not matter; nor whether it ran the source or what was compiled of it. */
const specOf = (path) => (/(?:^|\/)((?:src|test)\/.+)\.[jt]s$/.exec(path.replaceAll('\\', '/')) ?? [])[1] ?? path;

/** The folder of a run: what its files have in common, where that lies above their `src` and `test`. */
function rootOf(paths) {
  const [first = ''] = paths;
  const parts = first.split('/').slice(0, -1);
  while (parts.length > 0 && !paths.every((path) => path.startsWith(`${parts.join('/')}/`))) parts.pop();
  const shared = parts.join('/');
  const isRoot = paths.every((path) => /^\/(src|test)\//.test(path.slice(shared.length)));
  return isRoot ? shared : shared.replace(/^(.*)\/(src|test)(\/.*)?$/, '$1');
}

/** `spec › describe › title` → status, for every case of a run. */
export function casesOf(file) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const root = rootOf(testResults.map(({ name }) => name));
  const cases = new Map();
  for (const { name, assertionResults } of testResults)
    for (const { ancestorTitles, title, status } of assertionResults) {
      const plain = { spec: specOf(name.slice(root.length)), titles: [...ancestorTitles, title] };
      const key = [plain.spec, ...plain.titles].join(' › ');
      // Cases of one name in one place (a table of tests) are told apart by their number.
      let unique = key;
      for (let n = 2; cases.has(unique); n++) unique = `${key} #${n}`;
      cases.set(unique, { ...plain, status });
    }
  return cases;
}

const words = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []);

/** How much two names have in common, from 0 to 1. */
function likeness(a, b) {
  const [x, y] = [words(a), words(b)];
  const both = [...x].filter((word) => y.has(word)).length;
  return both / Math.max(1, x.size + y.size - both);
}

/** What stands in the first list more often than in the second. */
const fewer = (was, now) =>
  [...new Set(was)].filter((code) => was.filter((c) => c === code).length > now.filter((c) => c === code).length);

const LEAST_LIKENESS = 0.5;

/**
 * Lost and new cases; a lost one that has a likely successor is told as renamed, for a reader to confirm. Cases that kept
 * their titles in a file of another name are told by their files. A case that is in both, and names a problem less often,
 * expects less than before.
 */
export function compareCases(was, now) {
  const gone = [...was].filter(([key]) => !now.has(key));
  const fresh = new Map([...now].filter(([key]) => !was.has(key)));
  const kept = new Map();
  for (const [key, { titles }] of fresh) kept.set(titles.join(' › '), [...(kept.get(titles.join(' › ')) ?? []), key]);
  const both = [...was].filter(([key]) => now.has(key)).map(([key, c]) => [key, c, now.get(key)]);
  const moved = new Map();
  const left = gone.filter(([old, { spec, titles }]) => {
    const key = kept.get(titles.join(' › '))?.shift();
    if (key === undefined) return true;
    const files = `${spec} → ${fresh.get(key).spec}`;
    moved.set(files, (moved.get(files) ?? 0) + 1);
    both.push([key, was.get(old), fresh.get(key)]);
    fresh.delete(key);
    return false;
  });
  const renamed = [];
  const lost = [];
  for (const [key, { titles }] of left) {
    const [likely] = [...fresh]
      .map(([name, c]) => ({ name, like: likeness(titles.at(-1), c.titles.at(-1)) }))
      .filter(({ like }) => like >= LEAST_LIKENESS)
      .sort((a, b) => b.like - a.like);
    if (likely === undefined) lost.push(key);
    else {
      renamed.push({ from: key, to: likely.name });
      fresh.delete(likely.name);
    }
  }
  const unexpected = both.flatMap(([key, before, after]) =>
    fewer(before.codes ?? [], after.codes ?? []).map((code) => `${key}: ${code}`),
  );
  return { lost, renamed, unexpected, moved: [...moved].map(([files, n]) => ({ files, n })), added: [...fresh.keys()] };
}
