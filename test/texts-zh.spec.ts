import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What stands in for `${…}`: it may be Chinese, so a half-width mark beside it is looked at from its other side. */
const HOLE = '\uFFFC';
const HAN = '\\p{Script=Han}';
/** GB/T 15834: in Chinese a comma, colon, bracket … is as wide as a character. */
const NARROW = new RegExp(
  `[${HAN}，。；：、！？（）《》〈〉“”][,;:!?()]|[,;:!?()][${HAN}《〔（]|${HAN}\\.(?!\\d)`,
  'u',
);

/** Every Chinese text of a source file: the literals within `zh: …`, and what is assigned to a name `zh`. */
function chineseTexts(file: string, source: string): string[] {
  const texts: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node)) {
      texts.push([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(HOLE));
      for (const span of node.templateSpans) collect(span.expression);
    } else ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    const named = (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.name.getText() === 'zh';
    if (named && node.initializer) collect(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return texts;
}

const narrowIn = (file: string, source: string): string[] =>
  chineseTexts(file, source).filter((text) => NARROW.test(text));

describe('Chinese texts', () => {
  it('have punctuation of full width', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
    );
    const sources = files.map((name) => [name, readFileSync(join('src', name), 'utf8')] as const);
    const found = sources.flatMap(([name, source]) => narrowIn(name, source).map((text) => `${name}: ${text}`));
    expect(found).toEqual([]);
    expect(sources.flatMap(([name, source]) => chineseTexts(name, source)).length).toBeGreaterThan(200);
  });

  it.each([
    ["const t = { en: 'a', zh: '例如:' }"],
    ['const t = { en: `a`, zh: `例如:${x}` }'],
    ['const t = { en: `a`, zh: `${x}日,其后` }'],
    ["const t = { zh: x ? '好' : '甲(乙)' }"],
    ["const t = { zh: '甲.' }"],
  ])('%s is found', (source) => {
    expect(narrowIn('x.ts', source)).toHaveLength(1);
  });

  it.each([
    ["const t = { en: 'a:b', zh: '例如：' }"],
    ["const t = { zh: '于 12:30 开始，PORT: 3000' }"],
    ["const t = { zh: '比率 3.5' }"],
  ])('%s is not', (source) => {
    expect(narrowIn('x.ts', source)).toEqual([]);
  });
});
