const config = require('./jest.config');

/** `npm run test:browser`: it needs a Chromium, by its usual name or in `BROWSER`. */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/browser'],
  testPathIgnorePatterns: ['/node_modules/'],
};
