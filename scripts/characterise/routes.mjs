/** What openapi.json says can be read: routes, what stands in their paths, what may be asked of them. */

const API = '/api/v1';

/** Routes that the document does not list, or that are answered by something else than a controller. */
const UNLISTED = ['/', '/docs', '/docs/', '/openapi.json', `${API}/no-such-route`];

export function readRoutes(document) {
  const resolve = (item) =>
    item.$ref === undefined
      ? item
      : item.$ref
          .slice(2)
          .split('/')
          .reduce((at, key) => at[key], document);
  const routes = Object.entries(document.paths)
    .filter(([, methods]) => methods.get)
    .map(([path, { get }]) => {
      const parameters = (get.parameters ?? []).map(resolve).map((p) => ({ ...p, schema: resolve(p.schema ?? {}) }));
      const named = (where) => parameters.filter((p) => p.in === where);
      const query = named('query');
      return {
        path,
        segments: path.split('/').slice(1),
        places: named('path'),
        query,
        isList: query.some((p) => p.name === 'limit') && query.some((p) => p.name === 'cursor'),
        isFeed: query.some((p) => p.name === 'after'),
        isTranslated: parameters.some((p) => p.in === 'header' && p.name.toLowerCase() === 'accept-language'),
      };
    });
  const listed = new Set(routes.map(({ path }) => path));
  for (const path of UNLISTED)
    if (!listed.has(path))
      routes.push({ path, segments: path.split('/').slice(1), places: [], query: [], isList: false, isFeed: false });
  return routes.sort((a, b) => a.segments.length - b.segments.length || (a.path < b.path ? -1 : 1));
}

/** The top-level collections, as they are called in paths: `contracts`, `service-lines`, `risk/flags` … */
export function collectionsOf(routes) {
  const found = new Set();
  for (const { path } of routes) {
    const [, collection] = /^\/api\/v1\/((?:[a-z-]+\/)*[a-z-]+)\/\{/.exec(path) ?? [];
    if (collection !== undefined) found.add(collection);
  }
  return [...found].sort();
}
