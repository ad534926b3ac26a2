const config = require('./jest.config');

/** `npm run test:package`: it installs the package elsewhere, so it takes minutes. */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/package'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/package/app/'],
  testTimeout: 600_000,
};
