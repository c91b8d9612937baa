/** What the linters ask beyond their recommended rules and is not done, each with its reason. Everything else is an error. */
export const SPECTRAL_OFF = {
  'operation-description': 'The summary says what an operation does; a description stands only where there is more to say.',
};

export const REDOCLY_OFF = {
  'operation-4xx-response': 'Probes and the page of residents refuse nothing: /health/live, /health/ready, /s.',
  'no-ambiguous-paths':
    'A path with by-external-id never matches a path that begins with an id: ids are UUIDs, and the router asks for that word.',
};
