/** Statements of TypeScript, as an evaluation runs them. */
import ts from 'typescript';
import * as of from './values.mjs';

const RETURN = 'return';
const LEAVE = { kind: 'leave' };
/** A list that is gone through without end would be a mistake of ours. */
const MOST_TURNS = 100;

function exits(statement) {
  if (!statement) return false;
  if (ts.isBlock(statement)) return exits(statement.statements.at(-1));
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  );
}

/** Runs statements; answers how they ended, if not at their end. */
export function execute(run, statements, env) {
  for (const statement of statements)
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      const symbol = run.checker.getSymbolAtLocation(statement.name);
      if (symbol && !ts.isSourceFile(statement.parent)) env.values.set(symbol, of.closure(statement, env, null));
    }
  for (const statement of statements) {
    const end = executeOne(run, statement, env);
    if (end) return end;
  }
  return undefined;
}

function executeOne(run, node, env) {
  if (ts.isVariableStatement(node)) return declare(run, node.declarationList, env);
  if (ts.isExpressionStatement(node)) return void run.evaluate(node.expression, env);
  if (ts.isReturnStatement(node))
    return { kind: RETURN, value: node.expression ? run.evaluate(node.expression, env) : of.UNDEFINED };
  if (ts.isIfStatement(node)) return branch(run, node, env);
  if (ts.isBlock(node)) return execute(run, node.statements, env);
  if (ts.isThrowStatement(node)) {
    run.evaluate(node.expression, env);
    return { kind: RETURN, value: of.UNDEFINED };
  }
  if (ts.isForOfStatement(node)) return forOf(run, node, env);
  if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForInStatement(node)) {
    if (ts.isForStatement(node) && node.initializer) {
      if (ts.isVariableDeclarationList(node.initializer)) declare(run, node.initializer, env, true);
      if (node.condition) run.evaluate(node.condition, env);
    }
    if (ts.isWhileStatement(node)) run.evaluate(node.expression, env);
    if (ts.isForInStatement(node))
      for (const one of node.initializer.declarations ?? []) run.bind(one.name, run.unknownOf(one.name), env);
    const end = executeOne(run, node.statement, env);
    return end?.kind === RETURN ? loopEnd(run, node, end) : undefined;
  }
  if (ts.isSwitchStatement(node)) return choose(run, node, env);
  if (ts.isTryStatement(node)) return attempt(run, node, env);
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return LEAVE;
  if (ts.isLabeledStatement(node)) return executeOne(run, node.statement, env);
  return undefined;
}

/** A loop that returns may not have been entered. */
function loopEnd(run, node, end) {
  return run.decide(`${run.keyOf(node.statement).slice(0, 200)} returns`, 2, 1) === 0 ? end : undefined;
}

function declare(run, list, env, changes = false) {
  for (const { name, initializer } of list.declarations) {
    let value = initializer ? run.evaluate(initializer, env) : of.UNDEFINED;
    if (changes && value.kind === 'plain') value = run.unknownOf(name);
    run.bind(name, value, env);
  }
}

function branch(run, node, env) {
  const preferred = !(exits(node.thenStatement) && !node.elseStatement);
  if (run.holds(node.expression, env, preferred)) return executeOne(run, node.thenStatement, env);
  return node.elseStatement ? executeOne(run, node.elseStatement, env) : undefined;
}

function forOf(run, node, env) {
  const over = run.evaluate(node.expression, env);
  const items = over.kind === 'array' ? over.items.slice(0, MOST_TURNS) : [run.elementOf(over, node.expression)];
  const [declared] = node.initializer.declarations ?? [];
  for (const item of items) {
    if (declared)
      run.bind(declared.name, item.kind === 'unknown' && !item.type ? run.unknownOf(declared.name) : item, env);
    const end = executeOne(run, node.statement, env);
    if (end?.kind === RETURN) {
      const left = loopEnd(run, node, end);
      if (left) return left;
    }
  }
  return undefined;
}

function choose(run, node, env) {
  const value = run.settle(run.evaluate(node.expression, env));
  const constant = of.constantOf(value);
  const { clauses } = node.caseBlock;
  let at;
  if (constant) {
    at = clauses.findIndex(
      (clause) =>
        ts.isCaseClause(clause) && of.constantOf(run.evaluate(clause.expression, env))?.value === constant.value,
    );
    if (at < 0) at = clauses.findIndex(ts.isDefaultClause);
  } else at = run.decide(`${run.keyOf(node.expression)} case`, clauses.length);
  if (at < 0) return undefined;
  for (const clause of clauses.slice(at)) {
    const end = execute(run, clause.statements, env);
    if (end === LEAVE) return undefined;
    if (end) return end;
  }
  return undefined;
}

function attempt(run, node, env) {
  const { tryBlock, catchClause, finallyBlock } = node;
  let end;
  if (catchClause && run.decide(`${run.keyOf(tryBlock).slice(0, 200)} fails`, 2, 1) === 0) {
    execute(run, tryBlock.statements, env);
    if (catchClause.variableDeclaration) run.bind(catchClause.variableDeclaration.name, of.unknown(null, node), env);
    end = execute(run, catchClause.block.statements, env);
  } else end = execute(run, tryBlock.statements, env);
  return (finallyBlock && execute(run, finallyBlock.statements, env)) || end;
}
