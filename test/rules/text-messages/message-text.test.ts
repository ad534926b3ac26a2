import { textMessage, withServiceName } from '../../../lib/rules/text-messages/message-text';

describe('text message content', () => {
  test.each([
    ['one newline\r\ntwo newlines\r\n\r\nend', 'one newline\ntwo newlines\n\nend'],
    ['one newline\rtwo newlines\r\rend', 'one newline\ntwo newlines\n\nend'],
    ['\t\t\n\r one newline\ntwo newlines\r\r\nend\n\n  \r \n \t ', 'one newline\ntwo newlines\n\nend'],
    ["  Hi\u00a0there\u00a0 what's\u200d up\t", "Hi there what's up"],
    ['\n   \nThe fox.  \n\n          Jumps   .  \nEnd. \n  \n \n', 'The fox.\n\nJumps.\nEnd.'],
    ['a\u2028b', 'a\nb'],
  ])('%j is tidied as Notify tidies it', (filled, text) => {
    expect(textMessage(filled)).toBe(text);
  });

  test.each([
    ['Service', 'hello', 'Service: hello'],
    [' Y  Gwasanaeth\u200b ', 'helo', 'Y Gwasanaeth: helo'],
    ['Łódź…', 'hello', 'Lódz...: hello'],
    ['GDS', '', 'GDS:'],
  ])('the service name %j goes in front of the text', (serviceName, body, text) => {
    expect(withServiceName(body, serviceName)).toBe(text);
  });
});
