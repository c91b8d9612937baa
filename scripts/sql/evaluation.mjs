/**
 * Runs a function of the product without the product: what is not known stays unknown, and what a condition on it comes
 * to is decided by `decide`, so that other runs can decide otherwise. Hands every statement it meets to `onSend`.
 */
import ts from 'typescript';
import { callMethod } from './builtins.mjs';
import { execute } from './execution.mjs';
import { scopeOf, sentBy } from './program.mjs';
import * as of from './values.mjs';

const MOST_DEPTH = 30;
/** Unions with more members than this are texts of their own, not alternatives of a statement. */
const MOST_ALTERNATIVES = 60;

export class OutOfBudget extends Error {}

export class Evaluation {
  constructor({ checker, handed, contributions, needed, constants, textless, decisions, onSend, budget = 40_000 }) {
    Object.assign(this, { checker, handed, contributions, needed, constants, textless, decisions, onSend, budget });
    /** Every decision of this run: how many alternatives it had, and which one it took. */
    this.taken = new Map();
    this.calls = [];
    /** Functions that were run. */
    this.ran = new Set();
  }

  /** Runs an entry with parameters that nothing is known of. */
  run(entry) {
    this.entry = entry;
    try {
      if (ts.isSourceFile(entry)) this.runFile(entry);
      else if (ts.isPropertyDeclaration(entry)) {
        if (entry.initializer) this.evaluate(entry.initializer, this.environment(entry, null, this.selfOf(entry)));
      } else {
        const self = this.selfOf(entry);
        const given = entry.parameters.map((parameter) => this.unknownOf(parameter, entry));
        this.runCallbacks([this.invoke(of.closure(entry, null, self), given, null)]);
      }
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
      this.exhausted = true;
    }
  }

  /** The constants of a file, and the functions that they were made of with others. */
  runFile(file) {
    const env = this.environment(file, null, null);
    execute(this, file.statements, env);
    this.runCallbacks([...env.values.values()].filter((value) => value.kind !== 'function' || value.env));
  }

  selfOf(member) {
    const owner = member.parent;
    return ts.isClassLike(owner) ? of.object(new Map(), owner) : null;
  }
  environment(fn, parent, self) {
    return { fn, parent, self, values: new Map() };
  }

  /** Which alternative this run takes; the first time it is asked, the preferred one. */
  decide(key, count, preferred = 0) {
    const known = this.taken.get(key);
    if (known) return known.took;
    const took = this.decisions.get(key) ?? preferred;
    this.taken.set(key, { count, took });
    return took;
  }

  // ---- what is unknown

  keyOf(node) {
    const scope = scopeOf(node);
    return `${node.getSourceFile().fileName}:${scope.pos}:${node.getText().replaceAll(/\?\.|[\s!]/g, (m) => (m === '?.' ? '.' : ''))}`;
  }
  unknownOf(node, from = null) {
    return this.unknownTyped(this.checker.getTypeAtLocation(node), node, from);
  }
  unknownTyped(given, node, from = null) {
    const { checker } = this;
    let type = checker.getAwaitedType(given) ?? given;
    if (type.flags & ts.TypeFlags.TypeParameter) type = checker.getBaseConstraintOfType(type) ?? type;
    if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return of.UNDEFINED;
    if (type.flags & ts.TypeFlags.Null) return of.plain(null);
    if (type.isStringLiteral()) return of.text(type.value);
    if (type.isNumberLiteral()) return of.plain(type.value);
    if (type.flags & ts.TypeFlags.BooleanLiteral) return of.plain(checker.typeToString(type) === 'true');
    if (type.symbol?.name === 'Sql') {
      const made = this.construct(type.symbol.valueDeclaration, [], null);
      this.taint(made, from, node);
      return made;
    }
    return { ...of.unknown(type, node, from), key: this.keyOf(node), props: new Map() };
  }
  /** Conditions of this statement that stand elsewhere. */
  taint(sql, from, node) {
    const part = { text: 'true', node: null, offset: 0, from, elsewhere: node };
    sql.props.get('conditions').items.push({ kind: 'text', parts: [part] });
  }

