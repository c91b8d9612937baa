/** Expressions of TypeScript, as an evaluation computes them. */
import ts from 'typescript';
import { Evaluation, OutOfBudget } from './evaluation.mjs';
import * as of from './values.mjs';

const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
const NUMBERS = {
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.GreaterThanToken]: (a, b) => a > b,
  [ts.SyntaxKind.LessThanToken]: (a, b) => a < b,
  [ts.SyntaxKind.GreaterThanEqualsToken]: (a, b) => a >= b,
  [ts.SyntaxKind.LessThanEqualsToken]: (a, b) => a <= b,
};

/** A piece of a literal, with its place: escapes shift it by few characters, and never to another line. */
const literal = (node, value, from = 1) => of.text(value, node, node.getStart() + from);

const isReadonly = (member) => member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) ?? false;

const methods = {
  evaluate(node, env) {
    if (--this.budget < 0) throw new OutOfBudget();
    if (!this.handed?.has(node)) return this.compute(node, env);
    const value = this.compute(node, env);
    this.onSend({ node, text: this.toText(value), params: null, calls: [], entry: this.entry });
    return value;
  },
  compute(node, env) {
    switch (node.kind) {
      case ts.SyntaxKind.StringLiteral:
      case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
        return literal(node, node.text);
      case ts.SyntaxKind.TemplateExpression: {
        const pieces = [literal(node.head, node.head.text)];
        for (const span of node.templateSpans)
          pieces.push(this.toText(this.evaluate(span.expression, env)), literal(span.literal, span.literal.text));
        return of.concatenate(pieces);
      }
      case ts.SyntaxKind.RegularExpressionLiteral: {
        const made = of.object(new Map([['source', of.text(node.text.slice(1, node.text.lastIndexOf('/')))]]));
        return { ...made, open: true };
      }
      case ts.SyntaxKind.NumericLiteral:
        return of.plain(Number(node.text.replaceAll('_', '')));
      case ts.SyntaxKind.TrueKeyword:
        return of.plain(true);
      case ts.SyntaxKind.FalseKeyword:
        return of.plain(false);
      case ts.SyntaxKind.NullKeyword:
        return of.plain(null);
      case ts.SyntaxKind.ThisKeyword: {
        for (let at = env; at; at = at.parent) if (at.self) return at.self;
        return this.unknownOf(node);
      }
      case ts.SyntaxKind.Identifier:
        return this.lookUp(node, env);
      case ts.SyntaxKind.ParenthesizedExpression:
      case ts.SyntaxKind.NonNullExpression:
      case ts.SyntaxKind.SatisfiesExpression:
      case ts.SyntaxKind.AwaitExpression:
        return this.evaluate(node.expression, env);
      case ts.SyntaxKind.AsExpression:
      case ts.SyntaxKind.TypeAssertionExpression: {
        const value = this.evaluate(node.expression, env);
        return value.kind === 'unknown' ? { ...this.unknownOf(node, value.from), key: value.key } : value;
      }
      case ts.SyntaxKind.VoidExpression:
        this.evaluate(node.expression, env);
        return of.UNDEFINED;
      case ts.SyntaxKind.ArrowFunction:
      case ts.SyntaxKind.FunctionExpression:
        return of.closure(node, ts.isSourceFile(env.fn) ? null : env, null);
      case ts.SyntaxKind.ObjectLiteralExpression:
        return this.objectOf(node, env);
      case ts.SyntaxKind.ArrayLiteralExpression:
        return this.listOf(node, env);
      case ts.SyntaxKind.PropertyAccessExpression:
        return this.propertyOf(node, env);
      case ts.SyntaxKind.ElementAccessExpression:
        return this.elementAt(node, env);
      case ts.SyntaxKind.ConditionalExpression:
        return this.holds(node.condition, env) ? this.evaluate(node.whenTrue, env) : this.evaluate(node.whenFalse, env);
      case ts.SyntaxKind.CallExpression:
        return this.call(node, env);
      case ts.SyntaxKind.NewExpression:
        return this.make(node, env);
      case ts.SyntaxKind.BinaryExpression:
        return this.binary(node, env);
      case ts.SyntaxKind.PrefixUnaryExpression: {
        const value = this.evaluate(node.operand, env);
        if (node.operator === ts.SyntaxKind.ExclamationToken) {
          const known = of.truth(value);
          if (known !== undefined) return of.plain(!known);
          const { key, negated = false } = value.condition ?? { key: value.key ?? this.keyOf(node.operand) };
          return { ...of.unknown(null, node), condition: { key, negated: !negated } };
        }
        if (node.operator === ts.SyntaxKind.MinusToken && value.kind === 'plain') return of.plain(-value.value);
        return this.unknownOf(node);
      }
      case ts.SyntaxKind.YieldExpression:
        if (node.expression) this.evaluate(node.expression, env);
        return this.unknownOf(node);
      case ts.SyntaxKind.TaggedTemplateExpression:
      case ts.SyntaxKind.PostfixUnaryExpression:
      default:
        return this.unknownOf(node);
    }
  },

  binary(node, env) {
    const { left, right, operatorToken } = node;
    const kind = operatorToken.kind;
    if (COMPARISONS.has(kind)) return this.compare(node, env);
    if (kind === ts.SyntaxKind.PlusToken) {
      const a = this.evaluate(left, env);
      const b = this.evaluate(right, env);
      if (a.kind === 'text' || b.kind === 'text') return of.concatenate([this.toText(a), this.toText(b)]);
      if (a.kind === 'plain' && b.kind === 'plain') return of.plain(a.value + b.value);
      if (this.checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike)
        return of.concatenate([this.toText(a), this.toText(b)]);
      return this.unknownOf(node);
    }
    if (kind === ts.SyntaxKind.QuestionQuestionToken) {
      const value = this.evaluate(left, env);
      if (value.kind === 'plain') return value.value == null ? this.evaluate(right, env) : value;
      if (value.kind !== 'unknown') return value;
      if (value.type && this.checker.getNonNullableType(value.type) === value.type) return value;
      return this.isTrue(value, left) ? this.withoutNull(value, left) : this.evaluate(right, env);
    }
    if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      const value = this.evaluate(left, env);
      const yes = this.isTrue(value, left);
      return yes === (kind === ts.SyntaxKind.BarBarToken) ? value : this.evaluate(right, env);
    }
    if (kind === ts.SyntaxKind.CommaToken) {
      this.evaluate(left, env);
      return this.evaluate(right, env);
    }
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return this.assign(node, env);
    const a = this.evaluate(left, env);
    const b = this.evaluate(right, env);
    if (a.kind === 'plain' && b.kind === 'plain' && NUMBERS[kind]) return of.plain(NUMBERS[kind](a.value, b.value));
    return this.unknownOf(node);
  },
  withoutNull(value, node) {
    return { ...value, type: value.type && this.checker.getNonNullableType(value.type), node };
  },

  assign(node, env) {
    const { left, right, operatorToken } = node;
    let value = this.evaluate(right, env);
    const plus = operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
    if (plus) {
      const before = this.evaluate(left, env);
      value =
        before.kind === 'text' || value.kind === 'text'
          ? of.concatenate([this.toText(before), this.toText(value)])
          : this.unknownOf(left);
    } else if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionEqualsToken) {
      const before = this.evaluate(left, env);
      if (!(before.kind === 'plain' && before.value == null)) value = before;
    } else if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) value = this.unknownOf(left);
    if (ts.isIdentifier(left)) {
      const symbol = this.checker.getSymbolAtLocation(left);
      for (let at = env; at; at = at.parent)
        if (at.values.has(symbol) || !at.parent) {
          at.values.set(symbol, value);
          break;
        }
    } else if (ts.isPropertyAccessExpression(left)) {
      const target = this.evaluate(left.expression, env);
      if (target.kind === 'object') target.props.set(left.name.text, value);
    } else if (ts.isElementAccessExpression(left)) {
      const target = this.evaluate(left.expression, env);
      const key = of.constantOf(this.settle(this.evaluate(left.argumentExpression, env)))?.value;
      if (target.kind === 'object' && key !== undefined) target.props.set(String(key), value);
      else if (target.kind === 'object') target.open = true;
    }
    return value;
  },

  make(node, env) {
    const given = (node.arguments ?? []).map((argument) => this.evaluate(argument, env));
    const type = this.checker.getTypeAtLocation(node);
    const declaration = type.symbol?.valueDeclaration;
    if (type.symbol?.name === 'Sql' && declaration) return this.construct(declaration, given, node);
    if (['Set', 'Map'].includes(type.symbol?.name) && given[0]?.kind === 'array') return this.unknownOf(node);
    this.runCallbacks(given);
    return this.unknownOf(node);
  },

  listOf(node, env) {
    const made = of.array([]);
    for (const element of node.elements)
      if (ts.isSpreadElement(element)) {
        const value = this.evaluate(element.expression, env);
        made.items.push(...(value.kind === 'array' ? value.items : [this.elementOf(value, element.expression)]));
        made.loose ||= value.kind !== 'array' || value.loose;
      } else made.items.push(this.evaluate(element, env));
    return made;
  },

  objectOf(node, env) {
    const made = of.object(new Map());
    for (const property of node.properties) {
      if (ts.isPropertyAssignment(property)) {
        const name = ts.isComputedPropertyName(property.name)
          ? of.constantOf(this.evaluate(property.name.expression, env))?.value
          : property.name.text;
        made.props.set(String(name), this.evaluate(property.initializer, env));
      } else if (ts.isShorthandPropertyAssignment(property)) {
        const symbol = this.checker.getShorthandAssignmentValueSymbol(property);
        made.props.set(property.name.text, this.ofSymbol(symbol, property.name, env));
      } else if (ts.isSpreadAssignment(property)) {
        const value = this.evaluate(property.expression, env);
        if (value.kind === 'object') for (const [key, one] of value.props) made.props.set(key, one);
        else made.open = true;
      } else if (ts.isMethodDeclaration(property)) made.props.set(property.name.text, of.closure(property, env, made));
    }
    return made;
  },

  propertyOf(node, env) {
    const { name } = node;
    const symbol = this.checker.getSymbolAtLocation(name);
    const real = symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    const declared = real?.valueDeclaration;
    if (declared && ts.isVariableDeclaration(declared) && ts.isIdentifier(node.expression))
      return this.constant(declared, name);
    const of_ = this.evaluate(node.expression, env);
    return this.memberOf(of_, name.text, node, declared);
  },
  memberOf(value, name, node, declared) {
    if (value.kind === 'plain') return value.value == null ? of.UNDEFINED : this.unknownOf(node);
    if (value.kind === 'array' && name === 'length')
      return value.loose ? this.unknownOf(node) : of.plain(value.items.length);
    if (value.kind === 'text' && name === 'length')
      return of.isKnownText(value) ? of.plain(of.stringOf(value).length) : this.unknownOf(node);
    if (value.kind === 'object') {
      if (value.props.has(name)) return value.props.get(name);
      if (declared && (ts.isMethodDeclaration(declared) || ts.isGetAccessorDeclaration(declared)) && declared.body) {
        const fn = of.closure(declared, null, value);
        return ts.isGetAccessorDeclaration(declared) ? this.invoke(fn, [], null) : fn;
      }
      if (
        declared &&
        ts.isPropertyDeclaration(declared) &&
        declared.initializer &&
        value.made &&
        isReadonly(declared)
      ) {
        const made = this.evaluate(declared.initializer, this.environment(declared, null, value));
        value.props.set(name, made);
        return made;
      }
      if (value.made || value.open) {
        const made = this.unknownOf(node);
        value.props.set(name, made);
        return made;
      }
      return of.UNDEFINED;
    }
    if (value.kind === 'unknown' && value.props) {
      if (!value.props.has(name)) value.props.set(name, this.unknownOf(node, value.from));
      return value.props.get(name);
    }
    return this.unknownOf(node);
  },

  elementAt(node, env) {
    const value = this.evaluate(node.expression, env);
    const key = this.settle(this.evaluate(node.argumentExpression, env));
    const known = of.constantOf(key)?.value;
    if (value.kind === 'object') {
      if (known !== undefined)
        return value.props.get(String(known)) ?? (value.open ? this.unknownOf(node) : of.UNDEFINED);
      const all = [...value.props.values()];
      if (all.length === 0) return this.unknownOf(node);
      return all[this.decide(`${this.keyOf(node)} of`, all.length)] ?? all[0];
    }
    if (value.kind === 'array') {
      if (typeof known === 'number') return value.items[known] ?? of.UNDEFINED;
      if (value.items.length === 0) return this.unknownOf(node);
      return value.items[this.decide(`${this.keyOf(node)} of`, value.items.length)] ?? value.items[0];
    }
    return this.unknownOf(node, value.from ?? null);
  },
  /** An element of a list that is not known. */
  elementOf(value, node) {
    const type = value.type && this.checker.getNonNullableType(value.type);
    const [element] = type && this.checker.isArrayLikeType(type) ? this.checker.getTypeArguments(type) : [];
    return element ? { ...this.unknownTyped(element, node, value.from) } : of.unknown(null, node, value.from ?? null);
  },
  elementAnswer(fn, item, node) {
    return of.unknown(null, node, fn?.from ?? item.from ?? null);
  },

  // ---- names

  lookUp(node, env) {
    if (node.text === 'undefined') return of.UNDEFINED;
    return this.ofSymbol(this.checker.getSymbolAtLocation(node), node, env);
  },
  ofSymbol(given, node, env) {
    if (!given) return this.unknownOf(node);
    const symbol = given.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(given) : given;
    for (let at = env; at; at = at.parent) if (at.values.has(symbol)) return at.values.get(symbol);
    const declared = symbol.valueDeclaration;
    if (declared && ts.isVariableDeclaration(declared)) return this.constant(declared, node);
    if (declared && ts.isFunctionDeclaration(declared)) return of.closure(declared, null, null);
    return this.unknownOf(node);
  },
  /** A constant of a module. It is kept for other runs where nothing had to be decided for it. */
  constant(declared, node) {
    const isModules =
      ts.isSourceFile(declared.parent.parent?.parent ?? declared) && declared.parent.flags & ts.NodeFlags.Const;
    if (!isModules || !declared.initializer || !ts.isIdentifier(declared.name)) return this.unknownOf(node);
    if (declared.getSourceFile().fileName.includes('/node_modules/')) return this.unknownOf(node);
    const known = this.constants.get(declared);
    if (known) return known;
    const before = this.taken.size;
    this.constants.set(declared, this.unknownOf(node));
    const value = this.evaluate(declared.initializer, this.environment(declared.getSourceFile(), null, null));
    if (this.taken.size === before && value.kind !== 'unknown') this.constants.set(declared, value);
    else this.constants.delete(declared);
    return value;
  },

  // ---- names that are given values

  orDefault(element, value, env) {
    if (value.kind === 'plain' && value.value === undefined && element.initializer)
      return this.evaluate(element.initializer, env);
    return value;
  },
  bind(name, value, env) {
    if (ts.isIdentifier(name)) {
      const own =
        value.kind === 'unknown' && !value.type && !value.condition ? this.unknownOf(name, value.from) : value;
      const symbol = this.checker.getSymbolAtLocation(name);
      if (symbol) env.values.set(symbol, own);
      return;
    }
    name.elements.forEach((element, i) => {
      if (ts.isOmittedExpression(element)) return;
      let one;
      if (element.dotDotDotToken)
        one =
          ts.isArrayBindingPattern(name) && value.kind === 'array'
            ? of.array(value.items.slice(i))
            : this.unknownOf(element.name, value.from ?? null);
      else if (ts.isArrayBindingPattern(name))
        one =
          value.kind === 'array' && i < value.items.length
            ? value.items[i]
            : this.unknownOf(element.name, value.from ?? null);
      else {
        const property = (element.propertyName ?? element.name).text;
        const held =
          value.kind === 'object'
            ? value.props.get(property)
            : value.kind === 'unknown'
              ? value.props?.get(property)
              : undefined;
        one =
          held ??
          (value.kind === 'object' && !value.made && !value.open
            ? of.UNDEFINED
            : this.unknownOf(element.name, value.from ?? null));
      }
      this.bind(element.name, this.orDefault(element, one, env), env);
    });
  },
};

Object.assign(Evaluation.prototype, methods);
