import { apiKey, NotifyStandIn } from '../../lib/testing';
import { callbacksTo } from './callbacks';
import { Cdk } from './cdk';
import { Closing } from './closing';
import { startEmulator, type Emulator } from './emulator';

export interface CloudOptions {
  /** @default one of its own */
  readonly emulator?: Emulator | undefined;
  /** Ends what it has begun. */
  readonly signal?: AbortSignal;
}

/** A cloud on this machine, the CDK CLI in it, and a stand-in for Notify beside it. */
export interface LocalCloud {
  readonly emulator: Emulator;
  readonly cdk: Cdk;
  readonly standIn: NotifyStandIn;
  /** Where the stand-in listens. It can be steered there. */
  readonly notifyUrl: string;
  /** A key of the stand-in's world, of the type whose letters wait for no printer. */
  readonly notifyKey: string;
  close(): Promise<void>;
}

/** Sets up a cloud with nothing in it. */
export async function openCloud({ emulator: given, signal }: CloudOptions = {}): Promise<LocalCloud> {
  const closing = new Closing();
  try {
    const emulator = given ?? closing.add(await startEmulator(signal));
    const cdk = closing.add(await Cdk.open(emulator, signal));
    const statusDelays = { returned: 5000 };
    const standIn = new NotifyStandIn({ statusDelays, sendCallback: callbacksTo(emulator.address) });
    const { url } = closing.add(await standIn.listen({ control: true }));
    const notifyKey = apiKey(standIn.world, 'test');
    return { emulator, cdk, standIn, notifyUrl: url, notifyKey, close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}