  /** One of the literals that an unknown value can be, if it is one of few. */
  settle(value) {
    if (value.kind !== 'unknown' || !value.type) return value;
    const type = this.checker.getNonNullableType(value.type);
    const members = type.isUnion() ? type.types : [type];
    if (members.length === 0 || members.length > MOST_ALTERNATIVES) return value;
    if (!members.every((member) => member.isStringLiteral() || member.isNumberLiteral())) return value;
    const member = members[this.decide(`${value.key} is`, members.length)] ?? members[0];
    if (!member.isStringLiteral()) return of.plain(member.value);
    // Of two parameters not every pair may occur: the callers say which.
    return {
      kind: 'text',
      parts: [{ text: member.value, node: null, offset: 0, chosen: members.length > 1 ? value.from : null }],
    };
  }

  toText(given) {
    const value = this.settle(given);
    if (value.kind === 'text') return value;
    if (value.kind === 'plain') return of.text(String(value.value));
    if (value.kind === 'array') {
      const parts = value.items.map((item) => this.toText(item));
      return of.concatenate(parts.flatMap((part, i) => (i === 0 ? [part] : [of.text(','), part])));
    }
    if (value.kind === 'unknown' && value.type) {
      const type = this.checker.getNonNullableType(value.type);
      if (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) return of.text('1');
      if (type.flags & ts.TypeFlags.BooleanLike) return of.text('true');
    }
    return {
      kind: 'text',
      parts: [{ text: '', hole: true, from: value.from ?? null, node: value.node ?? null, offset: 0 }],
    };
  }

  // ---- conditions

  /** Whether a condition holds in this run. */
  holds(node, env, preferred) {
    if (ts.isParenthesizedExpression(node)) return this.holds(node.expression, env, preferred);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      return !this.holds(node.operand, env, preferred === undefined ? undefined : !preferred);
    if (ts.isBinaryExpression(node)) {
      const kind = node.operatorToken.kind;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
        return this.holds(node.left, env, preferred) && this.holds(node.right, env, preferred);
      if (kind === ts.SyntaxKind.BarBarToken)
        return this.holds(node.left, env, preferred) || this.holds(node.right, env, preferred);
    }
    return this.isTrue(this.evaluate(node, env), node, preferred);
  }
  isTrue(value, node, preferred) {
    const known = of.truth(value);
    if (known !== undefined) return known;
    const { key, negated = false, isPresence = false } = value.condition ?? { key: value.key ?? this.keyOf(node) };
    // Unless the caller says otherwise, what may be missing is there.
    const wanted = preferred ?? (isPresence ? !negated : true);
    const yes = this.decide(`${key}?`, 2, wanted === !negated ? 0 : 1) === 0;
    return yes !== negated;
  }

  compare(node, env) {
    const negated = [ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken].includes(
      node.operatorToken.kind,
    );
    let left = this.evaluate(node.left, env);
    let right = this.evaluate(node.right, env);
    if (of.constantOf(right)?.value) left = this.settle(left);
    if (of.constantOf(left)?.value) right = this.settle(right);
    if ([left, right].every(({ kind }) => kind === 'array' || kind === 'object'))
      return of.plain((left === right) !== negated);
    const a = of.constantOf(left);
    const b = of.constantOf(right);
    if (a && b) return of.plain((a.value === b.value) !== negated);
    const other = a ? right : left;
    const constant = a ?? b;
    if (constant && (constant.value === null || constant.value === undefined)) {
      if (other.kind !== 'unknown') return of.plain(negated);
      if (
        other.type &&
        this.checker.getNonNullableType(other.type) === other.type &&
        !(other.type.flags & ts.TypeFlags.AnyOrUnknown)
      )
        return of.plain(negated);
      return { ...of.unknown(null, node), condition: { key: other.key, negated: !negated, isPresence: true } };
    }
    if (constant && other.kind !== 'unknown') return of.plain(negated);
    const key = this.keyOf(node).replace('!==', '===');
    return { ...of.unknown(null, node), condition: { key, negated } };
  }

