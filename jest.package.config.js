const config = require('./jest.config');

/** `npm run test:package`: it packs the package once and installs it elsewhere, so it takes minutes. */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/package'],
  globalSetup: '<rootDir>/test/package/pack.ts',
  globalTeardown: '<rootDir>/test/package/unpack.ts',
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/package/app/'],
  testTimeout: 600_000,
};
