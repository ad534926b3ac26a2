import { Token } from 'aws-cdk-lib';
import { suggestion } from '../../contract/did-you-mean';

/** The least memory of each in megabytes, which it was measured with and has by default. */
export const leastMemory = {
  poll: 512,
  release: 512,
  releaseScheduled: 256,
  announce: 512,
  callbacks: 512,
  receivedTexts: 512,
  letterPdfs: 512,
  sendTask: 512,
  canary: 256,
} as const;

/** Megabytes for single functions, each from what it has by default to 10,240. One that the pipeline does not have changes nothing. */
export interface FunctionMemorySizes {
  /** Of `pollFunction`. @default 512 */
  readonly poll?: number;
  /** Of `releaseFunction`. @default 512 */
  readonly release?: number;
  /** Of `releaseScheduledFunction`. @default 256 */
  readonly releaseScheduled?: number;
  /** Of `announceFunction`. @default 512 */
  readonly announce?: number;
  /** Of `callbacksFunction`. @default 512 */
  readonly callbacks?: number;
  /** Of `receivedTextsFunction`. @default 512 */
  readonly receivedTexts?: number;
  /** Of `letterPdfFunction`. @default 512 */
  readonly letterPdfs?: number;
  /** Of `sendTaskFunction`. @default 512 */
  readonly sendTask?: number;
  /** Of `canaryFunction`. @default 256 */
  readonly canary?: number;
}

const withPropsOfTheirOwn: Readonly<Record<string, string>> = {
  send: 'sendMemorySize',
  sendUrgent: 'urgentMemorySize',
};

/** What is wrong with them, each with what to do. */
export function memoryFaults(sizes: FunctionMemorySizes = {}): readonly string[] {
  return Object.entries(sizes).flatMap(([name, size]: [string, number | undefined]) => {
    const prop = withPropsOfTheirOwn[name];
    if (prop)
      return `functionOptions.memorySizes.${name} must not be set, because it is a prop of the pipeline: use ${prop}`;
    const least = (leastMemory as Readonly<Record<string, number>>)[name];
    if (least === undefined)
      return `functionOptions.memorySizes has no ${name}: ${suggestion(name, Object.keys(leastMemory))}`;
    if (size === undefined || Token.isUnresolved(size)) return [];
    if (Number.isInteger(size) && size >= least && size <= 10_240) return [];
    return `functionOptions.memorySizes.${name} must be a whole number of megabytes from ${least}, the least that we tested, to 10240, got ${size}: choose one or leave it out`;
  });
}
