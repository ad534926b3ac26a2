import { missingPersonalisation } from '../../../lib/rules/templates/placeholders';
import { isEmptyMessage, lengthError, renderTemplate } from '../../../lib/rules/templates/render';
import type { TemplateValues, TemplateText } from '../../../lib/rules/templates/template';
import {
  extendedGsmCharacters,
  longestTextMessage,
  needsUcs2,
  smsFragments,
} from '../../../lib/rules/text-messages/encoding';
import { withServiceName } from '../../../lib/rules/text-messages/message-text';
import { readVectors } from '../../vectors';

interface TextMessageCase {
  readonly note: string;
  readonly content: string;
  readonly personalisation: TemplateValues | null;
  readonly service_name_prefix: string | null;
  readonly character_count: number;
  readonly character_count_without_prefix: number;
  readonly extended_gsm_characters: number;
  readonly needs_ucs2: boolean;
  readonly fragment_count: number;
  readonly too_long: boolean;
  readonly api_error?: { readonly status: number; readonly error: string; readonly message: string };
}

const { cases } = readVectors<TextMessageCase>('sms.json');

function apiError(template: TemplateText, personalisation: TemplateValues | null): object | undefined {
  const missing = missingPersonalisation(template, personalisation);
  const rendered = renderTemplate(template, personalisation);
  const message =
    (missing.length > 0 ? `Missing personalisation: ${missing.join(', ')}` : null) ??
    (isEmptyMessage(template, rendered) ? 'Your message is empty.' : null) ??
    lengthError(template, rendered);
  return message === null ? undefined : { status: 400, error: 'BadRequestError', message };
}

describe('text messages: recorded cases', () => {
  test.each(cases.map((recorded, index) => [`${index + 1}: ${recorded.note}`, recorded] as const))(
    'a text message is counted as Notify counted it: %s',
    (_, recorded) => {
      const template: TemplateText = { type: 'sms', body: recorded.content };
      const rendered = renderTemplate(template, recorded.personalisation);
      const { service_name_prefix: serviceName } = recorded;
      const sent = serviceName ? withServiceName(rendered.body, serviceName) : rendered.body;
      const prefix = serviceName ? serviceName.length + 2 : 0;
      expect({
        character_count: sent.length,
        character_count_without_prefix: Math.max(sent.length - prefix, 0),
        extended_gsm_characters: extendedGsmCharacters(sent),
        needs_ucs2: needsUcs2(sent),
        fragment_count: smsFragments(sent),
        too_long: rendered.body.length > longestTextMessage,
        api_error: apiError(template, recorded.personalisation),
      }).toEqual({
        character_count: recorded.character_count,
        character_count_without_prefix: recorded.character_count_without_prefix,
        extended_gsm_characters: recorded.extended_gsm_characters,
        needs_ucs2: recorded.needs_ucs2,
        fragment_count: recorded.fragment_count,
        too_long: recorded.too_long,
        api_error: recorded.api_error,
      });
    },
  );
});
