export type * from './notification';
export type * from './received-text';
export type * from './sent';
export type * from './statuses';
export type * from './template';
