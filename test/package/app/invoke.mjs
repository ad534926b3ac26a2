// Loads a bundle as Lambda does, and says what its handler gives, or how it fails.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { handler, default: cjs } = await import(pathToFileURL(resolve(process.argv[2])));
try {
  console.log(JSON.stringify(await (handler ?? cjs.handler)()));
} catch ({ name, code, message }) {
  console.log(JSON.stringify({ name, code, message }));
}
