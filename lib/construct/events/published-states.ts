import { Annotations, Lazy } from 'aws-cdk-lib';
import type { EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { deliveryStates, type DeliveryState } from '../../contract/delivery';
import { formatPublishedStates } from '../../contract/events/published-states';
import { EventSelection, namesOf, statesOf } from './event-selection';

/** The states of a pipeline whose events are published: those that its `events` name, and what its rules need beside them. */
export class PublishedStates {
  readonly #states: Set<DeliveryState>;

  constructor(selection: EventSelection = EventSelection.withoutSending()) {
    this.#states = new Set(selection._states);
  }

  /** Switches on what a rule needs, and says so, because each event is paid for. */
  include(rule: Rule, needed: readonly DeliveryState[]): void {
    const missing = needed.filter((state) => !this.#states.has(state));
    if (missing.length === 0) return;
    for (const state of missing) this.#states.add(state);
    Annotations.of(rule).addWarningV2(
      'cdk-govuk-notify:eventsSwitchedOn',
      `the pipeline's events leave out ${namesOf(missing)}, but '${rule.node.id}' needs it, so it is published: add it to events. If the rule is in another stack, deploy the pipeline's stack too`,
    );
  }

  /** What the function gets, once every rule is known. */
  get variable(): string {
    return Lazy.string({ produce: () => formatPublishedStates(this.#inOrder()) });
  }

  /** A pattern for the stream, made by what matches an image of their deliveries, once every rule is known. */
  filter(patternOf: (states: readonly DeliveryState[]) => object): { readonly pattern: string } {
    return { pattern: Lazy.string({ produce: () => JSON.stringify(patternOf(this.#inOrder())) }) };
  }

  #inOrder(): readonly DeliveryState[] {
    return deliveryStates.filter((state) => this.#states.has(state));
  }
}

/** The states that a pattern names, by the events' types or their details. It may name none, and match what there is. */
export function statesNamedBy({ detailType = [], detail }: EventPattern): readonly DeliveryState[] {
  const named: unknown = detail?.['state'];
  const states = Array.isArray(named) ? named : [];
  const byType = statesOf(detailType);
  return deliveryStates.filter((state) => byType.includes(state) || states.includes(state));
}
