export default async function (): Promise<void> {
  await globalThis.emulator?.close();
}