  // ---- calls

  construct(declaration, given, node) {
    const made = of.object(new Map(), declaration);
    const env = this.environment(declaration, null, made);
    for (const member of declaration.members)
      if (ts.isPropertyDeclaration(member) && member.initializer)
        made.props.set(member.name.getText(), this.evaluate(member.initializer, env));
    const constructor = declaration.members.find(ts.isConstructorDeclaration);
    if (constructor?.body) {
      constructor.parameters.forEach((parameter, i) => {
        if (ts.isParameterPropertyDeclaration(parameter, constructor) && given[i])
          made.props.set(parameter.name.getText(), given[i]);
      });
      this.invoke(of.closure(constructor, null, made), given, node);
    }
    return made;
  }

  invoke(fn, given, call) {
    if (fn.kind === 'native') return fn.run(given);
    const { node } = fn;
    if (this.calls.length > MOST_DEPTH || this.calls.filter((one) => one.fn === node).length > 1)
      return of.unknown(null, node);
    this.ran.add(node);
    if (!node.body) return of.unknown(null, node);
    this.calls.push({ fn: node, call });
    try {
      const env = this.environment(node, fn.env, fn.self ?? fn.env?.self ?? null);
      node.parameters.forEach((parameter, i) => {
        const value = parameter.dotDotDotToken ? of.array(given.slice(i)) : (given[i] ?? of.UNDEFINED);
        this.bind(parameter.name, this.orDefault(parameter, value, env), env);
      });
      if (!ts.isBlock(node.body)) return this.evaluate(node.body, env);
      const end = execute(this, node.body.statements, env);
      return end?.kind === 'return' ? end.value : of.UNDEFINED;
    } finally {
      this.calls.pop();
    }
  }

  /** Runs the functions among the arguments of a call that it has not run itself: with parameters that nothing is known of. */
  runCallbacks(given) {
    for (const value of given)
      if (value.kind === 'function') {
        if (this.ran.has(value.node)) continue;
        this.invoke(
          value,
          value.node.parameters.map((parameter) => this.unknownOf(parameter)),
          null,
        );
      } else if (value.kind === 'object' && !value.made) this.runCallbacks([...value.props.values()]);
  }

  call(node, env) {
    const contributed = this.contributions?.get(node);
    if (contributed) return this.evaluate(contributed, this.environment(contributed.getSourceFile(), null, null));
    const sent = sentBy(node);
    if (sent && this.isStatement(sent.text)) return this.send(node, sent, env);
    const callee = ts.skipParentheses(node.expression);
    const given = () =>
      node.arguments.flatMap((argument) => {
        if (!ts.isSpreadElement(argument)) return [this.evaluate(argument, env)];
        const spread = this.evaluate(argument.expression, env);
        return spread.kind === 'array' ? spread.items : [spread];
      });
    let fn;
    let self = null;
    if (ts.isPropertyAccessExpression(callee)) {
      self = this.evaluate(callee.expression, env);
      if (callee.questionDotToken && self.kind === 'plain' && self.value == null) return of.UNDEFINED;
      const answer = callMethod(this, node, callee.name.text, self, given, env);
      if (answer) return answer;
      fn = self.kind === 'object' ? self.props.get(callee.name.text) : undefined;
    } else if (ts.isIdentifier(callee) || ts.isElementAccessExpression(callee) || ts.isCallExpression(callee)) {
      fn = this.evaluate(callee, env);
    }
    const values = given();
    // The columns of a table one by one, as the entity has them: the schema has the same ones.
    if (ts.isIdentifier(callee) && callee.text === 'listColumnsSql')
      return of.concatenate([this.toText(values[1]), of.text('.*')]);
    if (
      fn?.kind === 'function' &&
      (fn.env || this.isWorthEntering(fn.node, values, this.checker.getTypeAtLocation(node), self))
    ) {
      return this.enter(fn, values, node);
    }
    if (fn?.kind === 'native') return fn.run(values);
    if (!fn || fn.kind !== 'function') {
      const declaration = this.checker.getResolvedSignature(node)?.declaration;
      if (declaration?.body && this.isWorthEntering(declaration, values, this.checker.getTypeAtLocation(node), self)) {
        const receiver = self?.kind === 'object' ? self : this.selfOf(declaration);
        return this.enter(of.closure(declaration, null, receiver), values, node);
      }
    }
    this.runCallbacks(values);
    const builder = values.find((value) => value.kind === 'object' && value.made?.name?.text === 'Sql');
    if (builder && fn?.kind === 'unknown') {
      this.taint(builder, fn.from, node);
      if (this.checker.getTypeAtLocation(node).symbol?.name === 'Sql') return builder;
    }
    return this.unknownOf(node, fn?.from ?? null);
  }

