import { addressVariables } from '../../local/cloud/cloud-address';
import { Cdk } from '../../local/cloud/cdk';
import { startEmulator, type Emulator } from '../../local/cloud/emulator';

declare global {
  var emulator: Emulator | undefined;
}

/** Starts one emulator for all tests, ready for `cdk deploy`, and tells them of it as anybody would: by the environment. */
export default async function (): Promise<void> {
  const emulator = await startEmulator();
  globalThis.emulator = emulator;
  Object.assign(process.env, addressVariables(emulator.address));
  process.env['PATH'] += `:${emulator.programs}`;
  const cdk = await Cdk.open(emulator);
  await cdk.run('bootstrap');
  await cdk.close();
}
