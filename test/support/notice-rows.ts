import { parseNoticeLine } from '../../src/imports/notices/notice-row-parser.js';

/** A row that is sound, with what a test changes of it. */
const base = { id: 'x-1', notice_type: 'tender', project_title: '居家养老服务项目' };
const parse = (changes: Record<string, unknown>) => parseNoticeLine(JSON.stringify({ ...base, ...changes }), 1);
export const faults = (changes: Record<string, unknown>): [string, string][] => {
  const parsed = parse(changes);
  return parsed.ok ? [] : parsed.errors.map(({ pointer, code }) => [pointer, code]);
};
export const rowOf = (changes: Record<string, unknown>) => {
  const parsed = parse(changes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.row;
};
