/** Columns of tables that a statement's own conditions keep from being null in its rows. */

const BEFORE_CONDITION = /(?:^| )(?:WHERE|AND|ON) ?$/;
const AFTER_CONDITION = /^ ?(?:$|(?:AND|JOIN|WHERE|GROUP|ORDER|LIMIT|FOR) ?)/;

/**
 * The outermost query of a text: without what stands in quotes, and `()` for whatever stands in parentheses, but for
 * conditions of which each must be met.
 */
function outermost(text) {
  const open = text.indexOf('(');
  if (open < 0) return text;
  let close = open + 1;
  for (let depth = 1; depth > 0 && close < text.length; close++)
    depth += text[close] === '(' ? 1 : text[close] === ')' ? -1 : 0;
  const before = text.slice(0, open);
  const inner = outermost(text.slice(open + 1, close - 1));
  const after = outermost(text.slice(close));
  const isMet = !/ (OR|CASE) |\bSELECT\b/.test(inner) && BEFORE_CONDITION.test(before) && AFTER_CONDITION.test(after);
  return isMet ? `${before}${inner}${after}` : `${before}()${after}`;
}

const COMPARED = /(?:(\w+)\.)?(\w+) (?:IS NOT NULL\b|=|<>|<=|>=|<|>|IN \(|BETWEEN\b)/g;
const EQUALS = / = (?:(\w+)\.)?([a-z]\w*)(?= |$)/g;

/** Queries that stand before the outermost one. */
const WITH = /^WITH (?:\w+ AS (?:(?:NOT )?MATERIALIZED )?\(\),? ?)+/;

/** Conditions that every row meets: those of WHERE, and of joins where each of them is an inner one. */
function conditionsOf(query) {
  if (!query.startsWith('SELECT ') || /\b(UNION|INTERSECT|EXCEPT)\b/.test(query)) return '';
  const from = query.search(/(?<!DISTINCT) FROM /);
  const begin = /\b(LEFT|RIGHT|FULL) (OUTER )?JOIN\b/.test(query) ? query.indexOf(' WHERE ') : from;
  const conditions = begin < 0 ? '' : query.slice(begin).split(/ (?:GROUP|ORDER) BY | LIMIT /)[0];
  return / (OR|CASE) /.test(conditions) ? '' : conditions;
}

/** @returns whether a column of a table is compared with something, or said not to be null, in what each row must meet */
export function readNotNull(text) {
  const plain = text
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/\s+/g, ' ')
    .trim();
  const query = outermost(plain).replace(WITH, '');
  const conditions = conditionsOf(query);
  const met = [...conditions.matchAll(COMPARED), ...conditions.matchAll(EQUALS)];
  return (table, column) => {
    const uses = [
      ...query.matchAll(new RegExp(`(?:FROM|JOIN|,) ${table}\\b(?: (?:AS )?(?!ON\\b|WHERE\\b|JOIN\\b)(\\w+))?`, 'g')),
    ];
    // Of a table that is read twice it is not known which one a column is of.
    if (uses.length !== 1) return false;
    const alias = uses[0][1] ?? table;
    return met.some(([, of, name]) => name === column && (of === undefined || of === alias || of === table));
  };
}
