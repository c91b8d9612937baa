/** Conditions in the decorators of entities: checks, and which rows an index holds. PostgreSQL is asked of their columns. */
import ts from 'typescript';
import { Evaluation } from './evaluation.mjs';
import './expressions.mjs';
import * as of from './values.mjs';

const calledAs = (decorator, name) =>
  ts.isCallExpression(decorator.expression) && decorator.expression.expression.getText() === name
    ? decorator.expression
    : null;

/** The expressions of one decorator: the last argument of a check, `where` of an index. */
function conditionsOf(decorator) {
  const check = calledAs(decorator, 'Check');
  if (check) return [check.arguments.at(-1)].filter(Boolean);
  const index = calledAs(decorator, 'Index');
  const options = index?.arguments.find(ts.isObjectLiteralExpression);
  return (options?.properties ?? [])
    .filter((property) => ts.isPropertyAssignment(property) && property.name.getText() === 'where')
    .map((property) => property.initializer);
}

/** @returns statements that select by each condition, in the form of the traces of calls */
export function collectConditions({ checker, sources }) {
  const traces = [];
  const visit = (node) => {
    if (ts.isClassDeclaration(node)) {
      const entity = (ts.getDecorators(node) ?? []).map((decorator) => calledAs(decorator, 'Entity')).find(Boolean);
      const table = entity?.arguments[0];
      if (table && ts.isStringLiteral(table))
        for (const decorator of [node, ...node.members].flatMap((member) => ts.getDecorators?.(member) ?? []))
          for (const expression of conditionsOf(decorator)) traces.push(traceOf(table.text, expression));
    }
    ts.forEachChild(node, visit);
  };
  const traceOf = (table, expression) => {
    const run = new Evaluation({
      checker,
      handed: new Set(),
      needed: new Set(),
      constants: new Map(),
      textless: new Set(),
      decisions: new Map(),
      onSend: () => {},
    });
    const env = run.environment(expression.getSourceFile(), null, null);
    const condition = run.toText(run.evaluate(expression, env));
    return {
      node: expression,
      text: of.concatenate([of.text(`SELECT FROM "${table}" WHERE (`), condition, of.text(')')]),
      params: null,
      calls: [],
    };
  };
  for (const file of sources) if (file.fileName.endsWith('.entity.ts')) visit(file);
  return traces;
}
