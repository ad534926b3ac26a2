import { pythonString } from '../python/text';
import { fileName, retentionPeriod } from './formats';
import type { ObjectSchema } from './schema';

/** What a file sent by email may have beside its content. Notify says the option's name and then its own sentence. */
export function fileOptions(file: Readonly<Record<string, unknown>>): ObjectSchema {
  const unsupported = (name: string) => `Unsupported value for ${name}: ${pythonString(file[name])}.`;
  const booleanOnly = (name: string) => `${unsupported(name)} Use a boolean true or false value.`;
  return {
    properties: {
      file: { type: 'string' },
      is_csv: { type: ['boolean', 'null'], validationMessage: booleanOnly('is_csv') },
      filename: {
        type: ['string', 'null'],
        format: fileName,
        validationMessage: '`filename` must end with a file extension. For example, filename.csv',
      },
      confirm_email_before_download: {
        type: ['boolean', 'null'],
        validationMessage: booleanOnly('confirm_email_before_download'),
      },
      retention_period: {
        type: ['string', 'null'],
        format: retentionPeriod,
        validationMessage: `${unsupported('retention_period')} Supported periods are from 1 to 78 weeks.`,
      },
    },
    required: ['file'],
    notTogether: {
      properties: ['is_csv', 'filename'],
      message: 'Do not set a value for `is_csv` if `filename` is set.',
    },
  };
}
