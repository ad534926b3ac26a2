const unit = require('./jest.config');

// Everything here shares one emulator, and waits for schedules that run once a minute.
module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cloud'],
  globalSetup: '<rootDir>/test/cloud/start-emulator.ts',
  globalTeardown: '<rootDir>/test/cloud/stop-emulator.ts',
  testPathIgnorePatterns: [],
  testTimeout: 300_000,
  maxWorkers: 1,
};
