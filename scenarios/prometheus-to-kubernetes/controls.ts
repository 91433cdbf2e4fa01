import { copyControls } from './copy-controls.ts'
import { diskControls } from './disk-controls.ts'
import { folderControls } from './folder-controls.ts'
import { retentionControls } from './retention-controls.ts'

/** Each fault says beforehand what comes of it: the server refuses with these words, or starts and lacks exactly these ticks. */
export const controls = [...copyControls, ...retentionControls, ...folderControls, ...diskControls]
