const vm = require('node:vm');

const scripts = new Map();

/** A file as this process compiled it first, with those of its functions that have run since. */
function scriptOf(file, code, terms) {
  const known = scripts.get(file);
  // One that is watched may have changed.
  if (known?.code === code) return known.script;
  const script = new vm.Script(`(function (${terms.join(', ')}) {${code}\n})`, file);
  scripts.set(file, { code, script });
  return script;
}

/** Lets Jest, which runs each file anew for each test file, compile it once. */
exports.compileOnce = () => {
  const { compileFunction } = vm;
  vm.compileFunction = (code, terms, options) =>
    options?.parsingContext
      ? scriptOf(options.filename, code, terms).runInContext(options.parsingContext)
      : compileFunction(code, terms, options);
};
