/** What each call is for. */
export const callbackKinds = {
  deliveryReceipts: 'delivery receipt',
  receivedTexts: 'received text',
  returnedLetters: 'returned letter',
  complaints: 'complaint',
} as const;
