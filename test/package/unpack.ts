import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { thePackage } from './packed';

export default function unpack(): void {
  rmSync(dirname(thePackage().tarball), { recursive: true });
}
