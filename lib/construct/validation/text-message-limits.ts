import { Token } from 'aws-cdk-lib';
import { mostTextsPerNumber } from '../../contract/text-limits';
import { hasPhoneNumbers } from '../../rules/recipients/phone-number-country';
import type { TextMessageBudget, TextMessageLimits, TextMessageRule } from '../recipients/text-message-limits';

/** What is wrong and what to do, when limits are none that can be kept to. */
export function textMessageLimitFaults(limits: TextMessageLimits | undefined): readonly string[] {
  if (!limits) return [];
  const { urgent, ...rule } = limits;
  return [...ruleFaults('textMessageLimits', rule), ...(urgent ? ruleFaults('textMessageLimits.urgent', urgent) : [])];
}

function ruleFaults(
  prop: string,
  { perNumberAnHour, perNumberADay, countries, budget }: TextMessageRule,
): readonly string[] {
  const faults = Object.entries({ perNumberAnHour, perNumberADay }).flatMap(([name, value]) =>
    value === undefined || isLimit(value)
      ? []
      : [
          `${prop}.${name} must be a whole number from 1 to ${mostTextsPerNumber} and known at synth, got ${value}: choose one or leave it out`,
        ],
  );
  if (perNumberAnHour !== undefined && perNumberADay !== undefined && perNumberAnHour > perNumberADay) {
    faults.push(
      `${prop}.perNumberAnHour must not be more than perNumberADay, got ${perNumberAnHour} and ${perNumberADay}: lower it or leave it out`,
    );
  }
  if (countries?.length === 0)
    faults.push(`${prop}.countries must have at least one country, got none: add one, or leave it out`);
  const unknown = (countries ?? []).filter((country) => !hasPhoneNumbers(country));
  if (unknown.length > 0) {
    faults.push(
      `${prop}.countries must be ISO 3166-1 codes in capitals, such as GB, got ${unknown.map((code) => `'${code}'`).join(', ')}: correct them, or leave them out`,
    );
  }
  return budget ? [...faults, ...budgetFaults(`${prop}.budget`, budget)] : faults;
}

const isLimit = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= mostTextsPerNumber;

function budgetFaults(prop: string, budget: TextMessageBudget): readonly string[] {
  const { fragmentsADay, poundsADay, poundsPerFragment } = budget;
  if ((fragmentsADay === undefined) === (poundsADay === undefined)) {
    const got = fragmentsADay === undefined ? 'neither' : 'both';
    return [`${prop} must have either fragmentsADay or poundsADay, got ${got}: use one of them`];
  }
  const faults: string[] = [];
  if (fragmentsADay !== undefined && !(Number.isInteger(fragmentsADay) && fragmentsADay >= 1)) {
    faults.push(
      `${prop}.fragmentsADay must be a whole number from 1 and known at synth, got ${fragmentsADay}: correct it or leave out the budget`,
    );
  }
  for (const [name, pounds] of Object.entries({ poundsADay, poundsPerFragment })) {
    if (pounds === undefined || (Number.isFinite(pounds) && pounds > 0 && !Token.isUnresolved(pounds))) continue;
    faults.push(`${prop}.${name} must be more than 0 and known at synth, got ${pounds}: correct it or leave it out`);
  }
  if (fragmentsADay !== undefined && poundsPerFragment !== undefined) {
    faults.push(`${prop}.poundsPerFragment has no effect with fragmentsADay: leave it out, or use poundsADay instead`);
  }
  return faults;
}
