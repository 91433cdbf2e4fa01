/** What a scenario may need of the place where its pods run: to cut pods off, pods that find each other by name, machines below them. */
export type Requirement = 'partition' | 'names' | 'nodes'

/** Why something can not be had, and the next thing to type or change. */
export interface Lack {
  why: string
  fix: string
}

/** What a place does not give. It gives everything else. */
export type Lacks = Readonly<Partial<Record<Requirement, Lack>>>
