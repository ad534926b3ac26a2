import { explore, type Mutation } from './schedule-model';

test('in every order of all steps, with two deaths, two cancels and copies, a message is sent or cancelled, once', () => {
  const { states, wrong } = explore();
  expect(wrong).toEqual([]);
  expect(states).toBeGreaterThan(2000);
});

test.each<[Mutation, string]>([
  ['delete first', 'lost'],
  ['cancel without a condition', 'cancelled and sent'],
  ['cancel the item alone', 'cancelled and sent'],
  ['no record for the unknown', 'cancelled and sent'],
])('the model notices that a design is broken with %s', (mutation, wrong) => {
  expect(explore(mutation).wrong).toContain(wrong);
});
