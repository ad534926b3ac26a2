import { NotifyInputError, prepareUpload } from '../../lib/notify';
import { thrownBy } from './answers';

describe('prepareUpload', () => {
  it('a file is encoded as base64, with null for what is left to Notify', () => {
    expect(prepareUpload(Buffer.from('hello'))).toEqual({
      file: 'aGVsbG8=',
      filename: null,
      confirm_email_before_download: null,
      retention_period: null,
    });
  });

  it('a file is prepared with every option', () => {
    const options = { filename: 'a.csv', confirmEmailBeforeDownload: false, retentionPeriod: '4 weeks' };
    expect(prepareUpload(Buffer.from('hello'), options)).toEqual({
      file: 'aGVsbG8=',
      filename: 'a.csv',
      confirm_email_before_download: false,
      retention_period: '4 weeks',
    });
  });

  it('a file can be a view of part of a larger buffer', () => {
    const whole = new TextEncoder().encode('<hello>');
    expect(prepareUpload(whole.subarray(1, 6)).file).toBe('aGVsbG8=');
  });

  it('a file may be 2 MiB', () => {
    expect(prepareUpload(Buffer.alloc(2 * 1024 * 1024)).file).toHaveLength(2_796_204);
  });

  it('a file over 2 MiB is refused', () => {
    const error = thrownBy(() => prepareUpload(Buffer.alloc(2 * 1024 * 1024 + 1)));
    expect(error).toBeInstanceOf(NotifyInputError);
    expect(error.message).toContain('file is larger than 2MB: 2097153 bytes');
  });

  it.each(['report', 'report.', ''])('a file named %j is refused because it has no extension', (filename) => {
    const error = thrownBy(() => prepareUpload(Buffer.from('hello'), { filename }));
    expect(error).toBeInstanceOf(NotifyInputError);
    expect(error.message).toContain('filename has no extension');
  });

  it('the error of a refused file does not show its name, which may be a person’s', () => {
    const error = thrownBy(() => prepareUpload(Buffer.from('hello'), { filename: 'Amala Bird' }));
    expect(error.message).not.toContain('Amala');
  });
});
