/**
 * The OpenAPI plugin of the build (`nest build` reads it from nest-cli.json), for ts-jest: without it the schemas that
 * tests see would be empty. Jest loads transformers by `require`, the plugin is an ES module.
 */
const { before } = require('@nestjs/swagger/plugin');

module.exports = {
  name: 'nestjs-swagger',
  version: 1,
  factory: ({ program }, options) => before({ ...options }, program),
};
