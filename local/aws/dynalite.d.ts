declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Milliseconds that a table takes to be created, updated, deleted. */
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }

  export default function dynalite(options?: Options): Server;
}
