const config = require('./jest.browser.config');

/** `npm run test:site`: the documentation's site in a browser. It needs a Chromium, by its usual name or in `BROWSER`. */
module.exports = { ...config, roots: ['<rootDir>/test/site'] };
