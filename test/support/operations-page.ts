import { readPage } from './printed-commands.js';

interface Block {
  /** `sh`, `ini`, `nginx`, `conf`. */
  language: string;
  text: string;
}

/** The page for whoever runs the service, as a test reads it. */
export const operationsPage = readPage('docs/operations.md');

/** Its blocks of code, those within lists too. */
export const blocks: readonly Block[] = [...operationsPage.matchAll(/^([ \t]*)```(\w+)\n([\s\S]*?)\n\1```$/gm)].map(
  ([, indent = '', language = '', text = '']) => ({
    language,
    text: text
      .split('\n')
      .map((line) => line.slice(indent.length))
      .join('\n'),
  }),
);

/** What it says outside of them. */
export const prose = operationsPage.replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```$/gm, '');

/** What stands in backticks. */
export const marked: readonly string[] = [...prose.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

/** Files that it prints, by the path of their first line, without that line. */
export const printedFiles: ReadonlyMap<string, string> = new Map(
  blocks.flatMap(({ text }): [string, string][] => {
    const [, path = '', content = ''] = /^# (\/\S+)\n([\s\S]*)$/.exec(text) ?? [];
    return path === '' ? [] : [[path, `${content}\n`]];
  }),
);

/** Scripts of shell that it prints, in its order. */
export const scripts: readonly string[] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);

const PROGRAMS = 'chown|createdb|curl|df|docker|id|nginx|node|npm|pg_\\w+|psql|redis-cli|rsync|systemctl';

/** Commands of programs that stand in its sentences and tables. */
export const namedCommands: readonly string[] = [
  ...new Set(marked.filter((text) => new RegExp(`^(${PROGRAMS}) `).test(text))),
];

/** Settings of a unit's section `[Service]`, of which some stand several times. */
export function readService(unit: string): Record<string, string[]> {
  const [, section = ''] = /\[Service\]\n([\s\S]*?)(?:\n\[|$)/.exec(unit) ?? [];
  const found: Record<string, string[]> = {};
  for (const [, name = '', value = ''] of section.matchAll(/^(\w+)=(.*)$/gm)) (found[name] ??= []).push(value);
  return found;
}

/** `NAME=VALUE` of each line or word. */
export const readVariables = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/\b([A-Z_]+)=(\S+)/gm)].map(([, name = '', value = '']) => [name, value]));
