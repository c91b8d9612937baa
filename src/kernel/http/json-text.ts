/** One object or array that is still open, and where in it the reader stands. */
interface Open {
  /** Names so far; null for an array. */
  names: Set<string> | null;
  /** Index, or name; null where a name is next. */
  at: string | number | null;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

/**
 * The path of the first name that stands twice in one object of a JSON text, or null. `JSON.parse` would take the last one
 * and drop the others, where another reader of the same text may take the first. The text has been parsed before.
 */
export function repeatedName(text: string): (string | number)[] | null {
  const open: Open[] = [];
  for (let i = 0; i < text.length; i++) {
    const inner = open.at(-1);
    switch (text.charAt(i)) {
      case '{':
        open.push({ names: new Set(), at: null });
        break;
      case '[':
        open.push({ names: null, at: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (inner && typeof inner.at === 'number') inner.at++;
        else if (inner) inner.at = null;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (inner?.names && inner.at === null) {
          const name = JSON.parse(text.slice(i, end + 1)) as string;
          inner.at = name;
          if (inner.names.has(name)) return open.map((o) => o.at as string | number);
          inner.names.add(name);
        }
        i = end;
      }
    }
  }
  return null;
}
