/** Whether these tests run for `npm run test:all`: files there import some of `npm test` again, which do more then. */
export const EVERYTHING = process.env.EVERYTHING === 'yes'