  enter(fn, values, node) {
    const answer = this.invoke(fn, values, node);
    this.runCallbacks(values);
    // A function of a module that came to no text will come to none the next time.
    if (!fn.env && (answer.kind === 'unknown' || answer.kind === 'plain') && !this.needed.has(fn.node))
      this.textless.add(fn.node);
    return answer;
  }

  /** A function that may have a part in a text of SQL. */
  isWorthEntering(declaration, values, type, self = null) {
    if (
      declaration.getSourceFile().isDeclarationFile ||
      declaration.getSourceFile().fileName.includes('/node_modules/')
    )
      return false;
    if (this.needed.has(declaration) || self?.made?.name?.text === 'Sql') return true;
    if (type.symbol?.name === 'Promise') return false;
    if (values.some((value) => value.kind === 'object' && value.made?.name?.text === 'Sql')) return true;
    return !this.textless.has(declaration) && this.mayHoldText(type, 0);
  }
  mayHoldText(type, depth) {
    if (type.flags & ts.TypeFlags.StringLike) return true;
    if (type.isUnion()) return type.types.some((member) => this.mayHoldText(member, depth));
    if (!(type.flags & ts.TypeFlags.Object)) return false;
    if (type.symbol?.name === 'Sql' || type.getCallSignatures().length > 0 || type.getStringIndexType()) return true;
    if (depth > 1 || ['Date', 'Map', 'Set', 'Buffer', 'RegExp', 'Problem'].includes(type.symbol?.name)) return false;
    // Objects of a fixed number are columns of an order.
    if (this.checker.isTupleType(type) && this.checker.getTypeArguments(type).some((member) => this.hasTexts(member)))
      return true;
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type))
      return this.checker.getTypeArguments(type).some((member) => this.mayHoldText(member, depth + 1));
    return type.getProperties().some((property) => {
      const of_ = this.checker.getTypeOfSymbol(property);
      return of_.symbol?.name === 'Sql' || of_.getCallSignatures().length > 0;
    });
  }

  hasTexts(type) {
    return type
      .getProperties()
      .some((property) => this.checker.getTypeOfSymbol(property).flags & ts.TypeFlags.StringLike);
  }

  isStatement(argument) {
    const type = this.checker.getTypeAtLocation(argument);
    return Boolean(type.flags & ts.TypeFlags.StringLike) || type.isUnion() || type.getProperty('text') !== undefined;
  }

  send(node, { text, params }, env) {
    let value = this.settle(this.evaluate(text, env));
    let values;
    if (value.kind === 'object' && value.props.has('text')) {
      values = value.props.get('values');
      value = this.settle(value.props.get('text'));
    }
    const given = values ?? (params ? this.evaluate(params, env) : of.array([]));
    const calls = this.calls.slice(1);
    this.onSend({ node, text: this.toText(value), params: given, calls, entry: this.entry });
    return this.unknownOf(node);
  }
}
