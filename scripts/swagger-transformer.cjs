/** The OpenAPI plugin of the build, for ts-jest: without it the schemas that tests see would be empty. */
const { before } = require('./openapi-plugin.cjs');

module.exports = {
  name: 'openapi-plugin',
  version: 2,
  factory: ({ program }, options) => before({ ...options }, program),
};
