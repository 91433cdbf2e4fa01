/** What an objective can be for: the paths on which clients live, and the evaluations of recording rules. */
export const pathNames = ['writes', 'instant', 'range', 'labels', 'rules', 'evaluations', 'alerts', 'archive'] as const
export type PathName = (typeof pathNames)[number]
