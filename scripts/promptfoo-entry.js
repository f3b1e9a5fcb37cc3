// What the bundle exports of promptfoo; src/scorers/promptfoo-api.ts is its only reader.
export { assertions, BaseAssertionTypesSchema, evaluate } from 'promptfoo';
