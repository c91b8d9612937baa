/**
 * What the build adds to the classes of requests and answers so that the OpenAPI document can be made of them: the types,
 * checks and comments of their fields (the plugin of @nestjs/swagger), and two things which that plugin leaves out: the
 * comment of each class, and which kind of text a field holds (`PlainDate`, `Uuid`: aliases of string whose names
 * src/kernel/openapi/text-types.ts knows). `scripts/lib/compile-sources.mjs` calls `before` with `options`, as nest-cli.json
 * has them.
 */
const { before: describeFields } = require('@nestjs/swagger/plugin');
const ts = require('typescript');
const settings = require('../nest-cli.json');

/** Where @nestjs/swagger looks for what `@ApiSchema()` would say. */
const METADATA_KEY = 'swagger/apiSchema';
/** The method in which its plugin keeps what it found of the fields. */
const FIELDS = '_OPENAPI_METADATA_FACTORY';

/** The text of the comment above a class, as one line, without its tags. */
function commentOf(node) {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  return (ts.getTextOfJSDocComment(comment?.comment) ?? '').replace(/\s+/g, ' ').trim();
}

/** `static { Reflect.defineMetadata(METADATA_KEY, [{ description }], this); }` */
function describingBlock(factory, description) {
  const value = factory.createObjectLiteralExpression([
    factory.createPropertyAssignment('description', factory.createStringLiteral(description)),
  ]);
  const call = factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier('Reflect'), 'defineMetadata'),
    undefined,
    [factory.createStringLiteral(METADATA_KEY), factory.createArrayLiteralExpression([value]), factory.createThis()],
  );
  return factory.createClassStaticBlockDeclaration(factory.createBlock([factory.createExpressionStatement(call)]));
}

/** The type of a value of the field: without null and undefined, of a list the type of its items. */
function valueType(node) {
  if (node === undefined) return undefined;
  if (ts.isParenthesizedTypeNode(node)) return valueType(node.type);
  if (ts.isArrayTypeNode(node)) return valueType(node.elementType);
  if (!ts.isUnionTypeNode(node)) return node;
  const isNothing = (type) => type.kind === ts.SyntaxKind.UndefinedKeyword || type.getText() === 'null';
  const [only, second] = node.types.filter((type) => !isNothing(type));
  return second === undefined ? valueType(only) : undefined;
}

/** The name of the alias of string that the type is, if it is one. */
function textTypeOf(type, checker) {
  if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
  const symbol = checker.getSymbolAtLocation(type.typeName);
  const declared = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [alias] = declared?.declarations ?? [];
  const isText = alias && ts.isTypeAliasDeclaration(alias) && alias.type.kind === ts.SyntaxKind.StringKeyword;
  return isText ? alias.name.text : undefined;
}

/** The same tree with each object literal of fields that stands in it changed. */
function withinFields(node, context, change) {
  const visit = (child) =>
    ts.isObjectLiteralExpression(child) ? change(child) : ts.visitEachChild(child, visit, context);
  return ts.visitEachChild(node, visit, context);
}

/** What the plugin found of some fields, with the kind of text that each of them holds as its `format`. */
function withTextTypes(fields, members, checker, context) {
  const { factory } = context;
  const types = new Map(members.filter((m) => m.name && m.type).map((m) => [m.name.getText(), valueType(m.type)]));
  const properties = fields.properties.map((field) => {
    const type = types.get(field.name.text);
    if (type !== undefined && ts.isTypeLiteralNode(type)) {
      const inner = (literal) => withTextTypes(literal, type.members, checker, context);
      const within = field.initializer.properties.map((part) =>
        part.name.text === 'type' ? withinFields(part, context, inner) : part,
      );
      return factory.updatePropertyAssignment(field, field.name, factory.createObjectLiteralExpression(within));
    }
    const name = textTypeOf(type, checker);
    if (name === undefined) return field;
    const format = factory.createPropertyAssignment('format', factory.createStringLiteral(name));
    const described = factory.createObjectLiteralExpression([...field.initializer.properties, format]);
    return factory.updatePropertyAssignment(field, field.name, described);
  });
  return factory.updateObjectLiteralExpression(fields, properties);
}

/** A class of a request or an answer, as the plugin of @nestjs/swagger left it, with its comment and its kinds of text. */
function describeClass(node, checker, context) {
  const { factory } = context;
  const original = ts.getOriginalNode(node);
  const change = (literal) => withTextTypes(literal, original.members, checker, context);
  const members = node.members.map((member) =>
    member.name?.text === FIELDS ? withinFields(member, context, change) : member,
  );
  const description = commentOf(original);
  if (description !== '') members.push(describingBlock(factory, description));
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, members);
}

function describeClasses(file, checker, context) {
  const { factory } = context;
  const statements = file.statements.map((node) =>
    ts.isClassDeclaration(node) ? describeClass(node, checker, context) : node,
  );
  const metadata = factory.createImportDeclaration(
    undefined,
    undefined,
    factory.createStringLiteral('reflect-metadata'),
  );
  return factory.updateSourceFile(file, [metadata, ...statements]);
}

module.exports = {
  options: settings.compilerOptions.plugins[0].options,
  before(options, program) {
    const fields = describeFields(options, program);
    const suffixes = [options.dtoFileNameSuffix].flat();
    return (context) => {
      const describe = fields(context);
      return (file) => {
        const isOfClasses = suffixes.some((suffix) => file.fileName.includes(suffix));
        return isOfClasses ? describeClasses(describe(file), program.getTypeChecker(), context) : describe(file);
      };
    };
  },
};
