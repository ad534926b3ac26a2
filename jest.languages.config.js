const config = require('./jest.config');

/** `npm run test:languages`: it fetches the official clients of other languages, so it takes a minute the first time. */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/languages'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
};
