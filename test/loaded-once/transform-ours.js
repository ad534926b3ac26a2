const { scriptOf } = require('./script-of');

const swc = require('@swc/jest').createTransformer({
  // Beside the code: inside it, it would be read with it.
  sourceMaps: true,
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
});

// Jest and Node give a file the same, in another order.
const terms = "module, exports, require, __dirname, __filename, typeof jest === 'undefined' ? undefined : jest";
const compiled = (code) => `compiledOnce(__filename, ${JSON.stringify(code)}).call(this, ${terms});`;

// What Jest itself loads, such as a global set-up.
globalThis.compiledOnce = (file, code) => scriptOf(file, code).runInThisContext();

/** A file of ours runs anew for each test file, and is compiled once a process. */
module.exports = {
  getCacheKey: (...terms) => swc.getCacheKey(...terms) + compiled(''),
  process(source, file, options) {
    const { code, map } = swc.process(source, file, options);
    return { code: compiled(code), map };
  },
};
