import { pipelineInStack, resourceOf, type Resource } from './stacks';
import { statementsOfRole, type Statement } from './statements';

/** A pipeline with nothing given but the API key, synthesized once for all tests of a file. */
export const plain = pipelineInStack();
export const { pipeline } = plain;
export const template = plain.template();
export const resolve = (value: unknown): unknown => plain.stack.resolve(value);

const functions = {
  send: pipeline.sendFunction,
  'send-urgent': pipeline.sendUrgentFunction,
  poll: pipeline.pollFunction,
  release: pipeline.releaseFunction,
  'release-scheduled': pipeline.releaseScheduledFunction,
  announce: pipeline.announceFunction,
};

export type FunctionName = keyof typeof functions;
export const functionNames: readonly FunctionName[] = [
  'send',
  'send-urgent',
  'poll',
  'release',
  'release-scheduled',
  'announce',
];

const idOf = (reference: unknown): string => (resolve(reference) as { Ref: string }).Ref;

export const logicalId = (name: FunctionName): string => idOf(functions[name].functionName);
export const functionOf = (name: FunctionName): Resource => resourceOf(template, logicalId(name));
export const statementsOf = (name: FunctionName): readonly Statement[] =>
  statementsOfRole(template, idOf(functions[name].role?.roleName));
