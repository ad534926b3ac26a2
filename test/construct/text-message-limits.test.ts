import type { TextMessageLimits } from '../../lib';
import { synthesizePipeline } from '../../local/template';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { pipelineInStack, propertiesOf } from './stacks';

const make = (textMessageLimits: TextMessageLimits) => () => pipelineInStack({ textMessageLimits });

describe('the limits of text messages', () => {
  test('are set on both send functions only', () => {
    const limits = { perNumberAnHour: 5, countries: ['GB'], urgent: { perNumberADay: 9 } };
    const told = propertiesOf(
      pipelineInStack({ textMessageLimits: limits }).template(),
      'AWS::Lambda::Function',
    ).flatMap(({ Environment }) => {
      const { Variables } = Environment as { Variables: Record<string, string> };
      return Variables['NOTIFY_TEXT_LIMITS'] === undefined ? [] : [JSON.parse(Variables['NOTIFY_TEXT_LIMITS'])];
    });
    expect(told).toEqual([limits, limits]);
  });

  test('a budget in pounds is set in fragments, and brings two alarms', () => {
    const limits = { budget: { poundsADay: 12 }, urgent: { budget: { fragmentsADay: 40 } } };
    const { pipeline, template } = pipelineInStack({ textMessageLimits: limits });
    const [send] = propertiesOf(template(), 'AWS::Lambda::Function').flatMap(({ Environment }) => {
      const { Variables } = Environment as { Variables: Record<string, string> };
      return Variables['NOTIFY_TEXT_LIMITS'] ?? [];
    });
    expect(JSON.parse(send ?? '')).toEqual({ fragmentsADay: 500, urgent: { fragmentsADay: 40 } });
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('textBudget'));
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'a budget of nothing',
      make({ budget: {} }),
      /textMessageLimits\.budget must have either .* got neither: use one of them/,
    ],
    ['two budgets', make({ budget: { fragmentsADay: 9, poundsADay: 9 } }), /got both: use one of them/],
    ['part of a fragment', make({ budget: { fragmentsADay: 0.5 } }), /fragmentsADay must be a whole number from 1/],
    ['no pounds', make({ urgent: { budget: { poundsADay: 0 } } }), /urgent\.budget\.poundsADay must be more than 0/],
    [
      'a price that nobody uses',
      make({ budget: { fragmentsADay: 9, poundsPerFragment: 0.03 } }),
      /poundsPerFragment has no effect with fragmentsADay/,
    ],
    [
      'half a message',
      make({ perNumberAnHour: 0.5 }),
      /textMessageLimits\.perNumberAnHour must be a whole number from 1 to 100 .* got 0\.5/,
    ],
    ['none', make({ perNumberADay: 0 }), /textMessageLimits\.perNumberADay must be a whole number/],
    ['too many to hold', make({ urgent: { perNumberADay: 101 } }), /textMessageLimits\.urgent\.perNumberADay must be/],
    [
      'more in an hour than in a day',
      make({ perNumberAnHour: 6, perNumberADay: 5 }),
      /must not be more than perNumberADay, got 6 and 5/,
    ],
    ['no country', make({ countries: [] }), /textMessageLimits\.countries must have at least one country/],
    [
      'a name for a country',
      make({ countries: ['GB', 'France', 'uk'] }),
      /such as GB, got 'France', 'uk': correct them/,
    ],
  ])('%s ends synth', (_, synth, message) => {
    expect(synth).toThrow(message);
  });

  test('are context of the app', () => {
    const { textLimits = '' } = synthesizePipeline({ textsPerNumberAnHour: '5', textCountries: 'GB,IE' });
    expect(JSON.parse(textLimits)).toEqual({ perNumberAnHour: 5, countries: ['GB', 'IE'] });
    expect(JSON.parse(synthesizePipeline({ textPoundsADay: '2.4' }).textLimits ?? '')).toEqual({ fragmentsADay: 100 });
    expect(synthesizePipeline()).not.toHaveProperty('textLimits');
  });
});
