const { Script } = require('node:vm');

const scripts = new Map();

/** A file of ours as this process compiled it first, with those of its functions that have run since. */
exports.scriptOf = (file, code) => {
  const known = scripts.get(file);
  // One that is watched may have changed.
  if (known?.code === code) return known.script;
  const script = new Script(`(function (module, exports, require, __dirname, __filename, jest) {${code}\n})`, file);
  scripts.set(file, { code, script });
  return script;
};
