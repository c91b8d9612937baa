/**
 * A function is a verb with its object: its name ends neither in a preposition (`moneyOf`, `seenUnder`) nor in a participle
 * (`told`, `assessed`), which say how something stands and not what is done. A question may end in a participle
 * (`isSigned`, `hasBeenHeard`); a function that returns SQL ends in `Sql`.
 */
const PREPOSITIONS = new Set(
  (
    'about above across after against along among around as at before behind below beside besides between beyond by ' +
    'down during except for from in inside into near of off on onto out outside over past per since than through ' +
    'till to toward towards under until up upon via with within without'
  ).split(' '),
);

/** Participles that do not end in -ed, but for those that are infinitives or nouns too (read, set, put, run, cut …). */
const PARTICIPLES = new Set(
  (
    'begun born bought bound broken brought built caught chosen dealt done drawn driven fallen felt forgotten fought ' +
    'found frozen given gone grown heard held hidden hung kept known laid lain led left lent lost made meant met paid ' +
    'risen said seen sent shown sold sought spent spoken stolen stood struck sunk sworn taken taught thought thrown told ' +
    'torn understood withdrawn woken won worn wound written'
  ).split(' '),
);

/** Words in -ed that are no participles. */
const NO_PARTICIPLES = new Set([
  'bed',
  'embed',
  'exceed',
  'feed',
  'hundred',
  'need',
  'proceed',
  'red',
  'seed',
  'speed',
  'succeed',
]);

const QUESTION = /^(are|be|can|did|do|does|had|has|have|is|may|must|should|was|were|will)$/;

/** Names that stay, each with its reason. */
const ALLOWED = new Map([
  ['signIn', 'the verb of the trade for beginning a session'],
  ['signOut', 'the verb of the trade for ending a session'],
  ['handleCompleted', 'of a worker of BullMQ, which ours override'],
]);

const splitWords = (name) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[_$#]+/g, ' ')
    .trim()
    .toLowerCase()
    .split(' ');

/** What is wrong with the name of a function; null where nothing is. */
function judgeName(name) {
  // Decorators and classes that a call makes are named by what they stand before, as the framework's own are.
  if (ALLOWED.has(name) || /^[A-Z]+[a-z]/.test(name)) return null;
  const words = splitWords(name);
  const last = words.at(-1);
  if (PREPOSITIONS.has(last)) return 'preposition';
  if (words.length > 1 && QUESTION.test(words[0])) return null;
  return PARTICIPLES.has(last) || (/ed$/.test(last) && !NO_PARTICIPLES.has(last)) ? 'participle' : null;
}

const isFunction = (node) => node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';

export const functionNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      preposition: '{{name}} ends in a preposition: name a function by its verb and its object.',
      participle: '{{name}} ends in a participle: name a function by its verb and its object.',
    },
  },
  create(context) {
    const check = (key) => {
      if (key?.type !== 'Identifier' && key?.type !== 'PrivateIdentifier') return;
      const messageId = judgeName(key.name);
      if (messageId !== null) context.report({ node: key, messageId, data: { name: key.name } });
    };
    const checkMember = (node) => {
      if (!node.computed) check(node.key);
    };
    return {
      FunctionDeclaration: ({ id }) => check(id),
      TSDeclareFunction: ({ id }) => check(id),
      MethodDefinition: checkMember,
      TSAbstractMethodDefinition: checkMember,
      PropertyDefinition: (node) => isFunction(node.value) && checkMember(node),
      VariableDeclarator: ({ id, init }) => isFunction(init) && check(id),
    };
  },
};
