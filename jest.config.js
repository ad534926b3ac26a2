/** What each file loads anew: it keeps something of the one that it served last, or asks for an object's class. */
const anew = '(?:@aws-lambda-powertools|@jest|aws-sdk-client-mock|esbuild|jest[^/]*)/';

module.exports = {
  testEnvironment: '<rootDir>/test/loaded-once/environment.js',
  // A busy machine is slow, not wrong.
  testTimeout: 60_000,
  // By default one core is left idle, which on two is half of them. A process keeps the constructs of each file, and grows.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1200MB',
  testSequencer: '<rootDir>/test/simulations-first.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // `npm run test:package` installs the package in another project, `npm run test:cloud` deploys for real,
  // `npm run test:languages` needs Python, Maven and jq, `npm run test:browser` and `npm run test:site` a browser.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(package|cloud|languages|browser|site)/'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  transform: {
    [`/node_modules/(?!${anew}).*[.][cm]?js$`]: '<rootDir>/test/loaded-once/transform.js',
    '^.+\\.[mc]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  // It ships as ES modules alone, so Jest has to be told where they are.
  moduleNameMapper: { '^@middy/([^/]+)$': '<rootDir>/node_modules/@middy/$1/index.js' },
  transformIgnorePatterns: [`/node_modules/${anew}`],
};
