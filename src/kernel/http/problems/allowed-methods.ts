import type { Request } from 'express';

/** What Express knows of a route; its types leave that out. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): unknown;
}

/** The methods that the address of a request answers to; none where it is no address of ours. */
export function listAllowedMethods({ app, baseUrl, path }: Request): string[] {
  const { stack } = (app as unknown as { router: { stack: Layer[] } }).router;
  const address = `${baseUrl}${path}`;
  // What takes every method is no route but something before one.
  const routes = stack.filter((layer) => layer.route && !layer.route.methods['trace'] && layer.match(address));
  const methods = routes.flatMap(({ route }) => Object.keys(route?.methods ?? {}));
  const answered = new Set(methods.map((method) => method.toUpperCase()));
  if (answered.has('GET')) answered.add('HEAD');
  return [...answered].sort();
}
