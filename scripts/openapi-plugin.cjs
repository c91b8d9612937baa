/**
 * What the build adds to the classes of requests and answers so that the OpenAPI document can be made of them: the types,
 * checks and comments of their fields (the plugin of @nestjs/swagger), and the comment of each class, which that plugin
 * leaves out. `nest build` finds this file by nest-cli.json; both the build and the tests call `before`.
 */
const { before: describeFields } = require('@nestjs/swagger/plugin');
const ts = require('typescript');

/** Where @nestjs/swagger looks for what `@ApiSchema()` would say. */
const METADATA_KEY = 'swagger/apiSchema';

/** The text of the comment above a class, as one line; of several the last, without its tags. */
function commentOf(node) {
  const [comment] = ts.getJSDocCommentsAndTags(ts.getOriginalNode(node)).filter(ts.isJSDoc).slice(-1);
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

/** The file with the comment of each of its classes kept at run time. */
function describeClasses(file, { factory }) {
  let described = false;
  const statements = file.statements.map((node) => {
    const description = ts.isClassDeclaration(node) ? commentOf(node) : '';
    if (description === '') return node;
    described = true;
    return factory.updateClassDeclaration(
      node,
      node.modifiers,
      node.name,
      node.typeParameters,
      node.heritageClauses,
      [...node.members, describingBlock(factory, description)],
    );
  });
  if (!described) return file;
  const metadata = factory.createImportDeclaration(undefined, undefined, factory.createStringLiteral('reflect-metadata'));
  return factory.updateSourceFile(file, [metadata, ...statements]);
}

module.exports = {
  before(options, program) {
    const fields = describeFields(options, program);
    const suffixes = [options.dtoFileNameSuffix].flat();
    return (context) => {
      const describe = fields(context);
      return (file) => {
        const isOfClasses = suffixes.some((suffix) => file.fileName.includes(suffix));
        return isOfClasses ? describeClasses(describe(file), context) : describe(file);
      };
    };
  },
};
