// A class is one type, whether it comes from a program that requires it or from one that imports it.
import * as imported from './uses.mjs';
import * as required from './uses.cjs';

const clients: (typeof imported.notify)[] = [imported.notify, required.notify];
const publishers: (typeof required.publisher)[] = [imported.publisher, required.publisher];
export const all = [...clients, ...publishers];
