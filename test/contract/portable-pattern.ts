/** Escapes that JavaScript, Java, Python and RE2 read alike. */
const ESCAPES = /^\\(?:[dDwWsS]|x[0-9a-fA-F]{2}|[.+*?()[\]{}|^$\\/-])/;
const QUANTIFIER = /^\{\d+(?:,\d*)?\}/;

/** What a pattern uses beyond what regular expressions of common languages share; empty where nothing is. */
export function unportable(pattern: string): string[] {
  const faults: string[] = [];
  let inClass = false;
  let at = 0;
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const taken = partOf(rest, inClass);
    if (taken === null) faults.push(rest.slice(0, 4));
    if (taken === '[' || taken === '[^') inClass = true;
    else if (inClass && taken === ']') inClass = false;
    at += taken?.length ?? 1;
  }
  if (inClass) faults.push('a class that does not end');
  return faults;
}

/** The next part of a pattern; null where other languages refuse it or read it otherwise. */
function partOf(rest: string, inClass: boolean): string | null {
  if (rest.startsWith('\\')) return ESCAPES.exec(rest)?.[0] ?? null;
  if (inClass) {
    // `[` begins a class within the class in Java, and `&&` an intersection.
    return rest.startsWith('[') || rest.startsWith('&&') ? null : ([...rest][0] ?? null);
  }
  if (rest.startsWith('[')) return /^\[\^?(?!\])/.exec(rest)?.[0] ?? null;
  if (rest.startsWith('(?')) return rest.startsWith('(?:') ? '(?:' : null;
  if (rest.startsWith('{')) return QUANTIFIER.exec(rest)?.[0] ?? null;
  if (rest.startsWith('}') || rest.startsWith(']')) return null;
  return [...rest][0] ?? null;
}
