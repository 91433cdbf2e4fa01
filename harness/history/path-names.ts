/** The paths on which clients live, and for which a budget can say how long they may stay without a success. */
export const pathNames = ['writes', 'instant', 'range', 'labels', 'rules', 'alerts', 'archive'] as const
export type PathName = (typeof pathNames)[number]
