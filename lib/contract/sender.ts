/** The SQS message attribute that says which service published a message. It stays with the message wherever that is put. */
export const senderAttribute = 'NotifySender';

/** 1 to 40 letters, digits, full stops, underscores and hyphens: it is in records and events, so it is no place for data. */
export const isSender = (text: string): boolean => /^[A-Za-z0-9._-]{1,40}$/.test(text);
