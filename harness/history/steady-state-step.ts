/** What the part of a run before its first step is called, among its steps. */
export const STEADY_STATE = 'steady state'
